/* SPDX-License-Identifier: MIT */
/*
 * Address spaces: of a component (session RM) and of a virtual machine (session VM).
 *
 * An attachment is a region of the space that maps a part of a dataspace. The account of the space
 * pays for attachments and translation tables; the tables stay until the space ends.
 */
#ifndef MEMORY_ADDRESS_SPACE_H
#define MEMORY_ADDRESS_SPACE_H

#include "core.h"
#include "memory/region.h"

struct dataspace;
struct table_pages;

struct address_space {
    struct object object; /* session RM; not registered for a VM */
    struct account *account;
    cap_t pd;   /* the kernel's PD */
    bool is_vm; /* address 0 is as good as any, memory may be writeable and executable */
    struct region_tree regions;
    struct table_pages *tables;
};

struct attachment {
    struct region region;
    struct address_space *space;
    struct dataspace *dataspace;
    struct attachment *next, *previous; /* of the dataspace */
};

/* Begin an empty space of the kernel's PD `pd`. */
void address_space_init(struct address_space *space, struct account *account, cap_t pd, bool is_vm);

/* Map a part of a dataspace; see RM.attach (session/rm.session) for arguments and errors. */
enum error address_space_attach(struct address_space *space, struct dataspace *dataspace,
                                uint32_t address, uint32_t offset, uint32_t size, uint32_t flags,
                                uint32_t *attached);

/* Unmap what begins at `address`. ERROR_NOT_FOUND: nothing does. */
enum error address_space_detach(struct address_space *space, uint32_t address);

/* Unmap and forget an attachment. */
void address_space_remove(struct attachment *attachment);

/* Forget all attachments and give back all tables, after the kernel's PD is gone. */
void address_space_end(struct address_space *space);

/* Serve a call of session RM. */
void address_space_serve(struct object *object, struct message *message);

#endif
