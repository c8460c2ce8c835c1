/* SPDX-License-Identifier: MIT */
#ifndef UART_SERVER_DRIVER_H
#define UART_SERVER_DRIVER_H

/* Set up the UARTs of the config, and serve Terminal. Called by a driver's component_main(); ends
 * the component if it cannot. */
void driver_start(void);

#endif
