/* SPDX-License-Identifier: MIT */
/* The smallest component: says a line and ends. */
#include <stdio.h>
#include <runtime/component.h>

void component_main(void)
{
    printf("Hello from a component\n");
    component_exit(0);
}
