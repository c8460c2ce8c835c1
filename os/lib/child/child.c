/* SPDX-License-Identifier: MIT */
/* Starting a component. See child/child.h. */
#include <stdio.h>
#include <string.h>
#include <child/child.h>
#include <core/component.h>
#include <core/elf.h>
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <session/cpu_client.h>
#include <session/pd_client.h>
#include <session/rm_client.h>
#include <session/thread_client.h>

/* What the loader's functions work on. */
struct loading {
    cap_t pd, rm;
    const struct rom *image;
};

static enum error map_from_image(void *self, uint32_t address, uint32_t offset, uint32_t size,
                                 uint32_t flags)
{
    const struct loading *const loading = self;
    uint32_t attached = 0;
    return rm_attach(loading->rm, address, offset, size, flags,
                     cap_plain(loading->image->memory.dataspace), &attached);
}

/* Fill new memory of the component while it is attached here. */
static enum error fill(cap_t dataspace, const struct rom *image, uint32_t start, uint32_t offset,
                       uint32_t file_size, uint32_t flags)
{
    struct memory memory;
    const enum error error = memory_attach(dataspace, MAP_READ | MAP_WRITE, &memory);
    if (error) {
        return error;
    }
    char *const target = (char *)memory.address + start;
    memcpy(target, (const char *)image->data + offset, file_size);
    if ((flags & MAP_EXECUTE) != 0) {
        for (uint32_t done = 0; done < file_size; done += CACHE_CLEAN_MAX) {
            const uint32_t left = file_size - done;
            (void)cache_clean(target + done,
                              left < CACHE_CLEAN_MAX ? left : (uint32_t)CACHE_CLEAN_MAX);
        }
    }
    memory_detach(&memory);
    return OK;
}

/* New memory of the component's account at `address`; `file_size` bytes of the image in it. */
static enum error add_memory(const struct loading *loading, uint32_t address, uint32_t size,
                             uint32_t start, uint32_t offset, uint32_t file_size, uint32_t flags)
{
    cap_t dataspace = CAP_NULL;
    uint32_t attached = 0;
    enum error error = pd_ram_allocate(loading->pd, size, 0, &dataspace);
    if (error) {
        return error;
    }
    if (file_size != 0) {
        error = fill(dataspace, loading->image, start, offset, file_size, flags);
    }
    if (!error) {
        error = rm_attach(loading->rm, address, 0, 0, flags, cap_plain(dataspace), &attached);
    }
    cap_free(dataspace); /* it lives on in the component's account */
    return error;
}

static enum error copy_from_image(void *self, uint32_t address, uint32_t size, uint32_t start,
                                  uint32_t offset, uint32_t file_size, uint32_t flags)
{
    return add_memory(self, address, size, start, offset, file_size, flags);
}

static enum error load(const struct loading *loading, uint32_t stack_size, uint32_t *entry)
{
    static const struct elf_loader loader = {.map = map_from_image, .copy = copy_from_image};
    const uint32_t stack = (stack_size + PAGE_SIZE - 1) & ~(uint32_t)(PAGE_SIZE - 1);
    struct elf_image image;
    if (stack == 0 || stack >= COMPONENT_STACK_TOP / 2) {
        return ERROR_SIZE;
    }
    enum error error = elf_parse(loading->image->data, loading->image->size, COMPONENT_IMAGE,
                                 COMPONENT_STACK_TOP / 2, &image);
    if (error) {
        return error;
    }
    *entry = image.entry;
    struct loading context = *loading;
    error = elf_load(&image, &loader, &context);
    if (error) {
        return error;
    }
    return add_memory(loading, COMPONENT_STACK_TOP - stack, stack, 0, 0, 0, MAP_READ | MAP_WRITE);
}

static enum error grant_caps(const struct child *child, cap_t rm,
                             const struct child_settings *settings)
{
    enum error error = pd_cap_grant(child->pd.cap, CAP_PARENT, settings->parent);
    if (!error) {
        error = pd_cap_grant(child->pd.cap, CAP_PD, cap_plain(child->pd.cap));
    }
    if (!error) {
        error = pd_cap_grant(child->pd.cap, CAP_ADDRESS_SPACE, cap_plain(rm));
    }
    if (!error) {
        error = pd_fault_handler(child->pd.cap, settings->fault);
    }
    return error;
}

static enum error start_thread(const struct child *child, const struct child_settings *settings,
                               uint32_t entry)
{
    cap_t thread = CAP_NULL;
    uint32_t cap_count = 0;
    enum error error = pd_cap_space(child->pd.cap, &cap_count);
    if (error) {
        return error;
    }
    error = cpu_thread_create(child->cpu.cap, settings->cpu, settings->priority, settings->budget,
                              CAP_ENDPOINT, CAP_NOTIFICATION, COMPONENT_UTCB,
                              cap_plain(child->pd.cap), &thread);
    if (error) {
        return error;
    }
    error = thread_start(thread, entry, COMPONENT_STACK_TOP, cap_count);
    cap_free(thread);
    return error;
}

static enum error populate(const struct child *child, const struct child_settings *settings,
                           const struct rom *image)
{
    struct loading loading = {.pd = child->pd.cap, .image = image};
    uint32_t entry = 0;
    enum error error = pd_address_space(child->pd.cap, &loading.rm);
    if (error) {
        return error;
    }
    error = load(&loading, settings->stack_size, &entry);
    if (!error) {
        error = grant_caps(child, loading.rm, settings);
    }
    if (!error) {
        error = start_thread(child, settings, entry);
    }
    cap_free(loading.rm);
    return error;
}

enum error child_start(struct child *child, const struct child_settings *settings,
                       const struct rom *image)
{
    char label[SESSION_STRING_SIZE];
    *child = (struct child){0};
    enum error error =
        session_open(PD_SERVICE, settings->label, settings->ram, settings->caps, &child->pd);
    if (error) {
        return error;
    }
    (void)snprintf(label, sizeof label, "prio=%u", (unsigned)settings->priority);
    error = session_open(CPU_SERVICE, label, CORE_SESSION_RAM, CORE_SESSION_CAPS, &child->cpu);
    if (error) {
        session_close(&child->pd);
        return error;
    }
    error = populate(child, settings, image);
    if (error) {
        child_end(child);
    }
    return error;
}

void child_end(struct child *child)
{
    if (child->cpu.cap != CAP_NULL) {
        session_close(&child->cpu);
    }
    if (child->pd.cap != CAP_NULL) {
        session_close(&child->pd);
    }
    *child = (struct child){0};
}
