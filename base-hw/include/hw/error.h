/* SPDX-License-Identifier: MIT */
/*
 * The one set of errors that the kernel, core and every session return.
 *
 * A value travels in the label of a reply's tag or in r0 of a system call. OK is zero, so that
 * `if (error)` reads well.
 */
#ifndef HW_ERROR_H
#define HW_ERROR_H

enum error {
    OK = 0,           /* done */
    ERROR_INVALID,    /* an argument is malformed or out of range */
    ERROR_CAPABILITY, /* no capability at that index, or one of another kind */
    ERROR_DENIED,     /* the caller lacks the right to do this */
    ERROR_GONE,       /* the other side, or the object, exists no more */
    ERROR_RAM,        /* the RAM quota does not suffice */
    ERROR_CAPS,       /* the capability quota, or the capability space, does not suffice */
    ERROR_SIZE,       /* a message, buffer or range is too large */
    ERROR_BUSY,       /* the resource is handed out already */
    ERROR_AGAIN,      /* not finished: call again with the same arguments */
    ERROR_EXISTS,     /* something is at that place already */
    ERROR_NOT_FOUND,  /* nothing by that name or at that address */
    ERROR_PENDING,    /* accepted; the result follows later */
    ERROR_COUNT       /* number of values, not an error */
};

#endif
