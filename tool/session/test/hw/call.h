/* SPDX-License-Identifier: MIT */
/* The kernel as the generator's test plays it: a call reaches the test's own server. */
#ifndef HW_CALL_H
#define HW_CALL_H

#include <stddef.h>
#include <hw/error.h>
#include <hw/message.h>

enum error ipc_call(cap_t cap, tag_t *tag, uint32_t words[MESSAGE_REGISTERS]);
enum error cap_drop(cap_t cap);
uint32_t notification_wait(void);

#endif
