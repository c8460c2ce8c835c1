/* SPDX-License-Identifier: MIT */
/*
 * Text to the LOG session, line by line; also the C library's stdout and stderr.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <runtime/cap.h>
#include <runtime/log.h>
#include <runtime/session.h>
#include <session/log_client.h>

static struct session log_session;
static bool opened;
static char line[SESSION_STRING_SIZE];
static size_t line_length;

void log_flush(void)
{
    if (line_length == 0) {
        return;
    }
    if (!opened) {
        opened = true; /* without a LOG session there is nobody to tell */
        (void)session_open(LOG_SERVICE, "", CORE_SESSION_RAM, CORE_SESSION_CAPS, &log_session);
    }
    line[line_length] = '\0';
    line_length = 0;
    if (log_session.cap != CAP_NULL) {
        (void)log_write(log_session.cap, line);
    }
}

static int put(char character, FILE *file)
{
    (void)file;
    if (character != '\0') {
        line[line_length++] = character;
    }
    if (character == '\n' || line_length == SESSION_STRING_MAX) {
        log_flush();
    }
    return (unsigned char)character;
}

static FILE stream = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdout = &stream;
FILE *const stderr = &stream;
FILE *const stdin = &stream;

void log_text(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        (void)put(text[i], &stream);
    }
}

void log_printf(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vfprintf(&stream, format, arguments);
    va_end(arguments);
}
