/* SPDX-License-Identifier: MIT */
/*
 * test_lines: four terminals at once, both ways on each.
 *
 * Out on terminal N: LINES lines "N NNNNNN PAYLOAD", as fast as it takes them. In, meanwhile: lines
 * of the same form, numbered from 0, until the line "end". When both are done it says on the
 * terminal itself how many came in right. Nothing here waits for one terminal alone.
 */
#include <stdio.h>
#include <string.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/signal.h>
#include <terminal/client.h>

enum { TERMINALS = 4, LINES = 1500, LINE = 64, PAYLOAD = 32 };

struct text {
    char bytes[LINE];
    size_t length;
};

struct line {
    struct terminal terminal;
    struct signal_handler avail;
    unsigned number;   /* of the terminal */
    struct text out;   /* what is being written */
    size_t written;    /* of it */
    uint32_t out_line; /* the next */
    struct text in;    /* what has come of a line */
    uint32_t right, wrong;
    bool in_ended, said;
};

static struct line lines[TERMINALS];

/* Line `number` of a terminal, as both sides make it. */
static void make_line(struct text *text, unsigned terminal, uint32_t number)
{
    int length = snprintf(text->bytes, sizeof text->bytes, "%u %06u ", terminal, (unsigned)number);
    for (uint32_t i = 0; i < PAYLOAD; i++) {
        text->bytes[length++] = (char)('a' + (number * 7 + terminal * 3 + i) % 26);
    }
    text->bytes[length++] = '\n';
    text->length = (size_t)length;
}

/* Have something to write; false if there is nothing more. */
static bool next_out(struct line *line)
{
    struct text *const out = &line->out;
    line->written = 0;
    out->length = 0;
    if (line->out_line < LINES) {
        make_line(out, line->number, line->out_line++);
    } else if (line->in_ended && !line->said) {
        line->said = true;
        out->length = (size_t)snprintf(out->bytes, sizeof out->bytes, "done: %u right, %u wrong\n",
                                       (unsigned)line->right, (unsigned)line->wrong);
    }
    return out->length != 0;
}

/* Write until there is nothing more, or no room. */
static void write_lines(struct line *line)
{
    while (line->written < line->out.length || next_out(line)) {
        const size_t written = terminal_write(&line->terminal, line->out.bytes + line->written,
                                              line->out.length - line->written);
        line->written += written;
        if (written == 0 && terminal_wait_room(&line->terminal)) {
            return;
        }
    }
}

static void end_line(struct line *line)
{
    static const char end[] = "end\n";
    struct text *const in = &line->in;
    struct text expected = {.length = 0};
    make_line(&expected, line->number, line->right);
    if (in->length == sizeof end - 1 && memcmp(in->bytes, end, in->length) == 0) {
        line->in_ended = true;
    } else if (in->length == expected.length &&
               memcmp(in->bytes, expected.bytes, in->length) == 0) {
        line->right++;
    } else {
        line->wrong++;
    }
    in->length = 0;
}

/* Read until there is nothing more. */
static void read_lines(struct line *line)
{
    struct text *const in = &line->in;
    uint8_t byte = 0;
    do {
        while (terminal_get(&line->terminal, &byte)) {
            if (in->length < sizeof in->bytes) {
                in->bytes[in->length++] = (char)byte;
            }
            if (byte == '\n') {
                end_line(line);
            }
        }
    } while (!terminal_wait_bytes(&line->terminal));
}

static void go_on(void *context)
{
    read_lines(context);
    write_lines(context);
}

static enum error begin(struct line *line, unsigned number)
{
    const char label[] = {(char)('0' + number), '\0'};
    line->number = number;
    line->avail = (struct signal_handler){.handle = go_on, .context = line};
    enum error error = terminal_open(label, &line->terminal);
    if (!error) {
        error = signal_register(&line->avail);
    }
    if (!error) {
        error = terminal_handler(line->terminal.session.cap, signal_cap_item(&line->avail),
                                 cap_plain(CAP_NULL));
    }
    return error;
}

void component_main(void)
{
    for (unsigned number = 0; number < TERMINALS; number++) {
        const enum error error = begin(&lines[number], number);
        if (error) {
            log_printf("terminal %u: %s\n", number, error_text(error));
            component_exit(1);
        }
    }
}
