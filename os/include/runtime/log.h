/* SPDX-License-Identifier: MIT */
/*
 * Lines of text to the component's LOG session, which is opened at the first use.
 *
 * stdout and stderr of the C library go there too. Text is kept until its line ends.
 */
#ifndef RUNTIME_LOG_H
#define RUNTIME_LOG_H

#include <stddef.h>

/* Write formatted text. A line longer than a message is sent in parts. Main thread only. */
void log_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Write `size` bytes of text. */
void log_text(const char *text, size_t size);

/* Send what is kept of the current line. */
void log_flush(void);

/* A word for an error value, such as "no capability". */
const char *error_text(unsigned error);

#endif
