/* SPDX-License-Identifier: MIT */
/* Each system call of core's, with arguments that would do something. */
#include <core/component.h>
#include <core/core_call.h>
#include <runtime/cap.h>
#include "isolation_test.h"

enum { SLOT = 200 };

#define MEMORY 0x88000000u /* RAM that core manages */

void test_core_calls(void)
{
    uint32_t done = 0;
    check_error(core_pd_create(SLOT, MEMORY, MEMORY + PAGE_SIZE, 256, 0), ERROR_DENIED,
                "core_pd_create");
    check_error(core_endpoint_create(SLOT, MEMORY), ERROR_DENIED, "core_endpoint_create");
    check_error(core_notification_create(SLOT, MEMORY), ERROR_DENIED, "core_notification_create");
    check_error(core_thread_create(SLOT, MEMORY, CAP_PD, MEMORY + PAGE_SIZE, 0), ERROR_DENIED,
                "core_thread_create");
    check_error(core_irq_create(SLOT, MEMORY, 37, 0, 0), ERROR_DENIED, "core_irq_create");
    check_error(core_vcpu_create(SLOT, MEMORY, CAP_PD, MEMORY + PAGE_SIZE, 0, CAP_ENDPOINT),
                ERROR_DENIED, "core_vcpu_create");
    check_error(core_destroy(CAP_PARENT), ERROR_DENIED, "core_destroy");
    check_error(core_map(CAP_PD, 0x50000000, 0x80000000, PAGE_SIZE, MAP_READ | MAP_WRITE, &done),
                ERROR_DENIED, "core_map");
    check_error(core_unmap(CAP_PD, COMPONENT_IMAGE, PAGE_SIZE, &done), ERROR_DENIED, "core_unmap");
    check_error(core_pd_donate_table(CAP_PD, MEMORY), ERROR_DENIED, "core_pd_donate_table");
    check_error(core_pd_timer_right(CAP_PD, true), ERROR_DENIED, "core_pd_timer_right");
    check_error(core_cap_grant(CAP_PD, SLOT, CAP_PARENT, 0, true), ERROR_DENIED, "core_cap_grant");
    check_error(core_thread_bind(CAP_PD, CAP_ENDPOINT, CAP_NOTIFICATION), ERROR_DENIED,
                "core_thread_bind");
    check_error(core_thread_handler(CAP_PD, CAP_ENDPOINT, 0), ERROR_DENIED, "core_thread_handler");
    check_error(core_thread_start(CAP_PD, 0, 0, 0, 0), ERROR_DENIED, "core_thread_start");
    check_error(core_thread_resume(CAP_PD), ERROR_DENIED, "core_thread_resume");
    check_error(core_thread_schedule(CAP_PD, PRIORITY_MAX, 0), ERROR_DENIED,
                "core_thread_schedule");
    check_error(core_irq_bind(CAP_PD, CAP_NOTIFICATION), ERROR_DENIED, "core_irq_bind");
    check_error(core_power(POWER_OFF), ERROR_DENIED, "core_power");
}
