# SPDX-License-Identifier: MIT
#
# What the run tool must know of Versatile Express: which component drives what scenarios call
# `timer` and `uart`, the labels of what core gives such drivers, and how QEMU starts it. QEMU's
# serial lines are, in order, that of the log and terminals 1 to 3 (aliases of
# base-hw/board/vexpress_a15/board.dts).

namespace eval board {
    variable images {timer timer_sp804 uart uart_pl011}
    variable devices {
        timer {IO_MEM timer0:0 IRQ timer0:0}
        timer_generic {IRQ generic-timer:0,cpu=0}
    }
    variable description "Versatile Express"

    # Makes what QEMU needs.
    proc set_up {} {}

    # The command, up to the image, but for the serial lines.
    proc qemu {image} {
        return [list qemu-system-arm -M vexpress-a15 -m 1024 -smp 2 -nic none \
            -audiodev none,id=quiet -global pl041.audiodev=quiet -kernel $image]
    }
}
