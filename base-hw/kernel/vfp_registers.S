/* SPDX-License-Identifier: MIT */
/*
 * VFP and Advanced SIMD registers to and from struct vfp_state (thread.h). Contract: vfp.h.
 */
#include "offsets.h"

    .syntax unified
    .arm
    .fpu    neon-vfpv4
    .text

    .global vfp_save
    .type   vfp_save, %function
vfp_save:
    vmrs    r3, fpscr
    str     r3, [r0, #VFP_FPSCR]
    vstmia  r0!, {d0-d15}
    vstmia  r0!, {d16-d31}
    bx      lr
    .size   vfp_save, . - vfp_save

    .global vfp_load
    .type   vfp_load, %function
vfp_load:
    ldr     r3, [r0, #VFP_FPSCR]
    ldr     r1, [r0, #VFP_FPEXC]
    vldmia  r0!, {d0-d15}
    vldmia  r0!, {d16-d31}
    vmsr    fpscr, r3
    vmsr    fpexc, r1
    bx      lr
    .size   vfp_load, . - vfp_load
