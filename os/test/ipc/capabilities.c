/* SPDX-License-Identifier: MIT */
/* Badges, and capabilities that travel in messages. */
#include <runtime/cap.h>
#include <session/marshal.h>
#include "ipc_test.h"

enum { BADGE = 0x12345678, FLAGS = 0x5 };

static enum error call_with_cap(cap_t cap, enum peer_operation operation, struct cap_item item,
                                uint32_t words[MESSAGE_REGISTERS], tag_t *tag)
{
    thread_utcb()->send[0] = item;
    *tag = tag_make((uint32_t)operation, MESSAGE_CALL, 1, 0);
    return ipc_call(cap, tag, words);
}

static void test_badges(const struct peer *peer)
{
    uint32_t words[MESSAGE_REGISTERS] = {0};
    tag_t tag = 0;
    const cap_t minted = peer_mint(peer->thread.endpoint, BADGE);

    check(minted != CAP_NULL, "a capability with a badge can be put at an index");
    check(peer_call(peer->thread.endpoint, PEER_BADGE, 0, words) == OK && words[0] == 0,
          "the owner's own capability has badge 0");
    check(peer_call(minted, PEER_BADGE, 0, words) == OK && words[0] == BADGE,
          "a call bears its capability's badge");

    check(call_with_cap(minted, PEER_BADGE, cap_plain(minted), words, &tag) == OK &&
              words[1] == BADGE && words[2] == CAP_OWN,
          "a server recognises a capability to its own endpoint by the badge");
    check(call_with_cap(minted, PEER_BADGE, cap_minted(peer->thread.endpoint, BADGE + 1), words,
                        &tag) == OK &&
              words[1] == BADGE + 1 && words[2] == CAP_OWN,
          "minting gives the badge that the owner chose");
    check_error(call_with_cap(minted, PEER_BADGE, cap_minted(minted, 1), words, &tag),
                ERROR_CAPABILITY, "minting from a capability that is not the owner's");
    check_error(call_with_cap(minted, PEER_BADGE, cap_minted(CAP_PD, 1), words, &tag),
                ERROR_CAPABILITY, "minting from another server's capability");
    cap_free(minted);
    check_error(peer_call(minted, PEER_BADGE, 0, words), ERROR_CAPABILITY,
                "a capability that was dropped");
}

static void test_transfer(const struct peer *peer)
{
    struct utcb *utcb = thread_utcb();
    const cap_t cap = peer->thread.endpoint;
    const cap_t before = utcb->receive[0];
    uint32_t words[MESSAGE_REGISTERS] = {0};
    tag_t tag = 0;
    const cap_t place = cap_allocate();

    utcb->receive[0] = place;
    check(call_with_cap(cap, PEER_CAPS, cap_minted(CAP_NOTIFICATION, FLAGS), words, &tag) == OK &&
              tag_caps(tag) == 1 && utcb->received[0].cap == place,
          "a notification travels to a peer and back to the index named for it");
    check(notification_signal(place) == OK && notification_poll() == FLAGS,
          "signalling it sets the flags of its badge");
    check(notification_poll() == 0, "polling has cleared them");

    check(call_with_cap(cap, PEER_CAPS, cap_minted(CAP_NOTIFICATION, FLAGS), words, &tag) == OK &&
              utcb->received[0].cap == CAP_NULL,
          "an index that is taken receives nothing");
    check(notification_signal(place) == OK && notification_poll() == FLAGS,
          "and what was there is untouched");
    utcb->receive[0] = CAP_NULL;
    check(call_with_cap(cap, PEER_CAPS, cap_minted(CAP_NOTIFICATION, FLAGS), words, &tag) == OK &&
              utcb->received[0].cap == CAP_NULL,
          "no index named, nothing received");
    utcb->receive[0] = UINT32_MAX;
    check(call_with_cap(cap, PEER_CAPS, cap_minted(CAP_NOTIFICATION, FLAGS), words, &tag) == OK &&
              utcb->received[0].cap == CAP_NULL,
          "an index out of range receives nothing");
    utcb->receive[0] = before;
    cap_free(place);
}

static void test_four_at_once(const struct peer *peer)
{
    struct utcb *utcb = thread_utcb();
    cap_t before[MESSAGE_CAPS];
    cap_t places[MESSAGE_CAPS];
    uint32_t words[MESSAGE_REGISTERS] = {0};
    bool right = true;

    for (uint32_t i = 0; i < MESSAGE_CAPS; i++) {
        before[i] = utcb->receive[i];
        places[i] = cap_allocate();
        utcb->receive[i] = places[i];
        utcb->send[i] = cap_minted(CAP_NOTIFICATION, 1u << i);
    }
    tag_t tag = tag_make(PEER_CAPS, MESSAGE_CALL, MESSAGE_CAPS, 0);
    right = ipc_call(peer->thread.endpoint, &tag, words) == OK && tag_caps(tag) == MESSAGE_CAPS;
    for (uint32_t i = 0; i < MESSAGE_CAPS; i++) {
        right = notification_signal(places[i]) == OK && notification_poll() == 1u << i && right;
        utcb->receive[i] = before[i];
        cap_free(places[i]);
    }
    check(right, "%d capabilities in one message, each way", MESSAGE_CAPS);
}

void test_capabilities(struct peer *peer)
{
    test_badges(peer);
    test_transfer(peer);
    test_four_at_once(peer);
}
