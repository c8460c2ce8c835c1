# SPDX-License-Identifier: MIT
#
# What the run tool must know of Arndale; see vexpress_a15.tcl. QEMU is Debian's with the machine
# type of tool/qemu-arndale. For a board at a serial line: what U-Boot must do to have a network.

namespace eval board {
    variable images {timer timer_mct uart uart_exynos}
    variable devices {
        timer {IO_MEM mct:0 IRQ mct:0}
        timer_generic {IRQ generic-timer:0,cpu=0}
    }
    variable groups {} ;# the combiner's interrupts
    variable group
    for {set group 0} {$group < 32} {incr group} { lappend groups combiner:$group }
    dict set devices combiner [list IO_MEM combiner:0 IRQ $groups]
    variable description "Arndale"
    variable image_address 0x43e00000 ;# base-hw/board/arndale/board.ld
    variable load_address 0x42000000  ;# of a uImage
    variable network {{usb start}}

    proc set_up {} {
        if {[catch { exec $scenario::root/tool/qemu-arndale/build >@stdout 2>@stderr }]} {
            fail "the emulated board cannot be built"
        }
    }

    proc qemu {image} {
        return [list $scenario::root/tool/qemu-arndale/qemu -m 2048 -kernel $image]
    }
}
