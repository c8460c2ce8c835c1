/* SPDX-License-Identifier: MIT */
/*
 * The table of system calls, and what their handlers share.
 *
 * A handler gets the CPU and the calling thread, whose registers hold the arguments; it leaves the
 * results there. It may make another thread current. The kernel lock is held throughout.
 */
#ifndef KERNEL_CALL_H
#define KERNEL_CALL_H

#include <hw/call_numbers.h>
#include "cpu.h"

typedef void call_handler(struct cpu *cpu, struct thread *current);

/* Indexed by the number of the call; complete up to CALL_CORE_END. The entry code lets core alone
 * reach those from CALL_CORE_FIRST on. */
extern call_handler *const call_table[CALL_CORE_END];

/* Argument of CALL_VCPU_CREATE that holds CPU and affinity. */
enum { CALL_VCPU_CPU_MASK = 0xff, CALL_VCPU_AFFINITY_SHIFT = 8 };

/* call_core.c: the memory that core gives for an object, or NULL if it is misaligned or not all
 * RAM; the page that it gives, likewise. */
void *call_object_memory(uint32_t physical, enum object_type type);
void *call_page(uint32_t physical);

/* The size of each kind of object, for boot_info. */
extern const uint32_t call_object_size[OBJECT_TYPE_COUNT];

call_handler call_version, call_poll_notification, call_signal, call_yield, call_cap_drop,
    call_irq_ack, call_cache_clean, call_thread_pointer;
call_handler call_vcpu_resume, call_vcpu_recall, call_vcpu_state, call_vcpu_create;
call_handler call_pd_create, call_endpoint_create, call_notification_create, call_thread_create,
    call_irq_create, call_destroy, call_map, call_unmap, call_pd_donate_table, call_pd_timer_right,
    call_cap_grant, call_thread_bind, call_thread_handler, call_thread_start, call_thread_resume,
    call_thread_schedule, call_irq_bind, call_power;
/* For a number without a call, and for a call of core's by another. */
call_handler call_unknown, call_denied;

#endif
