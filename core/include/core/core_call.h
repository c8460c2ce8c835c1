/* SPDX-License-Identifier: MIT */
/*
 * System calls that the kernel grants to core alone; any other PD gets ERROR_DENIED.
 *
 * Kernel objects are named by capabilities in core's own capability space. Core gives the memory
 * of each object (physical address, aligned to OBJECT_ALIGN, boot_info.object_size[type] bytes)
 * and must leave it alone until core_destroy() has returned OK. Each call does a bounded amount
 * of work.
 */
#ifndef CORE_CORE_CALL_H
#define CORE_CORE_CALL_H

#include <hw/call.h>
#include <hw/core_values.h>

/* The register convention of all of them: up to six arguments, an error, one result. */
#define CORE_CALL_DEFINE(name, number)                                                             \
    static inline enum error name(uint32_t a0, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4, \
                                  uint32_t a5, uint32_t *result)                                   \
    {                                                                                              \
        register uint32_t r0 __asm__("r0") = a0;                                                   \
        register uint32_t r1 __asm__("r1") = a1;                                                   \
        register uint32_t r2 __asm__("r2") = a2;                                                   \
        register uint32_t r3 __asm__("r3") = a3;                                                   \
        register uint32_t r4 __asm__("r4") = a4;                                                   \
        register uint32_t r5 __asm__("r5") = a5;                                                   \
        __asm__ volatile(CALL_SVC(number)                                                          \
                         : "+r"(r0), "+r"(r1)                                                      \
                         : "r"(r2), "r"(r3), "r"(r4), "r"(r5)                                      \
                         : "memory");                                                              \
        if (result != NULL) {                                                                      \
            *result = r1;                                                                          \
        }                                                                                          \
        return (enum error)r0;                                                                     \
    }

CORE_CALL_DEFINE(core_svc_pd_create_, CALL_PD_CREATE)
CORE_CALL_DEFINE(core_svc_endpoint_create_, CALL_ENDPOINT_CREATE)
CORE_CALL_DEFINE(core_svc_notification_create_, CALL_NOTIFICATION_CREATE)
CORE_CALL_DEFINE(core_svc_thread_create_, CALL_THREAD_CREATE)
CORE_CALL_DEFINE(core_svc_irq_create_, CALL_IRQ_CREATE)
CORE_CALL_DEFINE(core_svc_vcpu_create_, CALL_VCPU_CREATE)
CORE_CALL_DEFINE(core_svc_destroy_, CALL_DESTROY)
CORE_CALL_DEFINE(core_svc_map_, CALL_MAP)
CORE_CALL_DEFINE(core_svc_unmap_, CALL_UNMAP)
CORE_CALL_DEFINE(core_svc_pd_donate_table_, CALL_PD_DONATE_TABLE)
CORE_CALL_DEFINE(core_svc_pd_timer_right_, CALL_PD_TIMER_RIGHT)
CORE_CALL_DEFINE(core_svc_cap_grant_, CALL_CAP_GRANT)
CORE_CALL_DEFINE(core_svc_thread_bind_, CALL_THREAD_BIND)
CORE_CALL_DEFINE(core_svc_thread_handler_, CALL_THREAD_HANDLER)
CORE_CALL_DEFINE(core_svc_thread_start_, CALL_THREAD_START)
CORE_CALL_DEFINE(core_svc_thread_resume_, CALL_THREAD_RESUME)
CORE_CALL_DEFINE(core_svc_thread_schedule_, CALL_THREAD_SCHEDULE)
CORE_CALL_DEFINE(core_svc_irq_bind_, CALL_IRQ_BIND)
CORE_CALL_DEFINE(core_svc_power_, CALL_POWER)

/* Create a PD at `slot`. `cap_table`: physical, page-aligned, cap_count * CAP_SLOT_SIZE bytes,
 * all zero (cap_count 0 and PD_IS_VM: the guest-physical space of a VM). */
static inline enum error core_pd_create(cap_t slot, uint32_t memory, uint32_t cap_table,
                                        uint32_t cap_count, uint32_t flags)
{
    return core_svc_pd_create_(slot, memory, cap_table, cap_count, flags, 0, NULL);
}

/* Create an endpoint at `slot`. It serves no one until a thread is bound to it. */
static inline enum error core_endpoint_create(cap_t slot, uint32_t memory)
{
    return core_svc_endpoint_create_(slot, memory, 0, 0, 0, 0, NULL);
}

static inline enum error core_notification_create(cap_t slot, uint32_t memory)
{
    return core_svc_notification_create_(slot, memory, 0, 0, 0, 0, NULL);
}

/* Create a thread of `pd`, not started. `utcb`: physical page. `cpu` from 0. Priority 0 and no
 * budget limit until core_thread_schedule(). */
static inline enum error core_thread_create(cap_t slot, uint32_t memory, cap_t pd, uint32_t utcb,
                                            uint32_t cpu)
{
    return core_svc_thread_create_(slot, memory, pd, utcb, cpu, 0, NULL);
}

/* Create an interrupt object for GIC interrupt `intid`, delivered to `cpu`, disabled until bound.
 * ERROR_INVALID: it is an SGI, the kernel's own, above 255 or beyond the GIC's lines; ERROR_BUSY:
 * it has an object already. */
static inline enum error core_irq_create(cap_t slot, uint32_t memory, uint32_t intid,
                                         uint32_t flags, uint32_t cpu)
{
    return core_svc_irq_create_(slot, memory, intid, flags, cpu, 0, NULL);
}

/* Create a vCPU of the VM `pd`, stopped until vcpu_resume(). `state`: physical page of struct
 * vcpu_state. `cpu_and_vmpidr`: cpu | affinity << 8 (the guest's MPIDR affinity level 0).
 * Exits go to the endpoint and badge of the capability `handler`. */
static inline enum error core_vcpu_create(cap_t slot, uint32_t memory, cap_t pd, uint32_t state,
                                          uint32_t cpu_and_vmpidr, cap_t handler)
{
    return core_svc_vcpu_create_(slot, memory, pd, state, cpu_and_vmpidr, handler, NULL);
}

/* Destroy the object that `slot` names, and with it every capability to it; callers that wait on
 * it get ERROR_GONE. ERROR_AGAIN: more is to be done, call again. A PD must have no threads
 * and vCPUs left, and the caller's own thread and PD cannot be destroyed (ERROR_BUSY). */
static inline enum error core_destroy(cap_t slot)
{
    return core_svc_destroy_(slot, 0, 0, 0, 0, 0, NULL);
}

/*
 * Map `size` bytes of physical memory from `physical` at `address` of `pd`, with the largest pages
 * that alignment allows. `*done` tells how many bytes were mapped. ERROR_AGAIN: call again for the
 * rest; ERROR_RAM: donate a table page first, then go on with the rest; ERROR_EXISTS: a page is
 * mapped there already.
 */
static inline enum error core_map(cap_t pd, uint32_t address, uint32_t physical, uint32_t size,
                                  uint32_t flags, uint32_t *done)
{
    return core_svc_map_(pd, address, physical, size, flags, 0, done);
}

/* Unmap whole pages; what is not mapped is skipped. When it returns no CPU can reach them.
 * A 2 MiB mapping goes only as a whole (ERROR_INVALID otherwise). `*done`, ERROR_AGAIN as above. */
static inline enum error core_unmap(cap_t pd, uint32_t address, uint32_t size, uint32_t *done)
{
    return core_svc_unmap_(pd, address, size, 0, 0, 0, done);
}

/* Give `pd` a page for its translation tables. It is the PD's until the PD is destroyed. */
static inline enum error core_pd_donate_table(cap_t pd, uint32_t page)
{
    return core_svc_pd_donate_table_(pd, page, 0, 0, 0, 0, NULL);
}

/* Grant or take the right to use the PL0 physical timer. On other CPUs it takes effect soon after. */
static inline enum error core_pd_timer_right(cap_t pd, bool granted)
{
    return core_svc_pd_timer_right_(pd, granted, 0, 0, 0, 0, NULL);
}

/* Put a capability into `pd` at `target`, made from core's `source`. If core owns `source`, the
 * new one has `badge`, and with `owner` its holder may mint further ones from it; otherwise it is
 * what `source` is. ERROR_EXISTS: the place is taken. */
static inline enum error core_cap_grant(cap_t pd, cap_t target, cap_t source, uint32_t badge,
                                        bool owner)
{
    return core_svc_cap_grant_(pd, target, source, badge, owner, 0, NULL);
}

/* Let `thread` serve `endpoint` and wait on `notification` (either may be CAP_NULL). Each serves
 * one thread: ERROR_BUSY if another is bound, or if the thread waits for messages already. */
static inline enum error core_thread_bind(cap_t thread, cap_t endpoint, cap_t notification)
{
    return core_svc_thread_bind_(thread, endpoint, notification, 0, 0, 0, NULL);
}

/* Send the faults of `thread` to `endpoint` with `badge`. */
static inline enum error core_thread_handler(cap_t thread, cap_t endpoint, uint32_t badge)
{
    return core_svc_thread_handler_(thread, endpoint, badge, 0, 0, 0, NULL);
}

/* Start `thread` at `pc` in ARM state with stack pointer `sp`, r0 = `utcb` (its address in the
 * PD), r1 = `argument`. */
static inline enum error core_thread_start(cap_t thread, uint32_t pc, uint32_t sp, uint32_t utcb,
                                           uint32_t argument)
{
    return core_svc_thread_start_(thread, pc, sp, utcb, argument, 0, NULL);
}

/* Resume a thread that is stopped in a fault. ERROR_BUSY: it is not. */
static inline enum error core_thread_resume(cap_t thread)
{
    return core_svc_thread_resume_(thread, 0, 0, 0, 0, 0, NULL);
}

/* Priority and time slice, in microseconds (0: no slice), of a thread or vCPU. */
static inline enum error core_thread_schedule(cap_t thread, uint32_t priority,
                                              uint32_t budget_microseconds)
{
    return core_svc_thread_schedule_(thread, priority, budget_microseconds, 0, 0, 0, NULL);
}

/* Set the flags of `notification`'s badge whenever `irq` is raised, and enable it. It replaces what
 * was bound before. */
static inline enum error core_irq_bind(cap_t irq, cap_t notification)
{
    return core_svc_irq_bind_(irq, notification, 0, 0, 0, 0, NULL);
}

/* Switch the machine off or reset it. Returns only if the board cannot. */
static inline enum error core_power(enum power_action action)
{
    return core_svc_power_((uint32_t)action, 0, 0, 0, 0, 0, NULL);
}

#endif
