/* SPDX-License-Identifier: MIT */
/* Memory of the unclaimed addresses reported; see device/unclaimed.h. */
#include "device/unclaimed.h"

enum unclaimed_report unclaimed_note(struct unclaimed *unclaimed, uint32_t address)
{
    for (uint32_t i = 0; i < unclaimed->count; i++) {
        if (unclaimed->addresses[i] == address) {
            return UNCLAIMED_KNOWN;
        }
    }
    if (unclaimed->count == UNCLAIMED_ADDRESSES) {
        return UNCLAIMED_KNOWN;
    }
    unclaimed->addresses[unclaimed->count] = address;
    unclaimed->count++;
    return unclaimed->count == UNCLAIMED_ADDRESSES ? UNCLAIMED_LAST : UNCLAIMED_NEW;
}
