/* SPDX-License-Identifier: MIT */
/*
 * The table of objects that can be called. See runtime/rpc.h.
 *
 * Index 0 stays empty: it is what an unminted capability's badge names.
 * Each index counts its uses: that is the badge's generation. When the count is used up the index
 * is never used again, so no badge ever comes back, however often clients open and close sessions.
 */
#include <stdlib.h>
#include <runtime/cap.h>
#include <runtime/rpc.h>
#include <session/marshal.h>
#include "runtime.h"

#define RPC_INDEX_MASK ((1u << RPC_INDEX_BITS) - 1)
#define GENERATION_MAX (UINT32_MAX >> RPC_INDEX_BITS)

enum { FIRST_COUNT = 16 };

/* One object, since that is reached through one address: rpc_deliver() is on every call's way. */
static struct {
    struct rpc_object **objects;
    uint32_t count;        /* size of both tables */
    uint32_t *generations; /* of what used the index last */
} table;

static struct rpc_object retired; /* in the place of an index that is not used again */

static enum error grow(void)
{
    const uint32_t count = table.count == 0 ? FIRST_COUNT : 2 * table.count;
    if (count > RPC_OBJECTS_MAX + 1) {
        return ERROR_CAPS;
    }
    struct rpc_object **const objects = realloc(table.objects, count * sizeof(*objects));
    if (objects == NULL) {
        return ERROR_RAM;
    }
    table.objects = objects;
    uint32_t *const generations = realloc(table.generations, count * sizeof(*generations));
    if (generations == NULL) {
        return ERROR_RAM;
    }
    table.generations = generations;
    for (uint32_t i = table.count; i < count; i++) {
        objects[i] = NULL;
        generations[i] = 0;
    }
    table.count = count;
    return OK;
}

enum error rpc_export(struct rpc_object *object)
{
    uint32_t index = 1;
    while (index < table.count && table.objects[index] != NULL) {
        index++;
    }
    if (index >= table.count) {
        const enum error error = grow();
        if (error) {
            return error;
        }
    }
    table.generations[index]++;
    table.objects[index] = object;
    object->badge = table.generations[index] << RPC_INDEX_BITS | index;
    return OK;
}

void rpc_withdraw(struct rpc_object *object)
{
    const uint32_t index = object->badge & RPC_INDEX_MASK;
    if (index < table.count && table.objects[index] == object) {
        table.objects[index] = table.generations[index] == GENERATION_MAX ? &retired : NULL;
    }
    object->badge = 0;
}

struct cap_item rpc_cap_item(const struct rpc_object *object)
{
    return cap_minted(CAP_ENDPOINT, object->badge);
}

static struct rpc_object *find(uint32_t badge)
{
    const uint32_t index = badge & RPC_INDEX_MASK;
    struct rpc_object *const object = index < table.count ? table.objects[index] : NULL;
    return object != NULL && object->badge == badge ? object : NULL;
}

struct rpc_object *rpc_object_of(const struct cap_item *item)
{
    return item->cap == CAP_OWN ? find(item->badge) : NULL;
}

void rpc_deliver(struct message *message)
{
    struct rpc_object *const object = find(message->badge);
    if (object != NULL && object->kind == tag_kind(message->tag)) {
        object->dispatch(object->self, message);
    } else {
        message->tag = tag_make(ERROR_GONE, MESSAGE_CALL, 0, 0);
    }
}
