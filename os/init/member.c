/* SPDX-License-Identifier: MIT */
/* The life of a child. See member.h. */
#include <stdarg.h>
#include <stdio.h>
#include <hw/call.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <session/pd_client.h>
#include "member.h"
#include "parent_service.h"
#include "record.h"
#include "report.h"

enum { EXIT_CODE_FAILED = 1 };

bool member_alive(const struct member *member)
{
    return member->state == MEMBER_RUNNING || member->state == MEMBER_STOPPED;
}

void member_notify(const struct member *member)
{
    if (member != NULL && member->news != CAP_NULL) {
        (void)notification_signal(member->news);
    }
}

static bool restarts(const struct member *member, bool failure)
{
    const enum restart_policy policy = member->config.restart;
    return (policy == RESTART_ALWAYS || (policy == RESTART_ON_FAILURE && failure)) &&
           member->restarts < member->config.restart_limit;
}

/* Free what a run of the member had, and end the sessions that it used and served. */
static void clean_up(struct member *member, enum member_state state, bool will_restart)
{
    rpc_withdraw(&member->parent);
    child_end(&member->child);
    member->state = state;
    member->announced = 0;
    cap_free(member->news);
    member->news = CAP_NULL;
    own_rom_close(&member->config_rom);
    own_rom_clear(&member->state_rom);
    record_client_gone(member);
    record_server_gone(member, will_restart);
    if (member->image.session.cap != CAP_NULL) {
        rom_close(&member->image);
    }
    report_changed();
}

/* Note why the member ends, and log it. */
__attribute__((format(printf, 2, 3))) static void set_reason(struct member *member,
                                                             const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(member->reason, sizeof member->reason, format, arguments);
    va_end(arguments);
    log_printf("state %s %s\n", member->name, member->reason);
}

/* It could not be started: that is a failure which no restart mends. */
static void cannot_start(struct member *member)
{
    set_reason(member, "failed");
    clean_up(member, MEMBER_FAILED, false);
    if (member->config.essential) {
        component_exit(EXIT_CODE_FAILED);
    }
}

static enum error start(struct member *member)
{
    const struct child_config *const config = &member->config;
    member->parent = (struct rpc_object){
        .dispatch = parent_service_dispatch, .self = member, .kind = MESSAGE_CALL};
    const enum error error = rpc_export(&member->parent);
    if (error) {
        return error;
    }
    const struct child_settings settings = {
        .label = member->name,
        .ram = config->ram,
        .caps = config->caps,
        .cpu = config->cpu,
        .priority = config->priority,
        .budget = config->budget,
        .stack_size = config->stack,
        .parent = rpc_cap_item(&member->parent),
        .fault = system_fault_signal(),
    };
    return child_start(&member->child, &settings, &member->image);
}

/* The remedy for a child that could not be started. */
static const char *remedy(enum error error)
{
    switch (error) {
    case ERROR_INVALID:
        return "its image must be an ELF file of a component, its affinity a CPU that there is";
    case ERROR_RAM:
        return "raise its ram, or leave more to init";
    case ERROR_CAPS:
        return "raise its caps, or leave more to init";
    default:
        return "see the lines before";
    }
}

void member_start(struct member *member)
{
    enum error error = rom_open(member->config.image, &member->image);
    if (error) {
        log_printf("/%s: image \"%s\": %s; add it to the boot modules or change image\n",
                   member->name, member->config.image, error_text(error));
        cannot_start(member);
        return;
    }
    error = start(member);
    if (error) {
        log_printf("/%s: not started: %s; %s\n", member->name, error_text(error), remedy(error));
        cannot_start(member);
        return;
    }
    memory_detach(&member->image.memory); /* the child maps it; init needs it no more */
    member->state = MEMBER_RUNNING;
    log_printf("state %s %s\n", member->name, member->restarts == 0 ? "running" : "restarted");
    member_notify(member);
    report_changed();
}

void member_stop(struct member *member, bool will_restart)
{
    if (member->state == MEMBER_RUNNING) {
        clean_up(member, MEMBER_STOPPED, will_restart);
    }
    member->state = MEMBER_STOPPED;
    member->restarts = 0;
}

/* It ended by itself, as a failure or not. */
static void ended(struct member *member, bool failure, uint32_t code)
{
    if (restarts(member, failure)) {
        clean_up(member, MEMBER_STOPPED, true);
        member->restarts++;
        member_start(member);
        return;
    }
    clean_up(member, failure ? MEMBER_FAILED : MEMBER_EXITED, false);
    if (member->config.essential) {
        component_exit(code);
    }
}

void member_exited(struct member *member, uint32_t code)
{
    set_reason(member, "exited %u", (unsigned)code);
    ended(member, code != 0, code);
}

static const char *fault_text(uint32_t kind)
{
    static const char *const texts[] = {
        [FAULT_READ] = "read fault",           [FAULT_WRITE] = "write fault",
        [FAULT_EXECUTE] = "execute fault",     [FAULT_INSTRUCTION] = "undefined instruction",
        [FAULT_ALIGNMENT] = "alignment fault", [FAULT_EXTERNAL] = "bus error",
    };
    return kind < sizeof texts / sizeof texts[0] && texts[kind] != NULL ? texts[kind] : "fault";
}

void member_check_fault(struct member *member)
{
    uint32_t kind = 0;
    uint32_t address = 0;
    uint32_t pc = 0;
    uint32_t thread = 0;
    if (member->state != MEMBER_RUNNING ||
        pd_fault(member->child.pd.cap, &kind, &address, &pc, &thread) != OK) {
        return;
    }
    set_reason(member, "failed: %s at 0x%08x, pc 0x%08x, thread %u", fault_text(kind),
               (unsigned)address, (unsigned)pc, (unsigned)thread);
    ended(member, true, EXIT_CODE_FAILED);
}
