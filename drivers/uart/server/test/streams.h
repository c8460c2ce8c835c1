/* SPDX-License-Identifier: MIT */
/*
 * What must hold for every UART driver, against a model of its registers that the test of each
 * implements: nothing is lost or reordered, interrupts come as long as there is work, and the line
 * idles when there is none.
 */
#ifndef UART_SERVER_TEST_STREAMS_H
#define UART_SERVER_TEST_STREAMS_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <cmocka.h>

enum { RING = 128, FIFO = 16, SEND_LEVEL = 2, STREAM = 5000 };

/* The line's other end: what has been sent. */
extern uint8_t model_line[STREAM + RING];
extern uint32_t model_line_count;

/* Begin anew: FIFOs of FIFO characters, or (like an emulator) a send side that is never full. */
void model_reset(bool endless);

/* The line takes characters out of the send FIFO, and brings one: false if it was lost. */
void model_line_sends(int characters);
bool model_line_receives(uint8_t byte);
void model_line_breaks(void);

/* Characters in the receive FIFO. */
int model_received(void);

/* Whether an interrupt, or that of sending, is raised and let through. */
bool model_interrupts(void);
bool model_send_interrupts(void);

void test_stream_out_through_a_fifo(void **state);
void test_stream_out_through_a_fifo_that_is_never_full(void **state);
void test_sending_stops_for_others_when_the_interrupt_is_raised(void **state);
void test_stream_in_with_a_slow_reader_loses_nothing(void **state);
void test_overrun_is_counted_and_break_is_no_character(void **state);

#endif
