/* SPDX-License-Identifier: MIT */
/* Just enough of a PL330 (ARM DDI 0424, 3.3 and 4.3) to copy 16 bytes, once or for ever. */
#ifndef TEST_IOMMU_ENGINE_H
#define TEST_IOMMU_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

enum { ENGINE_UNIT = 16 };

/* Write a program that copies a unit, and sends event 0, or begins again. */
void engine_program(volatile uint8_t *bytes, uint32_t source, uint32_t target, bool endless);

/* Start channel 0 of the engine at `registers`; event 0 is an interrupt. */
void engine_start(volatile void *registers, uint32_t program);

void engine_stop(volatile void *registers);
bool engine_stopped(volatile void *registers);
void engine_acknowledge(volatile void *registers);

#endif
