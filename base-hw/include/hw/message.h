/* SPDX-License-Identifier: MIT */
/*
 * Messages: what travels in registers, what in the UTCB.
 *
 * A message is a tag, up to MESSAGE_WORDS words and up to MESSAGE_CAPS capabilities. The tag
 * and the first MESSAGE_REGISTERS words travel in r1 and r2..r5; further words in `words` of the
 * thread's UTCB at their own index (so words[0..3] of the UTCB are unused by the kernel).
 *
 * Capabilities: the sender lists them in `send`; an entry with CAP_MINT names an endpoint or
 * notification that the sender owns, and what arrives bears the badge given beside it. The
 * receiver names free indices of its capability space in `receive`, and finds in `received` where
 * each went. A capability for an endpoint that the receiver itself serves takes no index: it
 * arrives as CAP_OWN with its badge. One that found no free index arrives as CAP_NULL.
 */
#ifndef HW_MESSAGE_H
#define HW_MESSAGE_H

#include <stdint.h>
#include <stdbool.h>

/* An index into the capability space of the PD that uses it. */
typedef uint32_t cap_t;

enum {
    CAP_NULL = 0,
    CAP_OWN = 0x7fffffff,      /* in `received`: an endpoint of the receiver's own */
    CAP_INDEX_MASK = 0xffffff, /* of an entry in `send`: the index */
};
#define CAP_MINT 0x80000000u /* in `send`: pass on with the badge of the entry */

enum {
    MESSAGE_REGISTERS = 4, /* words in r2..r5 */
    MESSAGE_WORDS = 128,   /* words in all */
    MESSAGE_CAPS = 4,
};

/* Tag: | label 31:16 | kind 15:12 | capabilities 11:8 | words 7:0 | */
typedef uint32_t tag_t;

enum message_kind {
    MESSAGE_CALL = 0,     /* a call, or its reply */
    MESSAGE_NOTIFICATION, /* word 0: the flags, now cleared */
    MESSAGE_FAULT,        /* label: enum fault_kind; word 0 address, 1 PC, 2 HSR, 3 PSR */
    MESSAGE_VM_EXIT,      /* label: enum vm_exit; see hw/vcpu_state.h */
};

enum fault_kind {
    FAULT_READ = 1,    /* a load from an address where nothing readable is mapped */
    FAULT_WRITE,       /* a store to an address where nothing writeable is mapped */
    FAULT_EXECUTE,     /* an instruction fetch where nothing executable is mapped */
    FAULT_INSTRUCTION, /* an undefined or privileged instruction */
    FAULT_ALIGNMENT,   /* an unaligned access that the architecture refuses */
    FAULT_EXTERNAL,    /* the bus reported an error */
};

#define TAG_LABEL_SHIFT 16
#define TAG_KIND_SHIFT 12
#define TAG_CAPS_SHIFT 8
#define TAG_FIELD_MASK 0xfu
#define TAG_WORDS_MASK 0xffu

static inline tag_t tag_make(uint32_t label, enum message_kind kind, uint32_t caps, uint32_t words)
{
    return label << TAG_LABEL_SHIFT | (uint32_t)kind << TAG_KIND_SHIFT | caps << TAG_CAPS_SHIFT |
           words;
}

static inline uint32_t tag_label(tag_t tag)
{
    return tag >> TAG_LABEL_SHIFT;
}

static inline enum message_kind tag_kind(tag_t tag)
{
    return (enum message_kind)(tag >> TAG_KIND_SHIFT & TAG_FIELD_MASK);
}

static inline uint32_t tag_caps(tag_t tag)
{
    return tag >> TAG_CAPS_SHIFT & TAG_FIELD_MASK;
}

static inline uint32_t tag_words(tag_t tag)
{
    return tag & TAG_WORDS_MASK;
}

/* A capability as it is sent (`cap` may bear CAP_MINT) or as it arrived. */
struct cap_item {
    cap_t cap;
    uint32_t badge;
};

/* User thread control block: one page a thread, mapped in its PD, read by the kernel. */
struct utcb {
    uint32_t words[MESSAGE_WORDS];
    struct cap_item send[MESSAGE_CAPS];
    struct cap_item received[MESSAGE_CAPS];
    cap_t receive[MESSAGE_CAPS];
};

/* A message as a server handles it: what came in, and, overwritten in place, what goes out. */
struct message {
    uint32_t badge;
    tag_t tag;
    uint32_t words[MESSAGE_REGISTERS];
    struct utcb *utcb;
};

#endif
