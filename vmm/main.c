/* SPDX-License-Identifier: MIT */
/* The VMM as a component: one virtual machine, from its config to its end. */
#include <runtime/component.h>
#include <runtime/log.h>
#include "vm.h"

static struct vm vm;

void component_main(void)
{
    struct problem problem;
    if (!vm_open(&vm, &problem) || !vm_start(&vm, NULL, &problem)) {
        log_printf("%s\n", problem.text);
        component_exit(1);
    }
}
