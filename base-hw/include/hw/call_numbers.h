/* SPDX-License-Identifier: MIT */
/*
 * Numbers of the system calls: the immediate of the SVC instruction. Included by assembly too.
 *
 * Calls from CALL_CORE_FIRST on are core's; the kernel answers ERROR_DENIED to any other PD.
 */
#ifndef HW_CALL_NUMBERS_H
#define HW_CALL_NUMBERS_H

#define KERNEL_VERSION 1

#define CALL_VERSION 0
#define CALL_CALL 1
#define CALL_REPLY_WAIT 2
#define CALL_WAIT 3
#define CALL_WAIT_NOTIFICATION 4
#define CALL_POLL_NOTIFICATION 5
#define CALL_SIGNAL 6
#define CALL_YIELD 7
#define CALL_CAP_DROP 8
#define CALL_IRQ_ACK 9
#define CALL_CACHE_CLEAN 10
#define CALL_VCPU_RESUME 11
#define CALL_VCPU_RECALL 12
#define CALL_VCPU_STATE 13
#define CALL_THREAD_POINTER 14
#define CALL_USER_COUNT 15

#define CALL_CORE_FIRST 32
#define CALL_PD_CREATE 32
#define CALL_ENDPOINT_CREATE 33
#define CALL_NOTIFICATION_CREATE 34
#define CALL_THREAD_CREATE 35
#define CALL_IRQ_CREATE 36
#define CALL_VCPU_CREATE 37
#define CALL_DESTROY 38
#define CALL_MAP 39
#define CALL_UNMAP 40
#define CALL_PD_DONATE_TABLE 41
#define CALL_PD_TIMER_RIGHT 42
#define CALL_CAP_GRANT 43
#define CALL_THREAD_BIND 44
#define CALL_THREAD_HANDLER 45
#define CALL_THREAD_START 46
#define CALL_THREAD_RESUME 47
#define CALL_THREAD_SCHEDULE 48
#define CALL_IRQ_BIND 49
#define CALL_POWER 50
#define CALL_CORE_END 51

#endif
