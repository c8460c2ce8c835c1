/* SPDX-License-Identifier: MIT */
/* Offsets in struct fault_frame, for arm/fault.S. */
#include <stddef.h>
#include <arm/panic.h>

void offsets(void);

#define OFFSET(name, value) __asm__ volatile("\n->" #name " %0" : : "i"(value))

void offsets(void)
{
    OFFSET(FAULT_FRAME_SIZE, sizeof(struct fault_frame));
    OFFSET(FAULT_FRAME_R2, offsetof(struct fault_frame, r[2]));
    OFFSET(FAULT_FRAME_SP, offsetof(struct fault_frame, sp));
    OFFSET(FAULT_FRAME_PC, offsetof(struct fault_frame, pc));
    OFFSET(FAULT_FRAME_KIND, offsetof(struct fault_frame, kind));
}
