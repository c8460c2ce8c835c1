# SPDX-License-Identifier: MIT
#
# The verb `boot`: starts the composed image on the target (run/lib/target), and takes in what its
# UARTs send. UART 0 is the system's log. All of it is kept, per UART, in scenario::output (without
# carriage returns) and in the files uartN.log.
#
# A target has target::start, which opens the UARTs (listen, scenario::input) and starts the machine,
# target::start_interactive, which gives one to the user's terminal and does not return, and
# target::stop.

namespace eval scenario {
    variable output     ;# per UART: all that it sent
    array set output {0 {} 1 {} 2 {} 3 {}}
    variable position   ;# per UART: where run_until goes on
    array set position {0 0 1 0 2 0 3 0}
    variable input      ;# per UART: the channel to send to
    array set input {}
    variable logs       ;# per UART: the channel of its log file
    array set logs {}
    variable running 0  ;# the machine has been started
    variable ended 0    ;# it has ended
    variable news 0     ;# changes with whatever arrives
    variable echo 0     ;# the log is shown as it comes
    variable expired 0  ;# the time limit is over
}

# Takes in what UART `uart` has sent.
proc receive {uart channel} {
    variable scenario::output
    variable scenario::logs
    variable scenario::news
    set data [read $channel]
    if {$data ne ""} {
        puts -nonewline $logs($uart) $data
        flush $logs($uart)
        set text [string map {\r {}} $data]
        append output($uart) $text
        if {$uart == 0 && $scenario::echo} {
            puts -nonewline $text
            flush stdout
        }
        incr news
    }
    if {[eof $channel] || ($scenario::devices ne "" && [regexp -line {^core: init exited} $output(0)])} {
        fileevent $channel readable {}
        set scenario::ended 1
        incr news
    }
}

# Takes in from now on what comes from `channel`, of UART `uart`.
proc listen {uart channel} {
    fconfigure $channel -blocking 0 -translation binary -buffering none
    fileevent $channel readable [list receive $uart $channel]
}

# Starts the machine for the scenario's own checks.
proc boot_checked {} {
    namespace upvar scenario folder folder running running logs logs time_limit time_limit \
        batch batch echo echo debug debug
    foreach uart {0 1 2 3} {
        set logs($uart) [open $folder/uart$uart.log wb]
    }
    set echo [expr {!$batch}]
    set running 1
    target::start
    if {!$debug} {
        after [expr {$time_limit * 1000}] {
            set scenario::expired 1
            incr scenario::news
        }
    }
}

proc boot {} {
    namespace upvar scenario batch batch terminal terminal image image folder folder
    compose
    if {$image} {
        say "composed $folder/image, and image.raw and image.uimage beside it"
        exit 0
    }
    if {!$batch && $terminal != 0} {
        target::start_interactive
    } else {
        boot_checked
    }
}

# Ends the machine, if it runs.
proc machine_stop {} {
    namespace upvar scenario running running
    if {$running} {
        set running 0
        target::stop
    }
}
