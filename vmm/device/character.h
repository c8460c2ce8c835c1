/* SPDX-License-Identifier: MIT */
/*
 * Character backend: where a serial device's bytes go to and come from.
 *
 * Neither operation blocks. When a backend that refused bytes takes some again, or has new input,
 * whoever owns it tells the device (pl011_flush(), pl011_receive()).
 */
#ifndef VMM_DEVICE_CHARACTER_H
#define VMM_DEVICE_CHARACTER_H

#include <stddef.h>
#include <stdint.h>

struct character_backend {
    /* Take up to `size` bytes; returns how many were taken. */
    size_t (*write)(void *context, const uint8_t *bytes, size_t size);
    /* Hand over up to `size` bytes of input; returns how many. */
    size_t (*read)(void *context, uint8_t *bytes, size_t size);
    /* The device holds output back to send it in one go: have it flushed within milliseconds. */
    void (*flush_later)(void *context);
    void *context;
};

#endif
