/* SPDX-License-Identifier: MIT */
/*
 * init: the policy of a system. It starts the children that its configuration names, routes their
 * sessions, restarts them, and follows changes of the configuration (doc/configuration.md).
 *
 * init calls its own parent and core, never a child: a child that does not answer stops nobody.
 */
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/rom.h>
#include <runtime/session.h>
#include <runtime/signal.h>
#include <session/rom_client.h>
#include "record.h"
#include "system.h"

enum { EXIT_CODE_CONFIG = 2 };

static struct rom config;

static void update_config(void *context)
{
    (void)context;
    if (rom_refresh(&config) == OK && system_adopt(config.data, config.size) != OK) {
        log_printf("the changed config was not adopted\n");
    }
}

void component_main(void)
{
    static struct signal_handler config_signal = {.handle = update_config};
    static struct parent_listener listener = {.handle = record_parent_news};

    enum error error = rom_open("config", &config);
    if (error) {
        log_printf("ROM \"config\": %s; add it to the boot modules\n", error_text(error));
        component_exit(EXIT_CODE_CONFIG);
    }
    error = signal_register(&config_signal);
    if (!error) {
        error = rom_handler(config.session.cap, signal_cap_item(&config_signal));
    }
    if (!error) {
        error = parent_listen(&listener);
    }
    if (!error) {
        error = system_setup();
    }
    if (!error) {
        error = system_adopt(config.data, config.size);
    }
    if (error) {
        log_printf("not started: %s\n", error_text(error));
        component_exit(EXIT_CODE_CONFIG);
    }
}
