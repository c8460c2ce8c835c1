/* SPDX-License-Identifier: MIT */
/*
 * What the generated session headers have in common: how strings and capabilities lie in a message.
 *
 * Scalars come first, in words 0 on (a u64 takes two, the low one first). Strings follow from word
 * SESSION_STRINGS_FIRST or the end of the scalars, whichever is later: a word with the length
 * without the NUL, then the bytes with the NUL, padded to whole words.
 * A capability that is CAP_NULL is not sent. Where a method has one capability, the tag's count
 * tells if it is there; where it has more, bit n of the label's upper bits does for the n-th.
 */
#ifndef SESSION_MARSHAL_H
#define SESSION_MARSHAL_H

#include <stddef.h>
#include <string.h>
#include <hw/call.h>

enum {
    SESSION_STRING_MAX = 127,                 /* bytes without the NUL */
    SESSION_STRING_SIZE = 128,                /* buffer that takes any string */
    SESSION_STRINGS_FIRST = MESSAGE_REGISTERS /* strings lie in the UTCB */
};

#define SESSION_OPCODE_MASK   0xfffu /* of the label: the opcode, or the reply's error */
#define SESSION_PRESENT_SHIFT 12     /* of the label: which capabilities are there */

/* The capability at index `cap` as it is, or no capability for CAP_NULL. */
static inline struct cap_item cap_plain(cap_t cap)
{
    return (struct cap_item){.cap = cap, .badge = 0};
}

/* A capability to the own endpoint or notification at index `owner` that bears `badge`. */
static inline struct cap_item cap_minted(cap_t owner, uint32_t badge)
{
    return (struct cap_item){.cap = owner | CAP_MINT, .badge = badge};
}

/* Append `text` at `*position`, and advance that. ERROR_SIZE: more than SESSION_STRING_MAX. The
 * caller has made sure that a string of full length fits. */
static inline enum error session_string_put(uint32_t *words, uint32_t *position, const char *text)
{
    const char *const end = memchr(text, '\0', SESSION_STRING_SIZE);
    if (end == NULL) {
        return ERROR_SIZE;
    }
    const size_t length = (size_t)(end - text);
    const uint32_t size = (uint32_t)((length + sizeof(uint32_t)) / sizeof(uint32_t));
    words[*position] = (uint32_t)length;
    words[*position + size] = 0; /* padding */
    memcpy(&words[*position + 1], text, length);
    ((char *)&words[*position + 1])[length] = '\0';
    *position += 1 + size;
    return OK;
}

/* Copy the string at `*position` of a message of `end` words to `buffer`, and advance `*position`.
 * ERROR_INVALID: it is malformed; ERROR_SIZE: `size` does not suffice. */
static inline enum error session_string_get(const uint32_t *words, uint32_t end, uint32_t *position,
                                            char *buffer, size_t size)
{
    if (*position >= end || words[*position] > SESSION_STRING_MAX) {
        return ERROR_INVALID;
    }
    const uint32_t length = words[*position];
    const uint32_t taken = (uint32_t)((length + sizeof(uint32_t)) / sizeof(uint32_t));
    const char *const text = (const char *)&words[*position + 1];
    if (taken >= end - *position || text[length] != '\0' || memchr(text, '\0', length) != NULL) {
        return ERROR_INVALID;
    }
    if (length >= size) {
        return ERROR_SIZE;
    }
    memcpy(buffer, text, length + 1u);
    *position += 1 + taken;
    return OK;
}

/* Take the capabilities of a call or reply with `tag` for a method that has `count` of them.
 * Absent ones are CAP_NULL. False: the tag's count or its presence bits are wrong. */
static inline bool session_caps_get(const struct utcb *utcb, tag_t tag, uint32_t count,
                                    struct cap_item *items)
{
    const uint32_t arrived = tag_caps(tag);
    const uint32_t label_bits = tag_label(tag) >> SESSION_PRESENT_SHIFT;
    const uint32_t present = count == 1 ? arrived : label_bits;
    uint32_t next = 0;
    if (arrived > count || present >> count != 0 || (count == 1 && label_bits != 0)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        items[i] = cap_plain(CAP_NULL);
        if ((present >> i & 1) != 0) {
            if (next == arrived) {
                return false;
            }
            items[i] = utcb->received[next++];
        }
    }
    return next == arrived;
}

/* Write back what a handler left of its capabilities, for the caller of dispatch to drop. */
static inline void session_caps_return(struct utcb *utcb, tag_t tag, uint32_t count,
                                       const struct cap_item *items)
{
    const uint32_t arrived = tag_caps(tag);
    const uint32_t present = count == 1 ? arrived : tag_label(tag) >> SESSION_PRESENT_SHIFT;
    uint32_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        if ((present >> i & 1) != 0) {
            utcb->received[next++] = items[i];
        }
    }
}

/* List those of the `count` capabilities that are there for sending. Returns what to add to a tag
 * without capabilities. */
static inline tag_t session_caps_put(struct utcb *utcb, uint32_t count,
                                     const struct cap_item *items)
{
    uint32_t next = 0;
    uint32_t present = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].cap != CAP_NULL) {
            utcb->send[next++] = items[i];
            present |= 1u << i;
        }
    }
    return tag_make(count > 1 ? present << SESSION_PRESENT_SHIFT : 0, MESSAGE_CALL, next, 0);
}

/* Drop the capabilities of a reply that should have held none. */
static inline void session_caps_reject(const struct utcb *utcb, tag_t tag)
{
    for (uint32_t i = 0; i < tag_caps(tag) && i < MESSAGE_CAPS; i++) {
        if (utcb->received[i].cap != CAP_NULL && utcb->received[i].cap != CAP_OWN) {
            (void)cap_drop(utcb->received[i].cap);
        }
    }
}

#endif
