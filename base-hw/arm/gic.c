/* SPDX-License-Identifier: MIT */
/* The GIC's slower paths: initialisation, enabling, disabling, SGIs. See arm/gic.h. */
#include <arm/barrier.h>
#include <arm/gic.h>

enum { INTERRUPTS_PER_WORD = 32, TRIGGERS_PER_WORD = 16 };

#define TRIGGER_EDGE 2u /* of a field in GICD_ICFGR */
#define TRIGGER_MASK 3u

uint32_t gic_line_count(void)
{
    return ((read_GICD_TYPER() & GICD_TYPER_LINES_MASK) + 1) * INTERRUPTS_PER_WORD;
}

/* Disable the interrupts of word `word`, and forget what they were about. */
static void quiesce(uint32_t word, uint32_t mask)
{
    write_GICD_ICENABLER(word, mask);
    write_GICD_ICPENDR(word, mask);
    write_GICD_ICACTIVER(word, mask);
}

void gic_init_distributor(void)
{
    write_GICD_CTLR(0);
    uint32_t lines = gic_line_count();
    for (uint32_t word = 1; word < lines / INTERRUPTS_PER_WORD; word++) {
        quiesce(word, UINT32_MAX);
    }
    for (uint32_t intid = GIC_PRIVATE_COUNT; intid < lines; intid++) {
        write_GICD_IPRIORITYR(intid, GIC_PRIORITY_ALL);
    }
    write_GICD_CTLR(GICD_CTLR_ENABLE_GROUP1_NS);
}

void gic_init_cpu(void)
{
    uint32_t sgis = (1u << GIC_SGI_COUNT) - 1;
    quiesce(0, ~sgis);
    for (uint32_t intid = 0; intid < GIC_PRIVATE_COUNT; intid++) {
        write_GICD_IPRIORITYR(intid, GIC_PRIORITY_ALL);
    }
    write_GICD_ISENABLER(0, sgis);
    write_GICC_PMR(GICC_PMR_ALL);
    write_GICC_BPR(0);
    write_GICC_CTLR(GICC_CTLR_ENABLE_GROUP1_NS | GICC_CTLR_EOIMODE_NS);
}

void gic_enable(uint32_t intid, bool edge, uint32_t cpu)
{
    uint32_t shift = intid % TRIGGERS_PER_WORD * 2;
    uint32_t triggers = read_GICD_ICFGR(intid / TRIGGERS_PER_WORD) & ~(TRIGGER_MASK << shift);
    write_GICD_ICFGR(intid / TRIGGERS_PER_WORD, triggers | (edge ? TRIGGER_EDGE : 0) << shift);
    if (intid >= GIC_PRIVATE_COUNT) {
        write_GICD_ITARGETSR(intid, (uint8_t)(1u << cpu));
    }
    write_GICD_ISENABLER(intid / INTERRUPTS_PER_WORD, 1u << intid % INTERRUPTS_PER_WORD);
}

void gic_disable(uint32_t intid)
{
    write_GICD_ICENABLER(intid / INTERRUPTS_PER_WORD, 1u << intid % INTERRUPTS_PER_WORD);
}

void gic_send_ipi(uint32_t cpu)
{
    dsb_ishst();
    write_GICD_SGIR(1u << (GICD_SGIR_TARGETS_SHIFT + cpu) | GIC_SGI_KERNEL);
}

void gic_stop_others(void)
{
    dsb_ishst();
    write_GICD_SGIR(GICD_SGIR_OTHERS | GIC_SGI_STOP);
}
