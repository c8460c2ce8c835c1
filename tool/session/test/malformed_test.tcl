#!/usr/bin/env tclsh
# SPDX-License-Identifier: MIT
#
# A malformed session definition is refused with the file, the line and what is wrong.

# The test runs as a copy in the build's folder, somewhere below the root.
set root [file dirname [file normalize [info script]]]
while {![file exists [file join $root tool session.tcl]]} {
    set root [file dirname $root]
}
set generator [file join $root tool session.tcl]
close [file tempfile folder]
file delete $folder
file mkdir $folder
set input [file join $folder bad.session]
set failed 0

# Each: the line that must be named, a part of the message, the definition.
foreach {line expected definition} {
    1 "method before" "method a ()"
    2 "second session" "session A\nsession B\nmethod a ()"
    1 "no 'session" ""
    2 "has no method" "session A\n"
    2 "malformed method" "session A\nmethod a"
    2 "malformed method" "session A\nmethod a (x: u32"
    2 "malformed method" "session A\nmethod Upper ()"
    2 "malformed parameter" "session A\nmethod a (x)"
    2 "malformed parameter" "session A\nmethod a (x: u32,)"
    2 "unknown type 'u16'" "session A\nmethod a (x: u16)"
    2 "cannot name a parameter" "session A\nmethod a (int: u32)"
    2 "cannot name a parameter" "session A\nmethod a (tag_: u32)"
    2 "appears twice" "session A\nmethod a (x: u32) -> (x: u32)"
    3 "defined twice" "session A\nmethod a ()\nmethod a ()"
    2 "returns nothing" "session A\nmethod a () -> ()"
    2 "5 capabilities" "session A\nmethod a (a: cap, b: cap, c: cap, d: cap, e: cap)"
    2 "words in" "session A\nmethod a (a: string, b: string, c: string, d: string)"
    3 "expected 'session'" "session A\n\nfunction a ()"
    2 "continued line" "session A\nmethod a () \\"
} {
    set channel [open $input w]
    puts -nonewline $channel $definition
    close $channel
    set code [catch {exec tclsh $generator $input [file join $folder bad.h] 2>@1} message]
    if {!$code || ![string match "*bad.session:$line: *$expected*" $message]} {
        puts "for [list $definition]: expected 'bad.session:$line: ... $expected', got: $message"
        set failed 1
    }
    if {[file exists [file join $folder bad.h]]} {
        puts "for [list $definition]: wrote a header all the same"
        set failed 1
    }
}
file delete -force $folder
puts [expr {$failed ? "failed" : "passed"}]
exit $failed
