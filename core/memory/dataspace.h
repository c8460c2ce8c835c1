/* SPDX-License-Identifier: MIT */
/*
 * Dataspaces: contiguous physical memory, RAM or a device's, that can be attached.
 *
 * A dataspace is in the list of the account that pays for it, and knows where it is attached, so
 * that it can go at any time.
 */
#ifndef MEMORY_DATASPACE_H
#define MEMORY_DATASPACE_H

#include "core.h"

struct attachment;
struct dma_pin;

struct dataspace {
    struct object object;
    struct account *account;
    uint32_t base, size; /* whole pages; a size of 0 cannot be attached */
    uint32_t flags;      /* enum map_flags: the most that it can be attached with */
    bool is_ram;         /* its pages were taken from the account */
    bool is_clean;       /* that they were cleared has reached memory, past the caches */
    bool is_lost;        /* a device may reach it for ever: nobody else gets its pages */
    struct attachment *attachments;
    struct dma_pin *pins; /* of devices that may reach it */
    struct dataspace *next, *previous; /* of the account */
};

/* Allocate RAM, cleared; see PD.ram_allocate (session/pd.session) for arguments and errors. */
enum error dataspace_allocate(struct account *account, uint32_t size, uint32_t ram_flags,
                              struct dataspace **created);

/* A dataspace of memory that is not the account's: a device or a boot module. */
enum error dataspace_make(struct account *account, uint32_t base, uint32_t size, uint32_t flags,
                          struct dataspace **created);

/* Before anyone can reach the memory past the caches (a device, a guest whose caches are off): make
 * sure that what it finds is what was cleared, not what the pages held before. */
void dataspace_clean(struct dataspace *dataspace);

/* Detach it everywhere and give everything back. */
void dataspace_destroy(struct dataspace *dataspace);

/* The dataspace that an arrived capability names. ERROR_CAPABILITY: it names none; ERROR_DENIED: the
 * capability does not give the rights `wanted` (enum map_flags). */
enum error dataspace_of(const struct cap_item *item, uint32_t wanted, struct dataspace **dataspace);

/* What the dataspace can be attached with by a capability that bears `badge`. */
uint32_t dataspace_flags(const struct dataspace *dataspace, uint32_t badge);

/* Serve a call of session Dataspace. */
void dataspace_serve(struct object *object, struct message *message);

#endif
