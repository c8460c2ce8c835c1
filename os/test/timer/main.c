/* SPDX-License-Identifier: MIT */
/*
 * test_timer: the Timer session of whichever driver it is routed to. What is checked holds on a
 * loaded machine too: nothing early, nothing lost, order and phase kept; lateness is not bounded.
 */
#include <runtime/component.h>
#include "timer_test.h"

void component_main(void)
{
    test_clock();
    test_one_shot();
    test_periodic();
    test_many_clients();
    test_errors_and_quota();
    check_finish("test_timer");
}
