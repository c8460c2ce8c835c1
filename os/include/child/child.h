/* SPDX-License-Identifier: MIT */
/*
 * Starting another component from an image, and ending it at any moment.
 *
 * The component gets a PD of its own with the quota given, from the starter's account. All that it
 * needs to run (data, stack, thread) is paid from that; text and read-only data are the image's own
 * pages. Its Parent is whatever capability the starter names.
 */
#ifndef CHILD_CHILD_H
#define CHILD_CHILD_H

#include <hw/error.h>
#include <hw/message.h>
#include <runtime/rom.h>
#include <runtime/session.h>

struct child_settings {
    const char *label; /* of its PD, for core's messages */
    uint32_t ram, caps;
    uint32_t cpu, priority; /* priority: of the main thread, and the most of any thread */
    uint32_t budget;        /* microseconds, 0: no time slice */
    uint32_t stack_size;    /* bytes */
    struct cap_item parent; /* what it finds at CAP_PARENT */
    struct cap_item fault;  /* signalled when one of its threads faults */
};

struct child {
    struct session pd;
    struct session cpu;
};

/* Start the ELF file in `image`. ERROR_INVALID: it is no component's image; ERROR_RAM, ERROR_CAPS:
 * the starter's account does not hold the quota, or the quota is too small for the image; others as
 * the sessions PD, RM and CPU give them. Nothing is left behind on an error. */
enum error child_start(struct child *child, const struct child_settings *settings,
                       const struct rom *image);

/* End the component, whatever it does, and take everything back. */
void child_end(struct child *child);

#endif
