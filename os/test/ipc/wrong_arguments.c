/* SPDX-License-Identifier: MIT */
/* Every system call with arguments that are wrong gives the documented error, and harms nothing. */
#include <runtime/cap.h>
#include <session/marshal.h>
#include "check/system_call.h"
#include "ipc_test.h"

static const cap_t no_capabilities[] = {CAP_NULL, 0x123,      0xffff,    CAP_INDEX_MASK,
                                        CAP_OWN,  0x80000003, UINT32_MAX};

enum { NO_CAPABILITIES = sizeof(no_capabilities) / sizeof(no_capabilities[0]) };

static void test_calls_to_nothing(const struct peer *peer)
{
    for (uint32_t i = 0; i < NO_CAPABILITIES; i++) {
        const cap_t cap = no_capabilities[i];
        uint32_t words[MESSAGE_REGISTERS] = {0};
        check_error(peer_call(cap, PEER_ECHO, 1, words), ERROR_CAPABILITY, "ipc_call, index %#x",
                    (unsigned int)cap);
        check_error(notification_signal(cap), ERROR_CAPABILITY, "notification_signal, index %#x",
                    (unsigned int)cap);
        check_error(irq_acknowledge(cap), ERROR_CAPABILITY, "irq_acknowledge, index %#x",
                    (unsigned int)cap);
        check_error(cap_drop(cap), ERROR_CAPABILITY, "cap_drop, index %#x", (unsigned int)cap);
        check_error(vcpu_resume(cap), ERROR_CAPABILITY, "vcpu_resume, index %#x",
                    (unsigned int)cap);
        check_error(vcpu_recall(cap), ERROR_CAPABILITY, "vcpu_recall, index %#x",
                    (unsigned int)cap);
        check_error(vcpu_extended_state(cap, VCPU_STATE_READ), ERROR_CAPABILITY,
                    "vcpu_extended_state, index %#x", (unsigned int)cap);
    }
    uint32_t words[MESSAGE_REGISTERS] = {0};
    check_error(peer_call(peer->thread.notification, PEER_ECHO, 1, words), ERROR_CAPABILITY,
                "ipc_call on a notification");
    check_error(notification_signal(peer->thread.endpoint), ERROR_CAPABILITY,
                "notification_signal on an endpoint");
    check_error(irq_acknowledge(peer->thread.endpoint), ERROR_CAPABILITY,
                "irq_acknowledge on an endpoint");
    check_error(vcpu_resume(peer->thread.endpoint), ERROR_CAPABILITY, "vcpu_resume on an endpoint");
    check_error(peer_call(CAP_ENDPOINT, PEER_ECHO, 1, words), ERROR_INVALID,
                "a call to the caller's own endpoint");
    check(notification_signal(peer->thread.notification) == OK,
          "signalling with badge 0 sets no flag and is no error");
}

static void test_messages_too_large(const struct peer *peer)
{
    const cap_t cap = peer->thread.endpoint;
    uint32_t words[MESSAGE_REGISTERS] = {0};

    tag_t tag = tag_make(PEER_ECHO, MESSAGE_CALL, 0, MESSAGE_WORDS + 1);
    check_error(ipc_call(cap, &tag, words), ERROR_SIZE, "ipc_call with %d words",
                MESSAGE_WORDS + 1);
    tag = tag_make(PEER_ECHO, MESSAGE_CALL, 0, TAG_WORDS_MASK);
    check_error(ipc_call(cap, &tag, words), ERROR_SIZE, "ipc_call with the most words of a tag");
    tag = tag_make(PEER_ECHO, MESSAGE_CALL, MESSAGE_CAPS + 1, 0);
    check_error(ipc_call(cap, &tag, words), ERROR_SIZE, "ipc_call with %d capabilities",
                MESSAGE_CAPS + 1);
    for (uint32_t i = 0; i < NO_CAPABILITIES; i++) {
        if ((no_capabilities[i] & CAP_INDEX_MASK) == CAP_NOTIFICATION) {
            continue;
        }
        thread_utcb()->send[0] = cap_plain(no_capabilities[i]);
        tag = tag_make(PEER_ECHO, MESSAGE_CALL, 1, 0);
        check_error(ipc_call(cap, &tag, words), ERROR_CAPABILITY, "sending capability %#x",
                    (unsigned int)no_capabilities[i]);
    }
}

static void test_cache_clean(void)
{
    static uint8_t bytes[64];
    check_error(cache_clean(bytes, sizeof(bytes)), OK, "cache_clean of own memory");
    check_error(cache_clean(bytes, 0), OK, "cache_clean of nothing");
    check_error(cache_clean(bytes, CACHE_CLEAN_MAX + 1), ERROR_SIZE, "cache_clean of too much");
    check_error(cache_clean((const void *)UINTPTR_MAX, 2), ERROR_SIZE,
                "cache_clean over the end of the address space");
    check_error(cache_clean(NULL, sizeof(bytes)), ERROR_NOT_FOUND,
                "cache_clean of unmapped memory");
}

static void test_calls_that_are_none(void)
{
    check_error(system_call_15(0), ERROR_INVALID, "system call 15");
    check_error(system_call_31(0), ERROR_INVALID, "system call 31");
    check_error(system_call_51(0), ERROR_INVALID, "system call 51");
    check_error(system_call_255(0), ERROR_INVALID, "system call 255");
    check_error(system_call_65535(0), ERROR_INVALID, "system call 65535");
}

void test_wrong_arguments(struct peer *peer)
{
    test_calls_to_nothing(peer);
    test_messages_too_large(peer);
    test_cache_clean();
    test_calls_that_are_none();
    check(kernel_version() == KERNEL_VERSION, "the kernel still answers with its version");
}
