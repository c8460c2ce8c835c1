/* SPDX-License-Identifier: MIT */
/*
 * test_core: core's services, each as its session's definition says. Runs in the place of init, so
 * that nothing lies between it and core.
 */
#ifndef TEST_CORE_H
#define TEST_CORE_H

#include <hw/error.h>
#include <hw/message.h>
#include <runtime/session.h>

enum { CHILD_RAM = 512 << 10, CHILD_CAPS = 64 };

/* What is used of the own account. */
struct usage {
    uint32_t ram, ram_used, caps, caps_used;
};

struct usage usage_now(void);

/* Check that the own account is as it was. */
void usage_check(const struct usage *before, const char *after_what);

/* A protection domain with a session CPU, for code of a few instructions. */
struct child {
    struct session pd, cpu;
    cap_t space;
};

enum error child_open(struct child *child);
void child_close(struct child *child);

/* Put `count` instructions at CHILD_CODE of the child. */
enum { CHILD_CODE = 0x00100000, CHILD_UTCB = 0x00010000 };
enum error child_load(const struct child *child, const uint32_t *code, uint32_t count);

/* A thread of the child on `cpu`, not started; free the capability by cap_free(). */
enum error child_thread(const struct child *child, uint32_t cpu, cap_t *thread);

void test_memory(void);
void test_process(void);
void test_device(void);
void test_vm(void);
void test_hostile(void);

#endif
