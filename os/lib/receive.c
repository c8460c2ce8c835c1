/* SPDX-License-Identifier: MIT */
/* Receiving capabilities in replies: see runtime/receive.h. */
#include <runtime/receive.h>
#include <runtime/cap.h>
#include <session/marshal.h>

enum error session_receive_prepare(struct utcb *utcb, uint32_t count, cap_t *before)
{
    for (uint32_t i = 0; i < count; i++) {
        const cap_t index = cap_allocate();
        if (index == CAP_NULL) {
            while (i-- > 0) {
                cap_free(utcb->receive[i]);
                utcb->receive[i] = before[i];
            }
            return ERROR_CAPS;
        }
        before[i] = utcb->receive[i];
        utcb->receive[i] = index;
    }
    return OK;
}

void session_receive_finish(struct utcb *utcb, tag_t tag, uint32_t count, const cap_t *before,
                            struct cap_item *items)
{
    if (!session_caps_get(utcb, tag, count, items)) {
        session_caps_reject(utcb, tag);
        for (uint32_t i = 0; i < count; i++) {
            items[i] = cap_plain(CAP_NULL);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        const cap_t index = utcb->receive[i];
        bool used = false;
        for (uint32_t j = 0; j < count; j++) {
            used = used || items[j].cap == index;
        }
        if (!used) {
            cap_free(index);
        }
        utcb->receive[i] = before[i];
    }
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].cap == CAP_OWN) {
            items[i] = cap_plain(CAP_NULL);
        }
    }
}
