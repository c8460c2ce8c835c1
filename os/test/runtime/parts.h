/* SPDX-License-Identifier: MIT */
/* The parts of the runtime's test. */
#ifndef TEST_RUNTIME_PARTS_H
#define TEST_RUNTIME_PARTS_H

void test_heap(void);
void test_thread_storage(void);
void test_signals(void);
void test_objects(void);
void test_sessions(void);

#endif
