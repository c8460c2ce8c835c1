/* SPDX-License-Identifier: MIT */
/* Moving quota between the accounts of init and its children (PD sessions). */
#ifndef INIT_QUOTA_H
#define INIT_QUOTA_H

#include <hw/error.h>
#include <hw/message.h>

struct quota {
    uint32_t ram, caps;
};

/* Move all of `quota` from one PD session's account to another's. ERROR_RAM, ERROR_CAPS: not as
 * much is unused there; nothing was moved. */
enum error quota_move(cap_t from, cap_t to, struct quota quota);

/* Move as much of `quota` as is unused. Returns what was moved. */
struct quota quota_move_available(cap_t from, cap_t to, struct quota quota);

#endif
