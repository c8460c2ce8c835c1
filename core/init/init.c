/* SPDX-License-Identifier: MIT */
/* Starting the first component, see init.h. */
#include "init/init.h"

#include <string.h>
#include <core/component.h>
#include <core/elf.h>
#include "core.h"
#include "init/parent.h"
#include "log/console.h"
#include "memory/dataspace.h"
#include "process/cpu.h"
#include "process/pd.h"
#include "process/thread.h"
#include "rom/rom.h"

/* Quota of sessions that init is given, and what it starts with. */
enum {
    SESSION_RAM = CORE_SESSION_RAM,
    SESSION_CAPS = CORE_SESSION_CAPS,
    STACK_SIZE = 64 << 10,
    INIT_PRIORITY = PRIORITY_MAX - 1,
};

static struct pd *init;

/* What the ELF loader's functions need. */
struct loading {
    const struct boot_module *module;
    struct dataspace *image;
};

static enum error map_segment(void *self, uint32_t address, uint32_t offset, uint32_t size,
                              uint32_t flags)
{
    const struct loading *loading = self;
    uint32_t attached;
    return address_space_attach(&init->space, loading->image, address, offset, size, flags,
                                &attached);
}

/* New RAM of `size` bytes at `address` of init's address space. */
static enum error add_memory(uint32_t address, uint32_t size, uint32_t flags,
                             struct dataspace **memory)
{
    enum error error = dataspace_allocate(&init->session.account, size, 0, memory);
    uint32_t attached;
    return error != OK
               ? error
               : address_space_attach(&init->space, *memory, address, 0, 0, flags, &attached);
}

static enum error copy_segment(void *self, uint32_t address, uint32_t size, uint32_t start,
                               uint32_t offset, uint32_t file_size, uint32_t flags)
{
    const struct loading *loading = self;
    struct dataspace *memory;
    enum error error = add_memory(address, size, flags, &memory);
    if (error == OK) {
        memcpy((char *)(uintptr_t)memory->base + start,
               (const char *)(uintptr_t)loading->module->base + offset, file_size);
        (void)cache_clean((const void *)(uintptr_t)memory->base,
                          size < CACHE_CLEAN_MAX ? size : CACHE_CLEAN_MAX);
    }
    return error;
}

/* Load the image and the stack. */
static enum error load(const struct boot_module *module, uint32_t *entry)
{
    static const struct elf_loader loader = {.map = map_segment, .copy = copy_segment};
    struct loading loading = {.module = module};
    struct elf_image image;
    enum error error = elf_parse((const void *)(uintptr_t)module->base, module->size,
                                 COMPONENT_IMAGE, COMPONENT_STACK_TOP - STACK_SIZE, &image);
    if (error == OK) {
        error = dataspace_make(&init->session.account, module->base, page_round_up(module->size),
                               MAP_READ | MAP_EXECUTE, &loading.image);
    }
    if (error == OK) {
        error = elf_load(&image, &loader, &loading);
    }
    struct dataspace *stack;
    if (error == OK) {
        error =
            add_memory(COMPONENT_STACK_TOP - STACK_SIZE, STACK_SIZE, MAP_READ | MAP_WRITE, &stack);
    }
    *entry = image.entry;
    return error;
}

/* Open the sessions that init needs at its start, the PD last: it gets all that is left. */
static enum error open_sessions(struct session **cpu, struct session **parent)
{
    struct account *donor = &core.account;
    enum error error = session_open(&cpu_sessions, donor, SESSION_RAM, SESSION_CAPS, "", cpu);
    if (error == OK) {
        error = session_open(&parent_sessions, donor, SESSION_RAM, SESSION_CAPS, "", parent);
    }
    struct session *pd = NULL;
    if (error == OK) {
        error = session_open(&pd_sessions, donor, donor->ram_limit - donor->ram_used,
                             donor->caps_limit - donor->caps_used, "init", &pd);
    }
    init = (struct pd *)pd;
    return error;
}

static enum error start(struct cpu_session *cpu, const struct session *parent, uint32_t entry)
{
    const struct thread_setup setup = {
        .priority = INIT_PRIORITY,
        .endpoint_index = CAP_ENDPOINT,
        .notification_index = CAP_NOTIFICATION,
        .utcb_address = COMPONENT_UTCB,
    };
    struct thread *thread;
    enum error error = thread_create(cpu, init, &setup, &thread);
    if (error == OK) {
        error = pd_grant(init, CAP_PARENT, CORE_CAP_ENDPOINT, parent->object.badge, false);
    }
    if (error == OK) {
        error = pd_grant(init, CAP_PD, CORE_CAP_ENDPOINT, init->session.object.badge, false);
    }
    if (error == OK) {
        error =
            pd_grant(init, CAP_ADDRESS_SPACE, CORE_CAP_ENDPOINT, init->space.object.badge, false);
    }
    return error == OK ? thread_start(thread, entry, COMPONENT_STACK_TOP, init->cap_count) : error;
}

void init_start(void)
{
    const struct boot_module *module = rom_module("init");
    if (module == NULL) {
        core_stop("there is no boot module called init");
    }
    struct session *cpu, *parent;
    if (open_sessions(&cpu, &parent) != OK) {
        core_stop("there is too little memory to start init");
    }
    parent_set_client(parent, &init->session.account);
    uint32_t entry;
    if (load(module, &entry) != OK) {
        core_stop("the boot module init is no valid image");
    }
    if (start((struct cpu_session *)cpu, parent, entry) != OK) {
        core_stop("init cannot be started");
    }
}

bool init_owns(const struct pd *pd)
{
    return pd == init;
}

void init_exited(uint32_t code)
{
    console_text("core: init exited with ");
    console_decimal(code);
    console_text("\n");
    core_power_off();
}

void init_faulted(const struct fault *fault)
{
    static const char *const kinds[] = {
        [FAULT_READ] = "read",           [FAULT_WRITE] = "write",
        [FAULT_EXECUTE] = "execute",     [FAULT_INSTRUCTION] = "instruction",
        [FAULT_ALIGNMENT] = "alignment", [FAULT_EXTERNAL] = "external",
    };
    bool is_known = fault->kind >= FAULT_READ && fault->kind <= FAULT_EXTERNAL;
    console_text("core: init faulted: ");
    console_text(is_known ? kinds[fault->kind] : "unknown");
    console_text(" at ");
    console_hexadecimal(fault->address);
    console_text(", PC ");
    console_hexadecimal(fault->pc);
    console_text("\n");
    core_power_off();
}
