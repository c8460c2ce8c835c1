/* SPDX-License-Identifier: MIT */
/* The parts of test_ipc. Each prints its checks; `peer` is a thread that answers (check/peer.h). */
#ifndef TEST_IPC_IPC_TEST_H
#define TEST_IPC_IPC_TEST_H

#include "check/check.h"
#include "check/peer.h"

void test_messages(struct peer *peer);     /* words in registers and in the UTCB */
void test_capabilities(struct peer *peer); /* badges, minting, transfer each way */
void test_wrong_arguments(struct peer *peer);
void test_callers_that_queue(struct peer *peer);
void test_servers_that_end(void);
void test_other_component(void); /* the Echo session, in another address space */

#endif
