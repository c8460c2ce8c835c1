/* SPDX-License-Identifier: MIT */
/*
 * Session VM (session/vm.session). To core a VM is an address space like any other, and a vCPU a
 * kernel object with a page of state; the session's account pays for all of it.
 */
#include "vm/vm.h"

#include <session/vm_server.h>
#include "memory/address_space.h"
#include "memory/arena.h"
#include "memory/dataspace.h"
#include "object/capability.h"
#include "object/kernel_object.h"
#include "process/cpu.h"

/* Affinity level 0 of MPIDR (ARM DDI 0406C B4.1.106), and where core_vcpu_create() takes it. */
enum { AFFINITY_MAX = 0xff, AFFINITY_SHIFT = 8 };

struct vcpu {
    struct kernel_object kernel;
    struct dataspace *state;
    struct vcpu *next;
};

struct vm {
    struct session session;
    struct address_space space;
    struct kernel_object kernel;
    uint32_t ceiling; /* highest priority of its vCPUs */
    struct vcpu *vcpus;
};

static enum error open(struct session *session, const char *label)
{
    struct vm *vm = (struct vm *)session;
    vm->ceiling = cpu_ceiling_of_label(label);
    enum error error = kernel_object_prepare(&session->account, OBJECT_PD, &vm->kernel);
    if (error != OK) {
        return error;
    }
    address_space_init(&vm->space, &session->account, vm->kernel.slot, true);
    return kernel_object_made(
        &session->account, &vm->kernel,
        core_pd_create(vm->kernel.slot, kernel_object_memory(&vm->kernel), 0, 0, PD_IS_VM));
}

static void vcpu_destroy(struct account *account, struct vcpu *vcpu)
{
    kernel_object_destroy(account, &vcpu->kernel);
    if (vcpu->state != NULL) {
        dataspace_destroy(vcpu->state);
    }
    arena_free(account, vcpu, sizeof *vcpu);
}

static void close(struct session *session)
{
    struct vm *vm = (struct vm *)session;
    while (vm->vcpus != NULL) {
        struct vcpu *vcpu = vm->vcpus;
        vm->vcpus = vcpu->next;
        vcpu_destroy(&session->account, vcpu);
    }
    kernel_object_destroy(&session->account, &vm->kernel);
    address_space_end(&vm->space);
}

const struct service vm_sessions = {
    .name = "VM",
    .kind = KIND_VM,
    .open = open,
    .close = close,
};

static enum error attach(void *self, uint32_t ipa, uint32_t offset, uint32_t size, uint32_t flags,
                         struct cap_item *item)
{
    struct vm *vm = self;
    struct dataspace *dataspace;
    uint32_t attached;
    enum error error = dataspace_of(item, flags, &dataspace);
    return error != OK ? error
                       : address_space_attach(&vm->space, dataspace, ipa, offset, size, flags,
                                              &attached);
}

static enum error detach(void *self, uint32_t ipa)
{
    return address_space_detach(&((struct vm *)self)->space, ipa);
}

static enum error attach_interrupt_controller(void *self, uint32_t ipa)
{
    struct vm *vm = self;
    const struct boot_range *gicv = &core.info->gicv;
    struct dataspace *dataspace;
    enum error error = dataspace_make(&vm->session.account, gicv->base, gicv->size,
                                      MAP_READ | MAP_WRITE | MAP_DEVICE, &dataspace);
    if (error != OK) {
        return error;
    }
    uint32_t attached;
    error = address_space_attach(&vm->space, dataspace, ipa, 0, 0, MAP_READ | MAP_WRITE, &attached);
    if (error != OK) {
        dataspace_destroy(dataspace);
    }
    return error;
}

static enum error vcpu_create(void *self, uint32_t cpu, uint32_t affinity, uint32_t priority,
                              uint32_t budget, struct cap_item *handler, struct cap_item *created,
                              struct cap_item *state)
{
    struct vm *vm = self;
    struct account *account = &vm->session.account;
    if (handler->cap == CAP_NULL || handler->cap == CAP_OWN) {
        return ERROR_CAPABILITY;
    }
    if (cpu >= core.info->cpu_count || affinity > AFFINITY_MAX || priority > PRIORITY_MAX) {
        return ERROR_INVALID;
    }
    struct vcpu *vcpu = arena_allocate(account, sizeof *vcpu);
    if (vcpu == NULL) {
        return ERROR_RAM;
    }
    const struct kernel_object *kernel = &vcpu->kernel;
    enum error error = dataspace_allocate(account, PAGE_SIZE, 0, &vcpu->state);
    if (error == OK) {
        error = kernel_object_prepare(account, OBJECT_VCPU, &vcpu->kernel);
    }
    if (error == OK) {
        error = kernel_object_made(
            account, &vcpu->kernel,
            core_vcpu_create(kernel->slot, kernel_object_memory(kernel), vm->kernel.slot,
                             vcpu->state->base, cpu | affinity << AFFINITY_SHIFT, handler->cap));
    }
    if (error == OK) {
        error = core_thread_schedule(kernel->slot, priority < vm->ceiling ? priority : vm->ceiling,
                                     budget);
    }
    if (error != OK) {
        vcpu_destroy(account, vcpu);
        return error;
    }
    vcpu->next = vm->vcpus;
    vm->vcpus = vcpu;
    *created = (struct cap_item){.cap = kernel->slot};
    capability_give(state, &vcpu->state->object);
    return OK;
}

void vm_serve(struct object *object, struct message *message)
{
    static const struct vm_service service = {
        .attach = attach,
        .detach = detach,
        .attach_interrupt_controller = attach_interrupt_controller,
        .vcpu_create = vcpu_create,
    };
    vm_dispatch(&service, object, message);
}
