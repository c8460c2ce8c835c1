/* SPDX-License-Identifier: MIT */
/* Moving quota. See quota.h. */
#include <session/pd_client.h>
#include "quota.h"

enum error quota_move(cap_t from, cap_t to, struct quota quota)
{
    if ((quota.ram == 0 && quota.caps == 0) || from == to) {
        return OK;
    }
    return pd_transfer(from, cap_plain(to), quota.ram, quota.caps);
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

struct quota quota_move_available(cap_t from, cap_t to, struct quota quota)
{
    if (quota_move(from, to, quota) == OK) {
        return quota;
    }
    uint32_t ram = 0;
    uint32_t ram_used = 0;
    uint32_t caps = 0;
    uint32_t caps_used = 0;
    if (pd_quota(from, &ram, &ram_used, &caps, &caps_used) == OK) {
        const struct quota part = {.ram = least(quota.ram, ram - ram_used),
                                   .caps = least(quota.caps, caps - caps_used)};
        if (quota_move(from, to, part) == OK) {
            return part;
        }
    }
    return (struct quota){0};
}
