/* SPDX-License-Identifier: MIT */
/*
 * Layout of a Terminal session's shared buffer: the dataspace that terminal_buffer() returns.
 *
 * The server makes it, all zero, and produces into `to_client`; the client produces into
 * `to_server`. Rules of each ring: <terminal/ring.h>.
 */
#ifndef TERMINAL_BUFFER_H
#define TERMINAL_BUFFER_H

#include <terminal/ring.h>

enum { TERMINAL_RING_SIZE = 4096 }; /* bytes each way */

struct terminal_buffer {
    struct ring to_server;
    struct ring to_client;
    uint8_t to_server_bytes[TERMINAL_RING_SIZE];
    uint8_t to_client_bytes[TERMINAL_RING_SIZE];
};

#endif
