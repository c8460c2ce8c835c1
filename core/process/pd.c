/* SPDX-License-Identifier: MIT */
/* Protection domains: their life. See pd.h; what their session's methods do is in pd_session.c. */
#include "process/pd.h"

#include <string.h>
#include "device/irq.h"
#include "memory/clear.h"
#include "object/capability.h"
#include "process/thread.h"

_Static_assert(sizeof(struct pd) <= PAGE_SIZE, "a session fits in its page");

static uint32_t cap_table_size(const struct pd *pd)
{
    return pd->cap_count * CAP_SLOT_SIZE;
}

static enum error make_kernel_pd(struct pd *pd)
{
    struct account *account = &pd->session.account;
    enum error error = kernel_object_prepare(account, OBJECT_PD, &pd->kernel);
    if (error != OK) {
        return error;
    }
    error = core_pd_create(pd->kernel.slot, kernel_object_memory(&pd->kernel),
                           (uint32_t)pd->cap_table, pd->cap_count, 0);
    return kernel_object_made(account, &pd->kernel, error);
}

static enum error open(struct session *session, const char *label)
{
    struct pd *pd = (struct pd *)session;
    struct account *account = &session->account;
    strncpy(pd->name, label, sizeof pd->name - 1);
    uint32_t wanted = account->caps_limit < CAP_SPACE_MAX ? account->caps_limit : CAP_SPACE_MAX;
    pd->cap_count = (wanted + CAP_SPACE_MIN - 1) / CAP_SPACE_MIN * CAP_SPACE_MIN;
    enum error error = account_take_pages(account, cap_table_size(pd), PAGE_SIZE, &pd->cap_table);
    if (error != OK) {
        return error;
    }
    clear_pages(pd->cap_table, cap_table_size(pd));
    error = make_kernel_pd(pd);
    if (error != OK) {
        return error;
    }
    address_space_init(&pd->space, account, pd->kernel.slot, false);
    return capability_register(account, &pd->space.object, KIND_ADDRESS_SPACE);
}

static void close(struct session *session)
{
    struct pd *pd = (struct pd *)session;
    struct account *account = &session->account;
    while (pd->threads != NULL) {
        thread_destroy(pd->threads);
    }
    if (pd->timer != NULL) {
        irq_release_timer(pd->timer);
    }
    kernel_object_destroy(account, &pd->kernel);
    address_space_end(&pd->space);
    capability_unregister(account, &pd->space.object);
    capability_drop(account, pd->fault_handler);
    if (pd->cap_table != 0) {
        account_give_pages(account, pd->cap_table, cap_table_size(pd));
    }
}

const struct service pd_sessions = {
    .name = "PD",
    .kind = KIND_PD,
    .open = open,
    .close = close,
};

struct pd *pd_of(const struct cap_item *item)
{
    return (struct pd *)capability_object(item, KIND_PD);
}

enum error pd_grant(struct pd *pd, cap_t target, cap_t source, uint32_t badge, bool owner)
{
    if (target == CAP_NULL || target >= pd->cap_count) {
        return ERROR_INVALID;
    }
    return core_cap_grant(pd->kernel.slot, target, source, badge, owner);
}
