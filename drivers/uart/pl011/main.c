/* SPDX-License-Identifier: MIT */
/* The driver of PL011 UARTs: the server of drivers/uart/server on the hardware of this folder. */
#include <runtime/component.h>
#include "uart/server/driver.h"

void component_main(void)
{
    driver_start();
}
