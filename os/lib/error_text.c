/* SPDX-License-Identifier: MIT */
/* Words for error values. */
#include <hw/error.h>
#include <runtime/log.h>

const char *error_text(unsigned error)
{
    static const char *const texts[ERROR_COUNT] = {
        [OK] = "no error",
        [ERROR_INVALID] = "invalid argument",
        [ERROR_CAPABILITY] = "no such capability",
        [ERROR_DENIED] = "denied",
        [ERROR_GONE] = "gone",
        [ERROR_RAM] = "not enough RAM quota",
        [ERROR_CAPS] = "not enough capability quota",
        [ERROR_SIZE] = "too large",
        [ERROR_BUSY] = "busy",
        [ERROR_AGAIN] = "not finished",
        [ERROR_EXISTS] = "exists already",
        [ERROR_NOT_FOUND] = "not found",
        [ERROR_PENDING] = "pending",
    };
    return error < ERROR_COUNT ? texts[error] : "unknown error";
}
