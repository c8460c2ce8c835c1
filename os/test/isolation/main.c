/* SPDX-License-Identifier: MIT */
/* test_isolation: a component that tries to reach what it holds no capability for. */
#include <runtime/component.h>
#include "isolation_test.h"

void component_main(void)
{
    test_memory();
    test_capabilities();
    test_core_calls();
    test_devices();
    test_many_domains();
    check_finish("test_isolation");
}
