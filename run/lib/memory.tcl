# SPDX-License-Identifier: MIT
#
# What is in the emulated machine's memory, past everything that runs on it: for scenarios that
# judge isolation. QEMU is asked through its monitor.
#
#   watch_memory                          before the boot: the scenario will look
#   memory_find TEXT FIRST LAST ?ALIGN?   the physical address of TEXT, at a multiple of ALIGN (1);
#                                         the scenario fails if it is not there
#   memory_text ADDRESS SIZE              SIZE bytes at a physical address

namespace eval memory {
    variable monitor {}  ;# the channel of QEMU's monitor
    variable part 0x4000000
}

proc watch_memory {} {
    namespace upvar scenario folder folder devices devices
    if {$devices ne ""} { skip "only an emulated machine's memory can be looked at" }
    exec mkfifo $folder/monitor.in $folder/monitor.out
    set memory::monitor [open $folder/monitor.in r+]
    # What the monitor answers is read by nobody; kept open, so that QEMU can write it.
    set memory::answers [open $folder/monitor.out r+]
    fconfigure $memory::answers -blocking 0 -translation binary
    fileevent $memory::answers readable { read $memory::answers }
    qemu_args -chardev pipe,id=memory,path=$folder/monitor -mon chardev=memory,mode=readline
}

# Has QEMU write `size` bytes at a physical address to a file, and waits for it.
proc memory::save {address size file} {
    variable monitor
    file delete $file
    puts $monitor [format {pmemsave 0x%x 0x%x "%s"} $address $size $file]
    flush $monitor
    set deadline [expr {[clock milliseconds] + 60000}]
    while {![file exists $file] || [file size $file] != $size} {
        if {$scenario::ended || [clock milliseconds] > $deadline} {
            fail "QEMU does not show its memory"
        }
        after 10 {incr scenario::news}
        vwait scenario::news
    }
}

proc memory_find {text first last {align 1}} {
    variable memory::part
    set file $scenario::folder/memory
    set overlap [string length $text]
    for {set base $first} {$base < $last} {incr base $part} {
        set size [expr {min($part + $overlap, $last - $base)}]
        memory::save $base $size $file
        catch { exec grep -abo -F -- $text $file } matches
        foreach line [split $matches \n] {
            if {[regexp {^(\d+):} $line - offset] && ($base + $offset) % $align == 0} {
                file delete $file
                return [format 0x%x [expr {$base + $offset}]]
            }
        }
    }
    file delete $file
    fail "\"$text\" is nowhere in the machine's memory from $first to $last"
}

proc memory_text {address size} {
    set file $scenario::folder/memory
    memory::save $address $size $file
    set channel [open $file rb]
    set text [read $channel]
    close $channel
    file delete $file
    return $text
}
