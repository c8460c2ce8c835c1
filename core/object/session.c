/* SPDX-License-Identifier: MIT */
/* Sessions at core, see session.h. */
#include "object/session.h"

#include <string.h>
#include "memory/clear.h"
#include "memory/dataspace.h"
#include "object/capability.h"
#include "object/number.h"

/* Take the page for a session with the given quota, and begin it. */
static enum error session_create(enum object_kind kind, struct account *donor, uint32_t ram,
                                 uint32_t caps, struct session **created)
{
    struct account account;
    account_init(&account, &core.pages);
    enum error error = account_move(donor, &account, ram, caps);
    if (error != OK) {
        return error;
    }
    uintptr_t page;
    error = account_take_pages(&account, PAGE_SIZE, PAGE_SIZE, &page);
    if (error != OK) {
        (void)account_move(&account, donor, ram, caps);
        return error;
    }
    clear_pages(page, PAGE_SIZE);
    struct session *session = (struct session *)page;
    session->account = account;
    session->donor = donor;
    error = capability_register(&session->account, &session->object, kind);
    if (error != OK) {
        account = session->account;
        account_give_pages(&account, page, PAGE_SIZE);
        (void)account_move(&account, donor, ram, caps);
        return error;
    }
    *created = session;
    return OK;
}

enum error session_open(const struct service *service, struct account *donor, uint32_t ram,
                        uint32_t caps, const char *label, struct session **session)
{
    enum error error = session_create(service->kind, donor, ram, caps, session);
    if (error != OK) {
        return error;
    }
    error = service->open(*session, label);
    if (error != OK) {
        session_close(service, *session, &ram, &caps);
        *session = NULL;
    }
    return error;
}

void session_close(const struct service *service, struct session *session, uint32_t *ram,
                   uint32_t *caps)
{
    service->close(session);
    while (session->account.dataspaces != NULL) {
        dataspace_destroy(session->account.dataspaces);
    }
    capability_unregister(&session->account, &session->object);
    struct account account = session->account;
    struct account *donor = session->donor;
    account_give_pages(&account, (uintptr_t)session, PAGE_SIZE);
    if (account.ram_used != 0 || account.caps_used != 0) {
        core_stop("an account that ends has not got everything back");
    }
    *ram = account.ram_limit;
    *caps = account.caps_limit;
    (void)account_move(&account, donor, account.ram_limit, account.caps_limit);
}

uint32_t session_label_number(const char *label, const char *key, uint32_t otherwise)
{
    const char *found = strstr(label, key);
    uint32_t number;
    return found != NULL && number_read(found + strlen(key), &number, NULL) ? number : otherwise;
}
