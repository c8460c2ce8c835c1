# SPDX-License-Identifier: MIT
#
# The verbs that drive and judge a running system. UART 0, the log, is meant unless -uart N is
# told; `send` goes to the scenario's terminal.
#
#   run_until {REGEX} ?SECONDS? ?-uart N?     wait for output; gives the match and its groups
#   run_until_all {REGEX ...} ?SECONDS? ?-uart N?   wait for each, in whichever order they come
#   run_until_off ?SECONDS? ?-status N?       wait for the machine to be switched off, as the first
#                                             init ends with N (0)
#   send TEXT ?-uart N?                       type at a terminal
#   assert_output {REGEX} ?-uart N?           it was there, from the start of the run on
#   refute_output {REGEX} ?-uart N?           it was not
#   forbid {REGEX}                            from now on, this in the log ends the run as failed
#   output ?-uart N?                          all of a UART's output, for a script's own checks
#   sleep SECONDS                             let the system run
#   skip REASON                               the run cannot be done on this machine
#
# ^ and $ match at lines. What fails ends the scenario with status 1.

namespace eval scenario {
    # What a test component says at its end when one of its checks has failed.
    variable forbidden [list {: FAILED: \d+ of \d+ checks}]
}

# Takes `-uart N` out of a verb's arguments; the variable `uart` of the caller is set.
proc take_uart {variable default} {
    upvar 1 $variable arguments uart uart
    set uart $default
    set index [lsearch -exact $arguments -uart]
    if {$index >= 0} {
        set uart [lindex $arguments $index+1]
        set arguments [lreplace $arguments $index $index+1]
    }
    if {![info exists scenario::output($uart)]} { fail "no UART $uart" }
    if {!$scenario::running} { fail "the scenario has not booted yet" }
}

# Waits until `condition`, an expression of the caller, is true; false when `seconds` are over.
# A kernel fault, the end of the time limit, and the machine's end (unless it is awaited) fail.
proc wait_for {condition seconds awaited} {
    variable scenario::expired
    set late 0
    if {$scenario::debug} { set seconds 1000000 }
    set deadline [expr {[clock milliseconds] + int($seconds * 1000)}]
    while {![uplevel 1 [list expr $condition]]} {
        if {[has_fault]} {
            settle
            fail "the kernel has faulted"
        }
        foreach regex $scenario::forbidden {
            if {[regexp -line -- $regex $scenario::output(0) match]} {
                settle
                fail "the log has what must not be there: $match"
            }
        }
        if {$scenario::ended} { fail "the machine stopped before $awaited" }
        if {$expired} { fail "the scenario's $scenario::time_limit s were over before $awaited" }
        set rest [expr {$deadline - [clock milliseconds]}]
        if {$rest <= 0} { return 0 }
        set timer [after $rest {incr scenario::news}]
        vwait scenario::news
        after cancel $timer
    }
    return 1
}

# Lets what is still on its way arrive.
proc settle {} {
    set done [after 500 {set scenario::settled 1}]
    vwait scenario::settled
}

proc run_until {regex args} {
    variable scenario::output
    variable scenario::position
    take_uart args 0
    set seconds [expr {[llength $args] ? [lindex $args 0] : $scenario::time_limit}]
    set awaited "\"$regex\"[expr {$uart ? " on UART $uart" : ""}]"
    # The end of what has come so far is no end of a line.
    set ends [string match {*[^\\]$} $regex]
    if {![wait_for {[regexp -line -indices -start $position($uart) -- $regex $output($uart) range] &&
            (!$ends || [lindex $range 1] + 1 < [string length $output($uart)])} $seconds $awaited]} {
        fail "no $awaited within $seconds s"
    }
    set match [regexp -line -inline -start $position($uart) -- $regex $output($uart)]
    set position($uart) [expr {[lindex $range 1] + 1}]
    return $match
}

proc run_until_all {regexes args} {
    variable scenario::position
    take_uart args 0
    set start $position($uart)
    set end $start
    foreach regex $regexes {
        set position($uart) $start
        run_until $regex {*}$args -uart $uart
        set end [expr {max($end, $position($uart))}]
    }
    set position($uart) $end
}

# The code with which the first init has ended; empty if it has not.
proc init_status {} {
    set status {}
    regexp -line {^core: init exited with (\d+)} $scenario::output(0) - status
    return $status
}

proc run_until_off {args} {
    set wanted 0
    if {[lindex $args end-1] eq "-status"} {
        set wanted [lindex $args end]
        set args [lrange $args 0 end-2]
    }
    set seconds [expr {[llength $args] ? [lindex $args 0] : $scenario::time_limit}]
    if {![wait_for {$scenario::ended} $seconds "it was switched off"]} {
        fail "the machine was not switched off within $seconds s"
    }
    if {[init_status] ni [list {} $wanted]} { fail "the system ended with status [init_status]" }
}

proc send {text args} {
    take_uart args $scenario::terminal
    puts -nonewline $scenario::input($uart) $text
}

proc output {args} {
    take_uart args 0
    complete_line $uart
    return $scenario::output($uart)
}

# Lets a line that has begun to arrive be completed, so that nobody judges half of it.
proc complete_line {uart} {
    set deadline [expr {[clock milliseconds] + 1000}]
    while {![string match *\n $scenario::output($uart)] && !$scenario::ended &&
            [clock milliseconds] < $deadline} {
        after 10 {incr scenario::news}
        vwait scenario::news
    }
}

proc assert_output {regex args} {
    take_uart args 0
    complete_line $uart
    if {![regexp -line -- $regex $scenario::output($uart)]} {
        fail "no output matches \"$regex\"[expr {$uart ? " on UART $uart" : ""}]"
    }
}

proc refute_output {regex args} {
    take_uart args 0
    complete_line $uart
    if {[regexp -line -- $regex $scenario::output($uart) match]} {
        fail "output matches \"$regex\"[expr {$uart ? " on UART $uart" : ""}]: $match"
    }
}

# Ends the scenario as one that cannot be run on this machine; status 77.
proc skip {reason} {
    machine_stop
    say "skipped $scenario::name: $reason"
    exit 77
}

proc forbid {regex} {
    lappend scenario::forbidden $regex
}

proc sleep {seconds} {
    wait_for {0} $seconds "its sleep was over"
}

# The end of the script: the run has passed, unless the kernel faulted meanwhile.
proc finish {} {
    namespace upvar scenario name name started started running running debug debug
    if {$running && $debug} {
        say "the script is at its end; Ctrl-C leaves"
        wait_for {$scenario::ended} 1000000 "the end"
    }
    if {[has_fault]} { fail "the kernel has faulted" }
    machine_stop
    say "ok $name ([format %.1f [expr {([clock milliseconds] - $started) / 1000.0}]] s)"
    exit 0
}
