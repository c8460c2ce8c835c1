/* SPDX-License-Identifier: MIT */
/* Words of every number, to a peer and back. */
#include "ipc_test.h"

enum { ROUNDS = 1000 };

void test_messages(struct peer *peer)
{
    struct utcb *utcb = thread_utcb();
    const cap_t cap = peer->thread.endpoint;
    bool right = true;

    for (uint32_t count = 0; count <= MESSAGE_WORDS; count++) {
        uint32_t words[MESSAGE_REGISTERS];
        for (uint32_t i = 0; i < MESSAGE_WORDS; i++) {
            uint32_t value = count * MESSAGE_WORDS + i;
            utcb->words[i] = value;
            if (i < MESSAGE_REGISTERS) {
                words[i] = value;
            }
        }
        tag_t tag = tag_make(PEER_ADD, MESSAGE_CALL, 0, count);
        right = ipc_call(cap, &tag, words) == OK && right;
        right = tag == tag_make(OK, MESSAGE_CALL, 0, count) && right;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t got = i < MESSAGE_REGISTERS ? words[i] : utcb->words[i];
            right = got == count * MESSAGE_WORDS + i + 1 && right;
        }
    }
    check(right, "messages of 0 to %d words arrive and come back", MESSAGE_WORDS);

    right = true;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint32_t words[MESSAGE_REGISTERS] = {i, ~i, i * 3, i << 16};
        right = peer_call(cap, PEER_ECHO, MESSAGE_REGISTERS, words) == OK && right;
        right =
            words[0] == i && words[1] == ~i && words[2] == i * 3 && words[3] == i << 16 && right;
    }
    check(right, "%d calls in a row keep their words", ROUNDS);

    uint32_t words[MESSAGE_REGISTERS] = {1, 2, 3, 4};
    tag_t tag = tag_make(PEER_ECHO, MESSAGE_NOTIFICATION, 0, 1);
    check(ipc_call(cap, &tag, words) == OK && words[0] == 1 && tag_kind(tag) == MESSAGE_CALL,
          "a caller cannot pass its call off as a notification");
}
