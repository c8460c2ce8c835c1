/* SPDX-License-Identifier: MIT */
/* Sessions at the IOMMUs' driver; see protection.h. */
#include <stddef.h>
#include <iommu/iommu.h>
#include <runtime/log.h>
#include <session/iommu_client.h>
#include "protection.h"

enum {
    TABLES = 8, /* how many times IOMMU_TABLES_RAM a client gets */
    DEVICE_RAM = IOMMU_SESSION_RAM + TABLES * IOMMU_TABLES_RAM,
    DEVICE_CAPS = IOMMU_SESSION_CAPS + TABLES * IOMMU_TABLES_CAPS,
};

/* The session that names no unit, and how many drivers it has seen. */
static struct protection presence = {.label = ""};
static uint32_t driver_count;
static bool answered;

/* What session_begin() or session_poll() has answered. */
static enum error settle(struct protection *protection, enum error error)
{
    protection->state = error == ERROR_PENDING ? PROTECTION_PENDING
                        : error == OK          ? PROTECTION_OPEN
                                               : PROTECTION_NONE;
    return error;
}

static enum error begin(struct protection *protection, uint32_t ram, uint32_t caps)
{
    return settle(protection,
                  session_begin(IOMMU_SERVICE, protection->label, ram, caps, &protection->session));
}

static enum error poll(struct protection *protection)
{
    return settle(protection, session_poll(&protection->session));
}

static bool is_alive(const struct protection *protection)
{
    uint32_t kind = 0;
    uint32_t address = 0;
    uint32_t count = 0;
    return iommu_fault(protection->session.cap, &kind, &address, &count) == OK;
}

/* Log a refusal, but not one that is the same as the last. */
static void report(struct protection *protection, const char *what, enum error error)
{
    if (error != protection->refusal && error != OK) {
        log_printf("%s: no session Iommu: %s\n", what, error_text(error));
    }
    protection->refusal = error;
}

/* The driver has said that it is there, or has refused to. */
static void note_presence(enum error error)
{
    if (error != ERROR_PENDING) {
        answered = true;
        driver_count += error == OK;
        report(&presence, "the IOMMUs' driver", error);
    }
}

void protection_seek_driver(void)
{
    if (presence.state == PROTECTION_NONE) {
        note_presence(begin(&presence, IOMMU_SESSION_RAM, IOMMU_SESSION_CAPS));
    }
}

bool protection_driver_answered(void)
{
    return answered;
}

uint32_t protection_driver(void)
{
    if (presence.state == PROTECTION_PENDING) {
        note_presence(poll(&presence));
    } else if (presence.state == PROTECTION_OPEN && !is_alive(&presence)) {
        protection_close(&presence);
        protection_seek_driver();
    }
    return presence.state == PROTECTION_OPEN ? driver_count : 0;
}

enum error protection_open(struct protection *protection, const char *label)
{
    *protection = (struct protection){.label = label};
    if (label == NULL) {
        return OK;
    }
    protection_seek_driver();
    protection->driver = protection_driver();
    enum error error =
        protection->driver == 0 ? ERROR_GONE : begin(protection, DEVICE_RAM, DEVICE_CAPS);
    while (error == ERROR_PENDING) {
        if (protection_driver() != protection->driver) {
            protection_close(protection);
            return ERROR_GONE;
        }
        error = poll(protection);
        if (error == ERROR_PENDING) {
            parent_wait(); /* for the answer, or the driver's end */
        }
    }
    return error == ERROR_NOT_FOUND ? ERROR_GONE : error;
}

bool protection_renew(struct protection *protection)
{
    const uint32_t driver = protection_driver();
    const bool is_new = driver != 0 && driver != protection->driver;
    enum error error = ERROR_PENDING;
    if (protection->label == NULL ||
        (protection->state == PROTECTION_OPEN && driver == protection->driver)) {
        return false;
    }
    /* A new driver may have opened it before it was noticed to be new. */
    if (protection->state == PROTECTION_OPEN && !is_alive(protection)) {
        protection_close(protection);
    }
    if (protection->state == PROTECTION_PENDING) {
        error = poll(protection);
    } else if (protection->state == PROTECTION_NONE && is_new) {
        error = begin(protection, DEVICE_RAM, DEVICE_CAPS);
    }
    if (is_new) {
        protection->driver = driver;
    }
    if (error != ERROR_PENDING) {
        report(protection, protection->label, error);
    }
    return error == OK;
}

void protection_close(struct protection *protection)
{
    if (protection->state != PROTECTION_NONE) {
        protection->state = PROTECTION_NONE;
        session_close(&protection->session);
    }
}
