/* SPDX-License-Identifier: MIT */
/*
 * System calls that every component may make.
 *
 * Convention: the SVC's immediate is the number of the call (hw/call_numbers.h). r0 carries a
 * capability in and an error out; r1 the tag, r2..r5 message words. All other registers are
 * preserved. A call with a wrong argument changes nothing and returns an error.
 */
#ifndef HW_CALL_H
#define HW_CALL_H

#include <stddef.h>
#include <hw/call_numbers.h>
#include <hw/error.h>
#include <hw/message.h>
#include <hw/vcpu_state.h>

#define CALL_STRING_(x) #x
#define CALL_STRING(x) CALL_STRING_(x)
#define CALL_SVC(number) "svc #" CALL_STRING(number)

/* The function `name`, a call that takes one capability and returns an error. */
#define CALL_WITH_CAP(name, number)                                                                \
    static inline enum error name(cap_t cap)                                                       \
    {                                                                                              \
        register uint32_t r0 __asm__("r0") = cap;                                                  \
        __asm__ volatile(CALL_SVC(number) : "+r"(r0) : : "memory");                                \
        return (enum error)r0;                                                                     \
    }

/* Version of the kernel's interface, KERNEL_VERSION. The cheapest call there is. */
static inline uint32_t kernel_version(void)
{
    register uint32_t r0 __asm__("r0");
    __asm__ volatile(CALL_SVC(CALL_VERSION) : "=r"(r0) : : "memory");
    return r0;
}

/*
 * Call the endpoint that `cap` names and wait for its reply.
 *
 * `tag` and `words` are sent and then replaced by what the reply holds; further words and
 * capabilities go through the UTCB. The callee runs on the caller's priority and budget.
 * Returns ERROR_CAPABILITY if `cap` names no endpoint, ERROR_GONE if it ceased to exist, before
 * or during the call, ERROR_SIZE if the tag claims more than a message holds, ERROR_CAPABILITY
 * if an entry of `send` names nothing. The server's own result is the reply's label.
 */
static inline enum error ipc_call(cap_t cap, tag_t *tag, uint32_t words[MESSAGE_REGISTERS])
{
    register uint32_t r0 __asm__("r0") = cap;
    register uint32_t r1 __asm__("r1") = *tag;
    register uint32_t r2 __asm__("r2") = words[0];
    register uint32_t r3 __asm__("r3") = words[1];
    register uint32_t r4 __asm__("r4") = words[2];
    register uint32_t r5 __asm__("r5") = words[3];
    __asm__ volatile(CALL_SVC(CALL_CALL)
                     : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3), "+r"(r4), "+r"(r5)
                     :
                     : "memory");
    *tag = r1;
    words[0] = r2;
    words[1] = r3;
    words[2] = r4;
    words[3] = r5;
    return (enum error)r0;
}

/*
 * Answer the last caller with `message`, then wait for the next message on this thread's endpoint
 * or notification, which replaces it. A caller that is gone is no error.
 *
 * A reply to a fault or VM exit resumes the thread or vCPU if the label is OK, and leaves it
 * stopped otherwise. The kernel refuses to resume a vCPU whose state is invalid; its VMM then
 * receives another exit message: VM_EXIT_REFUSED, with word 0 ERROR_INVALID.
 * A reply whose capabilities cannot be sent arrives as ERROR_CAPABILITY at the caller.
 */
static inline void ipc_reply_wait(struct message *message)
{
    register uint32_t r0 __asm__("r0");
    register uint32_t r1 __asm__("r1") = message->tag;
    register uint32_t r2 __asm__("r2") = message->words[0];
    register uint32_t r3 __asm__("r3") = message->words[1];
    register uint32_t r4 __asm__("r4") = message->words[2];
    register uint32_t r5 __asm__("r5") = message->words[3];
    __asm__ volatile(CALL_SVC(CALL_REPLY_WAIT)
                     : "=r"(r0), "+r"(r1), "+r"(r2), "+r"(r3), "+r"(r4), "+r"(r5)
                     :
                     : "memory");
    message->badge = r0;
    message->tag = r1;
    message->words[0] = r2;
    message->words[1] = r3;
    message->words[2] = r4;
    message->words[3] = r5;
}

/*
 * Wait for the next message without answering. A caller not answered yet receives ERROR_GONE; a
 * faulted thread or a vCPU in an exit stays stopped (see vcpu_resume()).
 */
static inline void ipc_wait(struct message *message)
{
    register uint32_t r0 __asm__("r0");
    register uint32_t r1 __asm__("r1");
    register uint32_t r2 __asm__("r2");
    register uint32_t r3 __asm__("r3");
    register uint32_t r4 __asm__("r4");
    register uint32_t r5 __asm__("r5");
    __asm__ volatile(CALL_SVC(CALL_WAIT)
                     : "=r"(r0), "=r"(r1), "=r"(r2), "=r"(r3), "=r"(r4), "=r"(r5)
                     :
                     : "memory");
    message->badge = r0;
    message->tag = r1;
    message->words[0] = r2;
    message->words[1] = r3;
    message->words[2] = r4;
    message->words[3] = r5;
}

/* Wait until this thread's notification has flags; return and clear them. Calls stay queued, and
 * a caller not yet answered stays so. Returns 0 if the thread has no notification. */
static inline uint32_t notification_wait(void)
{
    register uint32_t r0 __asm__("r0");
    __asm__ volatile(CALL_SVC(CALL_WAIT_NOTIFICATION) : "=r"(r0) : : "memory");
    return r0;
}

/* Return and clear the flags of this thread's notification, without waiting. */
static inline uint32_t notification_poll(void)
{
    register uint32_t r0 __asm__("r0");
    __asm__ volatile(CALL_SVC(CALL_POLL_NOTIFICATION) : "=r"(r0) : : "memory");
    return r0;
}

/* Set the flags that the badge of `cap` names, and wake the waiter. Never blocks. An unminted
 * owner's capability has the badge 0: give it flags by minting it. */
CALL_WITH_CAP(notification_signal, CALL_SIGNAL)

/* Give the rest of the budget to the next thread of this priority. */
static inline void thread_yield(void)
{
    __asm__ volatile(CALL_SVC(CALL_YIELD) : : : "r0", "memory");
}

/* Set the calling thread's TPIDRURO, which it can read but not write: the thread pointer of the ARM
 * ABI. It is 0 when a thread starts. TPIDRURW, which PL0 can write, is no place to keep anything: it
 * is 0 whenever the thread runs again after another. */
static inline void thread_pointer_set(const void *pointer)
{
    register uint32_t r0 __asm__("r0") = (uint32_t)(uintptr_t)pointer;
    __asm__ volatile(CALL_SVC(CALL_THREAD_POINTER) : "+r"(r0) : : "memory");
}

/* Remove the capability at `cap` from the own capability space. */
CALL_WITH_CAP(cap_drop, CALL_CAP_DROP)

/* Let the interrupt that `cap` names be raised again, after it was handled. */
CALL_WITH_CAP(irq_acknowledge, CALL_IRQ_ACK)

enum { CACHE_CLEAN_MAX = 65536 }; /* bytes that one call cleans */

/* Clean and invalidate `size` bytes (at most CACHE_CLEAN_MAX) from `address` on to the point of
 * coherency, and invalidate the instruction cache: before code or a guest's image is run.
 * ERROR_SIZE: too much, or over the end of the address space; ERROR_NOT_FOUND: a page is not
 * mapped; those before it are cleaned. */
static inline enum error cache_clean(const void *address, size_t size)
{
    register uint32_t r0 __asm__("r0") = (uint32_t)(uintptr_t)address;
    register uint32_t r1 __asm__("r1") = (uint32_t)size;
    __asm__ volatile(CALL_SVC(CALL_CACHE_CLEAN) : "+r"(r0), "+r"(r1) : : "memory");
    return (enum error)r0;
}

/* Resume the vCPU that `cap` names, which is stopped in an exit. ERROR_BUSY: it is not stopped;
 * ERROR_INVALID: its state page holds a PSR or list register that is refused. */
CALL_WITH_CAP(vcpu_resume, CALL_VCPU_RESUME)

/* Make the vCPU that `cap` names exit with VM_EXIT_RECALL as soon as it would run on. ERROR_BUSY:
 * it is stopped in an exit already, and no exit message will follow. */
CALL_WITH_CAP(vcpu_recall, CALL_VCPU_RECALL)

/* Copy the extended state between the CPU and the state page. ERROR_INVALID: no such operation;
 * ERROR_BUSY: the vCPU is not stopped; ERROR_AGAIN: another CPU holds the state and was asked for
 * it, call again. */
static inline enum error vcpu_extended_state(cap_t vcpu, enum vcpu_state_operation operation)
{
    register uint32_t r0 __asm__("r0") = vcpu;
    register uint32_t r1 __asm__("r1") = (uint32_t)operation;
    __asm__ volatile(CALL_SVC(CALL_VCPU_STATE) : "+r"(r0), "+r"(r1) : : "memory");
    return (enum error)r0;
}

#endif
