/* SPDX-License-Identifier: MIT */
/*
 * Says the property `text` of its config when it starts and whenever the config changes; ends with
 * the exit code `exit`, if there is one.
 */
#include <libfdt.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/rom.h>
#include <runtime/signal.h>
#include <session/rom_client.h>

static struct rom config;

static void say(const char *when)
{
    const char *const text = fdt_getprop(config.data, 0, "text", NULL);
    log_printf("%s: %s\n", when, text == NULL ? "no text" : text);
}

static void changed(void *context)
{
    (void)context;
    if (rom_refresh(&config) == OK) {
        say("changed");
    }
}

void component_main(void)
{
    static struct signal_handler handler = {.handle = changed};
    enum error error = rom_open("config", &config);
    if (!error) {
        error = signal_register(&handler);
    }
    if (!error) {
        error = rom_handler(config.session.cap, signal_cap_item(&handler));
    }
    if (error || fdt_check_header(config.data) != 0) {
        log_printf("no config: %s\n", error_text(error));
        component_exit(1);
    }
    say("started");
    const fdt32_t *const code = fdt_getprop(config.data, 0, "exit", NULL);
    if (code != NULL) {
        component_exit(fdt32_ld(code));
    }
}
