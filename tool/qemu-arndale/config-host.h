/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of QEMU's generated configuration that its headers need when a device is compiled
 * outside of its tree. It must agree with Debian's build on everything that changes a structure's
 * size; layout_check.c compares the sizes when the shared object is loaded.
 */
#define CONFIG_INT128 1
#define CONFIG_IOVEC  1
#define CONFIG_POSIX  1
#define CONFIG_LINUX  1
#define CONFIG_TCG    1
#define CONFIG_PLUGIN 1
