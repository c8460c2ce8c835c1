/* SPDX-License-Identifier: MIT */
/* Sessions with a server in another component, through generated stubs. */
#include <string.h>
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/session.h>
#include <session/echo_client.h>
#include "ipc_test.h"

enum { SESSION_RAM = 4096, SESSION_CAPS = 4, WORDS = 1000, SESSIONS = 10, FLAGS = 1u << 9 };

static void test_values(cap_t echo)
{
    bool right = true;
    for (uint32_t i = 0; i < WORDS; i++) {
        uint32_t same = 0;
        right = echo_word(echo, i * 77, &same) == OK && same == i * 77 && right;
    }
    check(right, "%d words through another component", WORDS);

    char text[SESSION_STRING_SIZE] = "";
    char same[SESSION_STRING_SIZE];
    right = true;
    for (size_t length = 0; length <= SESSION_STRING_MAX; length++) {
        right = echo_text(echo, text, same, sizeof(same)) == OK && strcmp(text, same) == 0 && right;
        text[length] = (char)('a' + length % 26);
        text[length + 1 < sizeof(text) ? length + 1 : length] = '\0';
    }
    check(right, "strings of 0 to %d bytes through another component", SESSION_STRING_MAX);
}

static void test_caps(cap_t echo)
{
    cap_t first = CAP_NULL, second = CAP_NULL;
    check(echo_caps(echo, cap_minted(CAP_NOTIFICATION, FLAGS), cap_plain(CAP_NULL), &first,
                    &second) == OK &&
              first != CAP_NULL && second == CAP_NULL,
          "one of two capabilities comes back in its place");
    check(notification_signal(first) == OK && session_wait(FLAGS) == FLAGS, "and works");
    cap_free(first);
    check(echo_caps(echo, cap_plain(CAP_NULL), cap_plain(CAP_PD), &first, &second) == OK &&
              first == CAP_NULL && second != CAP_NULL,
          "a capability of a third party passes through");
    cap_free(second);
}

static void test_hostile_messages(cap_t echo)
{
    uint32_t words[MESSAGE_REGISTERS] = {0};
    tag_t tag = tag_make(99, MESSAGE_CALL, 0, 1);
    check(ipc_call(echo, &tag, words) == OK && tag_label(tag) == ERROR_INVALID,
          "an opcode that does not exist is refused by the server");
    tag = tag_make(ECHO_METHOD_WORD, MESSAGE_CALL, 0, 3);
    check(ipc_call(echo, &tag, words) == OK && tag_label(tag) == ERROR_INVALID,
          "a wrong number of words is refused by the server");
    thread_utcb()->words[MESSAGE_REGISTERS] = 4000;
    tag = tag_make(ECHO_METHOD_TEXT, MESSAGE_CALL, 0, MESSAGE_REGISTERS + 2);
    check(ipc_call(echo, &tag, words) == OK && tag_label(tag) == ERROR_INVALID,
          "a string longer than its message is refused by the server");
}

void test_other_component(void)
{
    struct session sessions[SESSIONS];
    uint32_t badges[SESSIONS] = {0};
    bool right = true;

    for (uint32_t i = 0; i < SESSIONS; i++) {
        check_step(session_open(ECHO_SERVICE, "", SESSION_RAM, SESSION_CAPS, &sessions[i]),
                   "opening a session");
        right = echo_badge(sessions[i].cap, &badges[i]) == OK && right;
        for (uint32_t k = 0; k < i; k++) {
            right = badges[k] != badges[i] && right;
        }
    }
    check(right, "%d sessions of one server differ by their badges", SESSIONS);
    test_values(sessions[0].cap);
    test_caps(sessions[1].cap);
    test_hostile_messages(sessions[2].cap);
    for (uint32_t i = 2; i < SESSIONS; i++) {
        session_close(&sessions[i]);
    }
    check_error(echo_die(sessions[0].cap), ERROR_GONE, "the server ends in a call");
    uint32_t same = 0;
    enum error error = echo_word(sessions[1].cap, 1, &same);
    check(error == ERROR_GONE || error == ERROR_CAPABILITY, "its other sessions are gone too");
}
