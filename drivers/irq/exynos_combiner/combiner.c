/* SPDX-License-Identifier: MIT */
/* Lines of the combiner; see combiner.h. Four groups share a set of registers, a byte each. */
#include "combiner.h"

enum { GROUPS_A_SET = 4, SET_SIZE = 0x10, LINES_MASK = (1 << COMBINER_LINES) - 1 };

/* Offsets in a set: access. */
enum combiner_register {
    ENABLE_SET = 0x0,   /* RW: writing 1 enables; reads what is enabled */
    ENABLE_CLEAR = 0x4, /* RW: writing 1 disables */
    RAISED = 0xc,       /* RO: raised and enabled */
};

static uint32_t offset_of(uint32_t group, enum combiner_register offset)
{
    return group / GROUPS_A_SET * SET_SIZE + offset;
}

static uint32_t shift_of(uint32_t group)
{
    return group % GROUPS_A_SET * COMBINER_LINES;
}

void combiner_init(const struct combiner *combiner)
{
    for (uint32_t group = 0; group < COMBINER_GROUPS; group += GROUPS_A_SET) {
        combiner_write(combiner, offset_of(group, ENABLE_CLEAR), UINT32_MAX);
    }
}

void combiner_enable(const struct combiner *combiner, uint32_t group, uint32_t line)
{
    combiner_write(combiner, offset_of(group, ENABLE_SET), 1u << (shift_of(group) + line));
}

void combiner_disable(const struct combiner *combiner, uint32_t group, uint32_t line)
{
    combiner_write(combiner, offset_of(group, ENABLE_CLEAR), 1u << (shift_of(group) + line));
}

uint32_t combiner_take(const struct combiner *combiner, uint32_t group)
{
    uint32_t all = (uint32_t)LINES_MASK << shift_of(group);
    uint32_t raised = combiner_read(combiner, offset_of(group, RAISED)) & all;
    if (raised != 0) {
        combiner_write(combiner, offset_of(group, ENABLE_CLEAR), raised);
    }
    return raised >> shift_of(group);
}
