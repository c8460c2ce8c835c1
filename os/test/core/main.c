/* SPDX-License-Identifier: MIT */
/* test_core: what all parts use, and their order. See test_core.h. */
#include "test_core.h"

#include <core/component.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <runtime/memory.h>
#include <session/cpu_client.h>
#include <session/pd_client.h>
#include <session/rm_client.h>
#include <hw/call.h>
#include <hw/core_values.h>
#include "check/check.h"

struct usage usage_now(void)
{
    struct usage usage = {0};
    check_step(pd_quota(CAP_PD, &usage.ram, &usage.ram_used, &usage.caps, &usage.caps_used),
               "quota");
    return usage;
}

void usage_check(const struct usage *before, const char *after_what)
{
    const struct usage now = usage_now();
    check(now.ram == before->ram && now.ram_used == before->ram_used && now.caps == before->caps &&
              now.caps_used == before->caps_used,
          "all quota is back after %s (RAM %d, used %d, caps %d, used %d)", after_what,
          (int)(now.ram - before->ram), (int)(now.ram_used - before->ram_used),
          (int)(now.caps - before->caps), (int)(now.caps_used - before->caps_used));
}

enum error child_open(struct child *child)
{
    enum error error = session_open(PD_SERVICE, "child", CHILD_RAM, CHILD_CAPS, &child->pd);
    if (error == OK) {
        error = session_open(CPU_SERVICE, "", CORE_SESSION_RAM, CORE_SESSION_CAPS, &child->cpu);
    }
    return error == OK ? pd_address_space(child->pd.cap, &child->space) : error;
}

void child_close(struct child *child)
{
    session_close(&child->pd);
    session_close(&child->cpu);
    cap_free(child->space);
}

enum error child_load(const struct child *child, const uint32_t *code, uint32_t count)
{
    cap_t dataspace;
    enum error error = pd_ram_allocate(child->pd.cap, PAGE_SIZE, 0, &dataspace);
    struct memory memory;
    if (error == OK) {
        error = memory_attach(dataspace, MAP_READ | MAP_WRITE, &memory);
    }
    if (error != OK) {
        return error;
    }
    for (uint32_t i = 0; i < count; i++) {
        ((uint32_t *)memory.address)[i] = code[i];
    }
    (void)cache_clean(memory.address, PAGE_SIZE);
    memory_detach(&memory);
    uint32_t attached;
    error = rm_attach(child->space, CHILD_CODE, 0, 0, MAP_READ | MAP_EXECUTE, cap_plain(dataspace),
                      &attached);
    cap_free(dataspace);
    return error;
}

enum error child_thread(const struct child *child, uint32_t cpu, cap_t *thread)
{
    return cpu_thread_create(child->cpu.cap, cpu, 1, 0, CAP_ENDPOINT, CAP_NOTIFICATION, CHILD_UTCB,
                             cap_plain(child->pd.cap), thread);
}

void component_main(void)
{
    test_memory();
    test_process();
    test_device();
    test_vm();
    test_hostile();
    check_finish("test_core");
}
