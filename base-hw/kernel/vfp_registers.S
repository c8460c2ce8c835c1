/* SPDX-License-Identifier: MIT */
/*
 * VFP and Advanced SIMD registers to and from struct vfp_state (thread.h).
 *
 * The unit is enabled (FPEXC.EN) for the transfer, since a guest may have disabled it; the value
 * of FPEXC that was found is what is saved, and the one saved is what is left.
 */
#include <arm/cp15_bits.h>
#include "offsets.h"

    .syntax unified
    .arm
    .fpu    neon-vfpv4
    .text

    .global vfp_save
    .type   vfp_save, %function
vfp_save:
    vmrs    r1, fpexc
    mov     r2, #FPEXC_EN
    vmsr    fpexc, r2
    vmrs    r3, fpscr
    str     r3, [r0, #VFP_FPSCR]
    str     r1, [r0, #VFP_FPEXC]
    vstmia  r0!, {d0-d15}
    vstmia  r0!, {d16-d31}
    bx      lr
    .size   vfp_save, . - vfp_save

    .global vfp_load
    .type   vfp_load, %function
vfp_load:
    mov     r2, #FPEXC_EN
    vmsr    fpexc, r2
    ldr     r3, [r0, #VFP_FPSCR]
    ldr     r1, [r0, #VFP_FPEXC]
    vldmia  r0!, {d0-d15}
    vldmia  r0!, {d16-d31}
    vmsr    fpscr, r3
    vmsr    fpexc, r1
    bx      lr
    .size   vfp_load, . - vfp_load
