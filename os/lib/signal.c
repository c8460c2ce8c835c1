/* SPDX-License-Identifier: MIT */
/* Flags of the main thread's notification and their handlers. See runtime/signal.h. */
#include <stddef.h>
#include <hw/call.h>
#include <runtime/cap.h>
#include <runtime/signal.h>
#include <session/marshal.h>
#include <session/pd_client.h>
#include "runtime.h"

static struct signal_handler *handlers[SIGNAL_FLAGS];

uint32_t signal_deferred;

enum error signal_register(struct signal_handler *handler)
{
    for (uint32_t i = 0; i < SIGNAL_FLAGS; i++) {
        if (handlers[i] == NULL) {
            handlers[i] = handler;
            handler->flag = 1u << i;
            return OK;
        }
    }
    return ERROR_BUSY;
}

void signal_unregister(struct signal_handler *handler)
{
    for (uint32_t i = 0; i < SIGNAL_FLAGS; i++) {
        if (handlers[i] == handler) {
            handlers[i] = NULL;
        }
    }
    handler->flag = 0;
}

struct cap_item signal_cap_item(const struct signal_handler *handler)
{
    return cap_minted(CAP_NOTIFICATION, handler->flag);
}

void signal_defer(uint32_t flags)
{
    signal_deferred |= flags;
}

uint32_t signal_take_deferred(void)
{
    const uint32_t flags = signal_deferred;
    signal_deferred = 0;
    return flags;
}

bool signal_come_back(void)
{
    static cap_t own = CAP_NULL;
    if (own == CAP_NULL) {
        const cap_t index = cap_allocate();
        if (index == CAP_NULL) {
            return false;
        }
        if (pd_cap_grant(CAP_PD, index, cap_minted(CAP_NOTIFICATION, SIGNAL_FLAG_OWN)) != OK) {
            cap_free(index);
            return false;
        }
        own = index;
    }
    return notification_signal(own) == OK;
}

void signal_deliver(uint32_t flags)
{
    flags &= ~SIGNAL_FLAG_OWN;
    while (flags != 0) {
        const uint32_t bit = (uint32_t)__builtin_ctz(flags);
        flags &= flags - 1;
        struct signal_handler *const handler = handlers[bit];
        if (handler != NULL) {
            handler->handle(handler->context);
        }
    }
}
