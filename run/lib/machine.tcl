# SPDX-License-Identifier: MIT
#
# The verb `boot`: starts QEMU on the composed image, and takes in what its UARTs send.
#
# UART 0 is the system's log, on QEMU's standard input and output. UARTs 1..3 are FIFOs in the
# run's folder, opened here before QEMU starts, so that nothing is lost. All of it is kept, per
# UART, in scenario::output (without carriage returns) and in the files uartN.log. In an
# interactive run QEMU has the user's terminal for the scenario's terminal UART instead.

namespace eval scenario {
    variable output     ;# per UART: all that it sent
    array set output {0 {} 1 {} 2 {} 3 {}}
    variable position   ;# per UART: where run_until goes on
    array set position {0 0 1 0 2 0 3 0}
    variable input      ;# per UART: the channel to send to
    array set input {}
    variable logs       ;# per UART: the channel of its log file
    array set logs {}
    variable machine {} ;# QEMU's channel
    variable pids {}
    variable ended 0    ;# QEMU has ended
    variable news 0     ;# changes with whatever arrives
    variable echo 0     ;# the log is shown as it comes
    variable expired 0  ;# the time limit is over
}

# Reads the setting CONFIG_KEY of the board.
proc board_setting {key} {
    namespace upvar scenario root root board board
    set channel [open $root/tool/board/$board.config]
    set text [read $channel]
    close $channel
    if {![regexp -line "^CONFIG_$key=(.*)\$" $text - value]} {
        fail "tool/board/$board.config does not set CONFIG_$key"
    }
    return $value
}

# A TCP port of this machine that is free.
proc free_port {} {
    set channel [socket -server {apply {{args} {}}} -myaddr 127.0.0.1 0]
    set port [lindex [fconfigure $channel -sockname] 2]
    close $channel
    return $port
}

# QEMU's command but for its UARTs. QEMU ends with this process, however that ends.
proc qemu_command {} {
    namespace upvar scenario folder folder icount icount debug debug qemu_args extra
    set command [list setpriv --pdeathsig TERM qemu-system-arm -M [board_setting QEMU] {*}[board_setting QEMU_ARGUMENTS] \
        -display none -monitor none -nic none -kernel $folder/image]
    if {$icount} {
        lappend command -icount shift=0,sleep=off -rtc base=2024-01-01,clock=vm
    }
    if {$debug} {
        set port [free_port]
        lappend command -S -gdb tcp:127.0.0.1:$port
        tell_debugger $port
    }
    return [concat $command $extra]
}

# Prints how to attach gdb.
proc tell_debugger {port} {
    namespace upvar scenario root root board board folder folder modules modules
    say "QEMU waits for gdb. The kernel:"
    puts "  gdb-multiarch $folder/image -ex 'set substitute-path $root/build-$board $root'\
        -ex 'target remote 127.0.0.1:$port'"
    say "symbols of core and of components (one at a time: their addresses are the same):"
    foreach name [list core {*}[dict keys $modules]] {
        if {[file isfile [bin_folder]/$name]} { puts "  add-symbol-file [bin_folder]/$name" }
    }
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
    if {[eof $channel]} {
        fileevent $channel readable {}
        set scenario::ended 1
        incr news
    }
}

# Opens the FIFOs of UARTs 1..3; returns QEMU's arguments for them.
proc open_terminals {} {
    namespace upvar scenario folder folder input input
    set arguments {}
    for {set uart 1} {$uart <= [board_setting TERMINALS]} {incr uart} {
        set path $folder/uart$uart
        exec mkfifo $path.in $path.out
        set from [open $path.out RDWR]
        fconfigure $from -blocking 0 -translation binary
        fileevent $from readable [list receive $uart $from]
        set input($uart) [open $path.in RDWR]
        fconfigure $input($uart) -blocking 0 -translation binary -buffering none
        lappend arguments -serial pipe:$path
    }
    return $arguments
}

# Starts QEMU for the scenario's own checks.
proc boot_checked {} {
    namespace upvar scenario folder folder machine machine logs logs input input pids pids \
        time_limit time_limit batch batch echo echo debug debug
    for {set uart 0} {$uart <= [board_setting TERMINALS]} {incr uart} {
        set logs($uart) [open $folder/uart$uart.log wb]
    }
    set command [concat [qemu_command] -serial stdio [open_terminals]]
    set echo [expr {!$batch}]
    set machine [open "|$command 2>$folder/qemu.log" r+]
    set pids [pid $machine]
    fconfigure $machine -blocking 0 -translation binary -buffering none
    set input(0) $machine
    fileevent $machine readable [list receive 0 $machine]
    if {!$debug} {
        after [expr {$time_limit * 1000}] {
            set scenario::expired 1
            incr scenario::news
        }
    }
}

# Starts QEMU on the user's terminal, and ends with it.
proc boot_interactive {} {
    namespace upvar scenario folder folder terminal terminal name name
    set arguments {}
    for {set uart 0} {$uart <= [board_setting TERMINALS]} {incr uart} {
        if {$uart == $terminal} {
            lappend arguments -serial mon:stdio
        } else {
            lappend arguments -serial file:$folder/uart$uart.log
        }
    }
    say "starting QEMU; Ctrl-A x leaves; the system's log is log/$name/uart0.log"
    set status [catch { exec {*}[qemu_command] {*}$arguments <@stdin >@stdout 2>@stderr }]
    set channel [open $folder/uart0.log]
    set scenario::output(0) [string map {\r {}} [read $channel]]
    close $channel
    if {[has_fault]} { fail "the kernel has faulted" }
    if {$status} { fail "QEMU ended with an error" }
    exit 0
}

proc boot {} {
    namespace upvar scenario batch batch terminal terminal
    compose
    if {!$batch && $terminal != 0} {
        boot_interactive
    } else {
        boot_checked
    }
}

# Ends QEMU, if it runs.
proc machine_stop {} {
    namespace upvar scenario machine machine pids pids
    if {$machine eq ""} { return }
    foreach pid $pids { catch { exec kill $pid 2>@1 } }
    fileevent $machine readable {}
    fconfigure $machine -blocking 1
    catch { close $machine }
    set machine {}
    file delete {*}[glob -nocomplain $scenario::folder/uart*.in $scenario::folder/uart*.out]
}
