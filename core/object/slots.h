/* SPDX-License-Identifier: MIT */
/*
 * Free indices of core's own capability space, as a stack: taking and giving are O(1).
 */
#ifndef OBJECT_SLOTS_H
#define OBJECT_SLOTS_H

#include <stdint.h>
#include <hw/message.h>

struct slots {
    uint32_t *free; /* room for all of them */
    uint32_t count; /* how many are free */
};

/* Start with the indices `first` .. `end` - 1 free; `room` holds that many. */
void slots_init(struct slots *slots, uint32_t *room, cap_t first, cap_t end);

/* A free index, or CAP_NULL. */
cap_t slots_take(struct slots *slots);

/* Give back an index that slots_take() gave; CAP_NULL is ignored. */
void slots_give(struct slots *slots, cap_t slot);

#endif
