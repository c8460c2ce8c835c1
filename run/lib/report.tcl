# SPDX-License-Identifier: MIT
#
# What a failed run shows: the last lines of each UART's output, a kernel fault's backtrace with
# the names of its functions, and where the whole of it is.

namespace eval scenario {
    variable tail_lines 15
}

# Whether the kernel has printed a fault.
proc has_fault {} {
    return [regexp -line {^kernel fault} $scenario::output(0)]
}

# The last lines of a text.
proc tail {text} {
    set lines [split [string trimright $text] \n]
    return [join [lrange $lines end-[expr {$scenario::tail_lines - 1}] end] \n]
}

# A fault's dump, each of its addresses with function and line: the first is where the fault was, the
# others are behind the calls.
proc symbolic {dump} {
    namespace upvar scenario root root board board folder folder
    set lines {}
    set behind 0
    foreach line [split $dump \n] {
        if {[regexp {^\s+at (0x[0-9a-f]+)} $line - address] &&
            ![catch { exec arm-none-eabi-addr2line -f -p -e $folder/image \
                [format 0x%x [expr {$address - $behind}]] } place]} {
            set behind 1
            append line "  [string map [list $root/build-$board/ {}] $place]"
        }
        lappend lines $line
    }
    return [join $lines \n]
}

proc show_logs {} {
    namespace upvar scenario folder folder run run output output root root
    if {![info exists folder] || ![info exists output]} { return }
    if {[glob -nocomplain $folder/*] eq ""} {
        file delete $folder
        return
    }
    foreach uart [lsort [array names output]] {
        if {$output($uart) eq ""} { continue }
        puts stderr "--- the last lines of log/$run/uart$uart.log"
        puts stderr [tail $output($uart)]
    }
    if {[has_fault]} {
        regexp -indices -line {^kernel fault} $output(0) range
        puts stderr "--- the kernel's fault"
        puts stderr [symbolic [string trimright [string range $output(0) [lindex $range 0] end]]]
    }
    if {[file exists $folder/qemu.log]} {
        set channel [open $folder/qemu.log]
        regsub -all -line {^.*terminating on signal.*\n?} [read $channel] {} text
        close $channel
        if {$text ne ""} { puts stderr "--- QEMU's own messages\n[tail $text]" }
    }
    puts stderr "--- the whole is in log/$run/"
}
