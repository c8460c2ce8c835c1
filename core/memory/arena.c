/* SPDX-License-Identifier: MIT */
/* Small objects paid by an account, see arena.h. */
#include "memory/arena.h"

#include <stdbool.h>
#include <string.h>

struct free_object {
    struct free_object *next;
};

/* The header of a page of small objects. */
struct arena_page {
    struct arena_page *next, *previous; /* among the pages of its class that have room */
    struct free_object *free;
    uint32_t used;   /* objects in use */
    uint32_t unused; /* offset from which on the page was never used */
};

_Static_assert(sizeof(struct arena_page) <= ARENA_OBJECT_MIN, "header fits before the objects");

static uint32_t class_of(size_t size)
{
    uint32_t class = 0;
    while ((size_t)ARENA_OBJECT_MIN << class < size) {
        class ++;
    }
    return class;
}

static size_t whole_pages(size_t size)
{
    return (size + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
}

static bool is_full(const struct arena_page *page, size_t object_size)
{
    return page->free == NULL && page->unused + object_size > PAGE_SIZE;
}

static void page_link(struct account *account, struct arena_page *page, uint32_t class)
{
    page->previous = NULL;
    page->next = account->arena[class];
    if (page->next != NULL) {
        page->next->previous = page;
    }
    account->arena[class] = page;
}

static void page_unlink(struct account *account, struct arena_page *page, uint32_t class)
{
    if (page->next != NULL) {
        page->next->previous = page->previous;
    }
    if (page->previous != NULL) {
        page->previous->next = page->next;
    } else {
        account->arena[class] = page->next;
    }
}

static struct arena_page *page_with_room(struct account *account, uint32_t class)
{
    if (account->arena[class] == NULL) {
        uintptr_t address;
        if (account_take_pages(account, PAGE_SIZE, PAGE_SIZE, &address) != OK) {
            return NULL;
        }
        struct arena_page *page = (struct arena_page *)address;
        *page = (struct arena_page){.unused = ARENA_OBJECT_MIN};
        page_link(account, page, class);
    }
    return account->arena[class];
}

void *arena_allocate(struct account *account, size_t size)
{
    if (size > ARENA_OBJECT_MAX) {
        uintptr_t address;
        if (account_take_pages(account, whole_pages(size), PAGE_SIZE, &address) != OK) {
            return NULL;
        }
        return memset((void *)address, 0, size);
    }
    uint32_t class = class_of(size);
    size_t object_size = (size_t)ARENA_OBJECT_MIN << class;
    struct arena_page *page = page_with_room(account, class);
    if (page == NULL) {
        return NULL;
    }
    void *object;
    if (page->free != NULL) {
        object = page->free;
        page->free = page->free->next;
    } else {
        object = (char *)page + page->unused;
        page->unused += (uint32_t)object_size;
    }
    page->used++;
    if (is_full(page, object_size)) {
        page_unlink(account, page, class);
    }
    return memset(object, 0, size);
}

void arena_free(struct account *account, void *object, size_t size)
{
    if (object == NULL) {
        return;
    }
    if (size > ARENA_OBJECT_MAX) {
        account_give_pages(account, (uintptr_t)object, whole_pages(size));
        return;
    }
    uint32_t class = class_of(size);
    struct arena_page *page =
        (struct arena_page *)((uintptr_t)object & ~(uintptr_t)(PAGE_SIZE - 1));
    if (is_full(page, (size_t)ARENA_OBJECT_MIN << class)) {
        page_link(account, page, class);
    }
    struct free_object *freed = object;
    freed->next = page->free;
    page->free = freed;
    page->used--;
    if (page->used == 0) {
        page_unlink(account, page, class);
        account_give_pages(account, (uintptr_t)page, PAGE_SIZE);
    }
}
