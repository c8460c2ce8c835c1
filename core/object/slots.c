/* SPDX-License-Identifier: MIT */
/* Free indices of core's capability space, see slots.h. */
#include "object/slots.h"

void slots_init(struct slots *slots, uint32_t *room, cap_t first, cap_t end)
{
    slots->free = room;
    slots->count = 0;
    for (cap_t slot = end; slot > first; slot--) {
        slots->free[slots->count++] = slot - 1;
    }
}

cap_t slots_take(struct slots *slots)
{
    return slots->count > 0 ? slots->free[--slots->count] : CAP_NULL;
}

void slots_give(struct slots *slots, cap_t slot)
{
    if (slot != CAP_NULL) {
        slots->free[slots->count++] = slot;
    }
}
