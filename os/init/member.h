/* SPDX-License-Identifier: MIT */
/*
 * A child of this init and its life: started, running, ended, restarted.
 *
 * A member stays as long as the configuration names it, whether it runs or not. While it runs it
 * has a Parent session, which is an object of init's; when it ends, its sessions end with it, those
 * that it serves too.
 */
#ifndef INIT_MEMBER_H
#define INIT_MEMBER_H

#include <child/child.h>
#include <runtime/rpc.h>
#include "config/config.h"
#include "own_rom.h"

enum { MEMBER_REASON_SIZE = 96 };

enum member_state { MEMBER_STOPPED, MEMBER_RUNNING, MEMBER_EXITED, MEMBER_FAILED };

struct member {
    struct member *next;
    char name[CONFIG_NAME_MAX + 1];
    struct child_config config; /* its strings lie in the current tree */
    enum member_state state;
    uint32_t restarts;
    uint32_t denials;                /* lines about refused sessions */
    char reason[MEMBER_REASON_SIZE]; /* why it ended last; empty: it did not */

    struct rom image;
    struct child child;
    struct rpc_object parent; /* its Parent session */
    cap_t news;               /* its notification for the parent's signal, or CAP_NULL */
    uint32_t announced;       /* bit n: it announced the n-th service that it provides */
    uint32_t session_count;
    struct own_rom config_rom; /* its `config` node */
    struct own_rom state_rom;  /* the state report, if it is to have it */
};

/* Start the member by its `config`. Failure is reported and leaves it MEMBER_FAILED. */
void member_start(struct member *member);

/* End it, if it runs, and all its sessions. Requests of others to it wait if it `will_restart`, and
 * are refused otherwise. */
void member_stop(struct member *member, bool will_restart);

/* It has ended by itself, with `code`: report, restart by its policy, or end init. */
void member_exited(struct member *member, uint32_t code);

/* Look for faults of the member; one ends it as a failure. */
void member_check_fault(struct member *member);

/* Whether the member runs or is about to be restarted. */
bool member_alive(const struct member *member);

/* Tell the member that a result or a request may be waiting. */
void member_notify(const struct member *member);

/* The capability to signal when a thread of any member faults. Supplied by system.c. */
struct cap_item system_fault_signal(void);

#endif
