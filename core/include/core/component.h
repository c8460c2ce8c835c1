/* SPDX-License-Identifier: MIT */
/*
 * What a component finds when it starts, and the constants of core's session interfaces
 * (session/NAME.session). Its creator keeps to this, and its runtime relies on it.
 *
 * The first thread enters the image's entry point with r0 = COMPONENT_UTCB and r1 = the number of
 * indices of its capability space. Its stack ends at COMPONENT_STACK_TOP; nothing is mapped below
 * the stack. Indices from CAP_FIRST_FREE on are free.
 */
#ifndef CORE_COMPONENT_H
#define CORE_COMPONENT_H

#include <stdint.h>

/* Capabilities at start. */
enum component_cap {
    CAP_PARENT = 1,    /* session Parent */
    CAP_ENDPOINT,      /* the first thread's endpoint, as its owner */
    CAP_NOTIFICATION,  /* the first thread's notification, as its owner */
    CAP_PD,            /* session PD of the own domain */
    CAP_ADDRESS_SPACE, /* session RM of the own domain */
    CAP_FIRST_FREE = 16,
};

/* Addresses. */
#define COMPONENT_UTCB      0x00010000u
#define COMPONENT_IMAGE     0x00100000u
#define COMPONENT_STACK_TOP 0x10000000u

/* Quota that a session CPU, ROM, IO_MEM, IRQ or LOG at core needs (less is ERROR_RAM, ERROR_CAPS).
 * PD and VM need as much as what they are to hold. */
enum { CORE_SESSION_RAM = 2 * 4096, CORE_SESSION_CAPS = 4 };

/* RM.attach: where "anywhere" is, and the address that asks for it. */
#define RM_ANYWHERE_BASE 0x40000000u
#define RM_ANYWHERE_END  0xf0000000u
#define RM_ANYWHERE      0xffffffffu

/* IO_MEM: end of the label by which a device that accesses memory by itself is asked for. An init
 * lets it pass only where a route says so. */
#define IO_MEM_UNPROTECTED ",unprotected"

/* PD.ram_allocate: flags. */
enum ram_flags {
    RAM_UNCACHED = 1 << 0, /* attached as normal, uncached memory */
    RAM_LARGE = 1 << 1,    /* begins at a multiple of 2 MiB */
};

/* Parent.request: kinds of request. */
enum parent_request {
    PARENT_OPEN = 0, /* a client wants a session */
    PARENT_CLOSE,    /* a session is to end */
    PARENT_UPGRADE,  /* a session was given more quota */
};

#endif
