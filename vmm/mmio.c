/* SPDX-License-Identifier: MIT */
/*
 * Accesses of the guest to addresses where no memory is: to the devices of its board, or to
 * nothing, which is reported once and answered with the abort that hardware would give.
 */
#include <runtime/log.h>
#include "cpu/inject.h"
#include "exits.h"

/* Reverse the lowest `width` bytes: the guest accesses in big-endian order. */
static uint32_t reverse(uint32_t value, uint32_t width)
{
    return __builtin_bswap32(value) >> (8 * (4 - width));
}

static void report(struct vm_cpu *cpu, const char *what, uint32_t ipa)
{
    const struct general_registers *registers = &cpu->vcpu.state->general;
    enum unclaimed_report report = unclaimed_note(&cpu->vm->unclaimed, ipa);
    if (report != UNCLAIMED_KNOWN) {
        log_printf("guest: %s 0x%08lx, which no device takes, pc 0x%08lx, mode %s\n", what,
                   (unsigned long)ipa, (unsigned long)registers->pc,
                   vcpu_mode_name(registers->psr));
    }
    if (report == UNCLAIMED_LAST) {
        log_printf("guest: further such accesses are not reported\n");
    }
}

/* The value of `width` bytes as a load puts it into its register: sign-extended, or in the order of
 * a big-endian guest. */
static uint32_t loaded(uint32_t value, uint32_t hsr, uint32_t width, uint32_t psr)
{
    uint32_t mask = device_width_mask(width);
    uint32_t sign = (mask >> 1) + 1;
    if (psr & PSR_E) {
        value = reverse(value, width);
    }
    return (hsr & HSR_DA_SIGNED) && (value & sign) ? value | ~mask : value;
}

/* Is the transferred register one that the general part of the state holds as it is? */
static bool is_plain(uint32_t number, uint32_t psr)
{
    return number < 13 && PSR_MODE(psr) != MODE_FIQ;
}

static bool write_device(struct vm_cpu *cpu, struct device *device, uint32_t number)
{
    const struct general_registers *registers = &cpu->vcpu.state->general;
    struct device_access *access = &cpu->access;
    uint32_t value = __builtin_expect(is_plain(number, registers->psr), 1)
                         ? registers->r[number]
                         : vcpu_register(&cpu->vcpu, number);
    if (__builtin_expect(registers->psr & PSR_E, 0)) {
        value = reverse(value, access->width);
    }
    access->value = value & device_width_mask(access->width);
    return device->ops->write(device, access);
}

static bool read_device(struct vm_cpu *cpu, struct device *device, uint32_t hsr, uint32_t number)
{
    struct general_registers *registers = &cpu->vcpu.state->general;
    struct device_access *access = &cpu->access;
    if (!device->ops->read(device, access)) {
        return false;
    }
    uint32_t value = access->value;
    if (__builtin_expect((hsr & HSR_DA_SIGNED) || (registers->psr & PSR_E), 0)) {
        value = loaded(value, hsr, access->width, registers->psr);
    }
    if (__builtin_expect(is_plain(number, registers->psr), 1)) {
        registers->r[number] = value;
    } else {
        vcpu_set_register(&cpu->vcpu, number, value);
    }
    return true;
}

/* Carry out the access; false: no device takes it. */
static bool access_device(struct vm_cpu *cpu, uint32_t hsr, uint32_t ipa)
{
    struct device_access *access = &cpu->access;
    struct device *device = bus_find(&cpu->vm->board.bus, ipa);
    if (device == NULL) {
        return false;
    }
    access->cpu = cpu->vcpu.number;
    access->width = HSR_DA_WIDTH(hsr);
    access->offset = ipa - device->base;
    if (access->width > 4 || access->offset > device->size - access->width) {
        return false;
    }
    return hsr & HSR_DA_WRITE ? write_device(cpu, device, HSR_DA_RT(hsr))
                              : read_device(cpu, device, hsr, HSR_DA_RT(hsr));
}

void mmio_data_abort(struct vm_cpu *cpu, uint32_t hsr, uint32_t ipa, uint32_t address)
{
    bool write = hsr & HSR_DA_WRITE;
    if ((hsr & HSR_DA_VALID) && access_device(cpu, hsr, ipa)) {
        vcpu_skip(&cpu->vcpu, hsr);
        return;
    }
    if (hsr & HSR_DA_CACHE) {
        vcpu_skip(&cpu->vcpu, hsr); /* cleaning what is nowhere */
        return;
    }
    if (!(hsr & HSR_DA_VALID) && bus_find(&cpu->vm->board.bus, ipa) != NULL) {
        report(cpu, "load or store of several registers, or with write-back, at", ipa);
    } else {
        report(cpu, write ? "write to" : "read of", ipa);
    }
    inject_data_abort(&cpu->vcpu, address, write);
}

void mmio_prefetch_abort(struct vm_cpu *cpu, uint32_t ipa, uint32_t address)
{
    report(cpu, "instruction fetch from", ipa);
    inject_prefetch_abort(&cpu->vcpu, address);
}
