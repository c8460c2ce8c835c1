/* SPDX-License-Identifier: MIT */
/* Starting core; boot/boot_core.h tells the order, hw/boot_info.h what core finds. */
#include <stdbool.h>
#include <stddef.h>
#include <arm/panic.h>
#include <board.h>
#include <boot/boot_core.h>
#include <boot/layout.h>

/* Pages for core's tables: of RAM, modules and image eight at most; the rest is for devices. */
enum { TABLE_PAGES = 16 };

#define RAM_END (BOARD_RAM_BASE + BOARD_RAM_SIZE)

static uint32_t free_next;                    /* start of the free RAM */
static const struct boot_module *core_module; /* found and checked */
static struct boot_info *info;

static uint32_t page_round(uint32_t size)
{
    return (size + PAGE_SIZE - 1) & ~(uint32_t)(PAGE_SIZE - 1);
}

static const struct core_image *image_of(const struct boot_module *module)
{
    return (const struct core_image *)module->base;
}

static bool module_valid(const struct boot_module *module)
{
    uint32_t start = (uint32_t)boot_modules_start, end = (uint32_t)boot_modules_end;
    return module->name[BOOT_MODULE_NAME - 1] == '\0' && module->base % PAGE_SIZE == 0 &&
           module->base >= start && module->base <= end && module->size <= end - module->base;
}

static bool image_valid(const struct boot_module *module)
{
    if (module->size < sizeof(struct core_image)) {
        return false;
    }
    const struct core_image *image = image_of(module);
    uint32_t file_end = CORE_IMAGE_ADDRESS + page_round(module->size);
    uint32_t alignment = image->text_end | image->rodata_end | image->data_end | image->bss_end;
    return image->magic == CORE_IMAGE_MAGIC && alignment % PAGE_SIZE == 0 &&
           image->text_end > CORE_IMAGE_ADDRESS && image->rodata_end >= image->text_end &&
           image->data_end >= image->rodata_end && image->data_end <= file_end &&
           image->bss_end >= image->data_end && image->bss_end <= BOARD_RAM_BASE &&
           image->entry >= CORE_IMAGE_ADDRESS && image->entry < image->text_end &&
           image->stack_top > image->rodata_end && image->stack_top <= image->bss_end;
}

uint32_t boot_take(uint32_t size)
{
    uint32_t taken = free_next;
    if (page_round(size) < size || page_round(size) > RAM_END - free_next) {
        panic("boot: RAM does not suffice for core");
    }
    free_next += page_round(size);
    __builtin_memset((void *)taken, 0, free_next - taken);
    return taken;
}

void boot_core_find(struct boot_core *core)
{
    const struct boot_module_table *table = &boot_module_table;
    if ((uint32_t)boot_modules_end > RAM_END) {
        panic("boot: the image exceeds RAM");
    }
    if (table->magic != BOOT_MODULES_MAGIC || table->count > BOOT_INFO_MODULES + 1) {
        panic("boot: the table of modules is corrupt");
    }
    free_next = (uint32_t)boot_modules_end;
    info = (struct boot_info *)boot_take(sizeof(struct boot_info));
    for (uint32_t i = 0; i < table->count; i++) {
        if (!module_valid(&table->modules[i])) {
            panic("boot: a module's name or range is corrupt");
        }
        if (i != 0) {
            info->modules[info->module_count++] = table->modules[i];
        }
    }
    core_module = &table->modules[0];
    if (table->count == 0 || !image_valid(core_module)) {
        panic("boot: the first module is not an image of core, or is corrupt");
    }
    core->entry = image_of(core_module)->entry;
    core->stack_top = image_of(core_module)->stack_top;
    core->utcb = boot_take(PAGE_SIZE);
}

struct boot_info *boot_core_info(void)
{
    return info;
}

/* Map all of it; an empty range is none. */
static void map(struct stage2 *space, uint32_t ipa, uint32_t pa, uint32_t size, uint32_t flags)
{
    while (size != 0) {
        uint32_t done = 0;
        enum error error = stage2_map(space, ipa, pa, size, flags, &done);
        if (error != OK && error != ERROR_AGAIN) {
            panic("boot: core's address space cannot be mapped");
        }
        ipa += done;
        pa += done;
        size -= done;
    }
}

static void map_image(struct stage2 *space)
{
    const struct core_image *image = image_of(core_module);
    uint32_t offset = core_module->base - CORE_IMAGE_ADDRESS; /* from linked to physical */
    uint32_t bss_size = image->bss_end - image->data_end;

    map(space, CORE_IMAGE_ADDRESS, core_module->base, image->text_end - CORE_IMAGE_ADDRESS,
        MAP_READ | MAP_EXECUTE);
    map(space, image->text_end, image->text_end + offset, image->rodata_end - image->text_end,
        MAP_READ);
    map(space, image->rodata_end, image->rodata_end + offset, image->data_end - image->rodata_end,
        MAP_READ | MAP_WRITE);
    map(space, image->data_end, boot_take(bss_size), bss_size, MAP_READ | MAP_WRITE);
}

/* RAM that is core's, behind the image and before it. */
static void give_free(struct stage2 *space, uint32_t base, uint32_t end)
{
    if (base < end) {
        map(space, base, base, end - base, MAP_READ | MAP_WRITE);
        info->free[info->free_count++] = (struct boot_range){base, end - base};
    }
}

void boot_core_map(const struct boot_core *core, struct stage2 *space)
{
    uint32_t modules = (uint32_t)boot_modules_start;

    for (uint32_t i = 0; i < TABLE_PAGES; i++) {
        if (stage2_donate(space, boot_take(PAGE_SIZE)) != OK) {
            panic("boot: core's tables cannot be donated");
        }
    }
    map_image(space);
    map(space, BOOT_INFO_ADDRESS, (uint32_t)info, PAGE_SIZE, MAP_READ);
    map(space, CORE_UTCB_ADDRESS, core->utcb, PAGE_SIZE, MAP_READ | MAP_WRITE);
    map(space, modules, modules, (uint32_t)boot_modules_end - modules, MAP_READ);
    info->cpu_count = BOARD_CPU_COUNT;
    info->gicv = (struct boot_range){BOARD_GICV, BOARD_GICV_SIZE};
    give_free(space, free_next, RAM_END);
    give_free(space, BOARD_RAM_BASE, (uint32_t)kernel_text_start);
}

_Static_assert(sizeof(struct boot_info) <= PAGE_SIZE, "the boot information is one page");
