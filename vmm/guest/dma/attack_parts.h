/* SPDX-License-Identifier: MIT */
/* What the two files of the attack share. */
#ifndef GUEST_DMA_ATTACK_PARTS_H
#define GUEST_DMA_ATTACK_PARTS_H

#include "attack.h"

enum {
    PATIENCE = 3000000,      /* microseconds that a transfer may take, of a busy host too */
    GUESS_PATIENCE = 300000, /* one that copies a few bytes, or goes nowhere */
    DECIMAL = 10,
    HEXADECIMAL = 16,
};

/* Words of the own memory. */
uint32_t attack_word(const struct attacker *attacker, uint32_t offset);
void attack_set_word(struct attacker *attacker, uint32_t offset, uint32_t value);

void attack_print_number(const struct attacker *attacker, uint32_t number, uint32_t base);

/* Run the program at the engine's address. False: it did not come to its end within `patience`
 * microseconds, and was stopped. */
bool attack_run(struct attacker *attacker, uint32_t program, uint32_t patience);

#endif
