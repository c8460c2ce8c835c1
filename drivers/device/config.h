/* SPDX-License-Identifier: MIT */
/*
 * A driver's config: the device tree that init hands to it as the ROM "config". It is checked when
 * it is opened; an absent config has no properties and no nodes.
 */
#ifndef DRIVERS_DEVICE_CONFIG_H
#define DRIVERS_DEVICE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include <hw/error.h>

enum { CONFIG_ROOT = 0, CONFIG_END = -1 };

/* Open the config, once. ERROR_INVALID: it is no device tree. A missing one is no error. */
enum error config_open(void);

/* The string `property` of `node`, or `otherwise` if there is none. */
const char *config_text(int node, const char *property, const char *otherwise);

/* The number `property` (one cell) of `node`, or `otherwise` if there is none. */
uint32_t config_number(int node, const char *property, uint32_t otherwise);

/* Is the flag `property` there? */
bool config_flag(int node, const char *property);

/* The first node below `node`, and the next after `node` at its level; CONFIG_END if none. */
int config_first(int node);
int config_next(int node);

/* The name of `node`. */
const char *config_name(int node);

#endif
