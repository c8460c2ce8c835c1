/* SPDX-License-Identifier: MIT */
/*
 * Where a child's session goes: to this init's parent, to another child, to init itself (the
 * child's own config, the state report), or nowhere. Pure logic over a checked configuration.
 */
#ifndef INIT_ROUTE_H
#define INIT_ROUTE_H

#include <hw/error.h>

enum { ROUTE_LABEL_SIZE = 128 };

enum route_target { ROUTE_PARENT, ROUTE_CHILD, ROUTE_CONFIG, ROUTE_STATE };

struct route {
    enum route_target target;
    int server;                   /* the child's node, for ROUTE_CHILD */
    char label[ROUTE_LABEL_SIZE]; /* as the server sees it */
};

/* Name of the ROM by which a child reads its `config` node. */
#define ROUTE_CONFIG_LABEL "config"

/* Name of the ROM with the state of all children, for a child with the flag `state-report`. */
#define ROUTE_STATE_LABEL "state"

/* Decide about `service` with `label`, asked for by the child at `node`. ERROR_DENIED: there is no
 * route, or it asks for a device that accesses memory by itself, and the route lacks the flag
 * `unprotected`; ERROR_NOT_FOUND: it asks for its config and has none; ERROR_SIZE: the label that
 * the server would see is too long. */
enum error route_find(const void *fdt, int node, const char *service, const char *label,
                      struct route *route);

#endif
