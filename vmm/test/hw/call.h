/* SPDX-License-Identifier: MIT */
/* The kernel as tests of the VMM play it; fake_machine.c has it. */
#ifndef HW_CALL_H
#define HW_CALL_H

#include <stddef.h>
#include <hw/error.h>
#include <hw/message.h>
#include <hw/vcpu_state.h>

enum { CACHE_CLEAN_MAX = 65536 };

enum error ipc_call(cap_t cap, tag_t *tag, uint32_t words[MESSAGE_REGISTERS]);
enum error notification_signal(cap_t cap);
enum error cap_drop(cap_t cap);
enum error cache_clean(const void *address, size_t size);
enum error vcpu_resume(cap_t vcpu);
enum error vcpu_recall(cap_t vcpu);
enum error vcpu_extended_state(cap_t vcpu, enum vcpu_state_operation operation);

#endif
