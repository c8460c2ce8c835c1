/* SPDX-License-Identifier: MIT */
/* Quota of RAM and capabilities, see account.h. */
#include "memory/account.h"

void account_init(struct account *account, struct page_allocator *pages)
{
    *account = (struct account){.pages = pages};
}

enum error account_move(struct account *from, struct account *to, uint32_t ram, uint32_t caps)
{
    if (from->ram_limit - from->ram_used < ram) {
        return ERROR_RAM;
    }
    if (from->caps_limit - from->caps_used < caps) {
        return ERROR_CAPS;
    }
    from->ram_limit -= ram;
    from->caps_limit -= caps;
    to->ram_limit += ram;
    to->caps_limit += caps;
    return OK;
}

enum error account_charge_caps(struct account *account, uint32_t count)
{
    if (account->caps_limit - account->caps_used < count) {
        return ERROR_CAPS;
    }
    account->caps_used += count;
    return OK;
}

void account_return_caps(struct account *account, uint32_t count)
{
    account->caps_used -= count;
}

enum error account_take_pages(struct account *account, size_t size, size_t align,
                              uintptr_t *address)
{
    if (account->ram_limit - account->ram_used < size) {
        return ERROR_RAM;
    }
    *address = page_allocator_take(account->pages, size, align);
    if (*address == 0) {
        return ERROR_RAM;
    }
    account->ram_used += (uint32_t)size;
    return OK;
}

void account_give_pages(struct account *account, uintptr_t address, size_t size)
{
    page_allocator_give(account->pages, address, size);
    account->ram_used -= (uint32_t)size;
}

void account_lose_pages(struct account *account, size_t size)
{
    account->ram_used -= (uint32_t)size;
    account->ram_limit -= (uint32_t)size;
}
