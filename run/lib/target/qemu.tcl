# SPDX-License-Identifier: MIT
#
# The target `qemu`: the board is emulated. UART 0 is QEMU's standard input and output; UARTs 1..3
# are FIFOs in the run's folder, opened here before QEMU starts, so that nothing is lost. In an
# interactive run QEMU has the user's terminal for the scenario's terminal UART instead.

namespace eval target {
    variable channel {} ;# QEMU's
    variable pids {}
}

# A TCP port of this machine that is free.
proc target::free_port {} {
    set channel [socket -server {apply {{args} {}}} -myaddr 127.0.0.1 0]
    set port [lindex [fconfigure $channel -sockname] 2]
    close $channel
    return $port
}

# QEMU's command but for its UARTs. QEMU ends with this process, however that ends.
proc target::command {} {
    namespace upvar ::scenario folder folder icount icount debug debug qemu_args extra
    set command [list setpriv --pdeathsig TERM {*}[board::qemu $folder/image] \
        -display none -monitor none]
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
proc target::tell_debugger {port} {
    namespace upvar ::scenario root root board board folder folder modules modules
    say "QEMU waits for gdb. The kernel:"
    puts "  gdb-multiarch $folder/image -ex 'set substitute-path $root/build-$board $root'\
        -ex 'target remote 127.0.0.1:$port'"
    say "symbols of core and of components (one at a time: their addresses are the same):"
    foreach file [list [bin_folder]/core {*}[dict values $modules]] {
        if {[file dirname $file] eq [bin_folder] && [file isfile $file]} {
            puts "  add-symbol-file $file"
        }
    }
}

# Opens the FIFOs of UARTs 1..3; returns QEMU's arguments for them.
proc target::open_terminals {} {
    namespace upvar ::scenario folder folder input input
    set arguments {}
    foreach uart {1 2 3} {
        set path $folder/uart$uart
        exec mkfifo $path.in $path.out
        listen $uart [open $path.out RDWR]
        set input($uart) [open $path.in RDWR]
        fconfigure $input($uart) -blocking 0 -translation binary -buffering none
        lappend arguments -serial pipe:$path
    }
    return $arguments
}

# Starts the machine for the scenario's own checks.
proc target::start {} {
    namespace upvar ::scenario folder folder input input
    variable channel
    variable pids
    board::set_up
    set command [concat [command] -serial stdio [open_terminals]]
    set channel [open "|$command 2>$folder/qemu.log" r+]
    set pids [pid $channel]
    set input(0) $channel
    listen 0 $channel
}

# Starts it on the user's terminal, and ends with it.
proc target::start_interactive {} {
    namespace upvar ::scenario folder folder terminal terminal run run
    board::set_up
    set arguments {}
    foreach uart {0 1 2 3} {
        lappend arguments -serial [expr {$uart == $terminal ? "mon:stdio" : "file:$folder/uart$uart.log"}]
    }
    say "starting QEMU; Ctrl-A x leaves; the system's log is log/$run/uart0.log"
    set status [catch { exec {*}[command] {*}$arguments <@stdin >@stdout 2>@stderr }]
    set log [open $folder/uart0.log]
    set scenario::output(0) [string map {\r {}} [read $log]]
    close $log
    if {[has_fault]} { fail "the kernel has faulted" }
    if {[init_status] ni {{} 0}} { fail "the system ended with status [init_status]" }
    if {$status} { fail "QEMU ended with an error" }
    exit 0
}

# Ends QEMU.
proc target::stop {} {
    variable channel
    variable pids
    foreach pid $pids { catch { exec kill $pid 2>@1 } }
    fileevent $channel readable {}
    fconfigure $channel -blocking 1
    catch { close $channel }
    file delete {*}[glob -nocomplain $scenario::folder/*.in $scenario::folder/*.out]
}
