/* SPDX-License-Identifier: MIT */
/*
 * What surrounds init's records in their host test: accounts instead of PD sessions, a parent that
 * answers as told, and children that are only structures.
 */
#ifndef INIT_TEST_FAKE_H
#define INIT_TEST_FAKE_H

#include <stdbool.h>
#include "../record.h"

enum { FAKE_TREE_SIZE = 4096 };

/* Capability indices: accounts from CAP_PD on. */
enum { FAKE_CLIENT_PD = 20, FAKE_SERVER_PD = 21, FAKE_INDICES = 400 };

struct fake_account {
    uint32_t ram, caps; /* unused quota */
};

extern struct fake_account fake_accounts[FAKE_INDICES];

/* What the parent answers to open, result and close. */
extern enum error fake_parent_open, fake_parent_result, fake_parent_close;
extern unsigned fake_parent_sessions; /* open there */

/* Indices that init holds. */
extern unsigned fake_indices_held;

extern struct member fake_client, fake_server;
extern unsigned fake_client_news, fake_server_news;

/* Two running members, routed to each other and to the parent, with full accounts. */
void fake_setup(void);

/* What member.c and core do when a running member ends, before its sessions are ended: its account
 * goes back to init's. And when it runs again. */
void fake_end(struct member *member, enum member_state state);
void fake_restart(struct member *member);

/* Quota that init, the client and the server have together. */
struct fake_account fake_sum(void);

#endif
