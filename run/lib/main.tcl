# SPDX-License-Identifier: MIT
#
# Runs one scenario script. Called by tool/run with its arguments.
#
# State is kept in the namespace `scenario`, whose variables are set here and by the verbs:
#   name, script, mode (interactive, batch or debug), board, folder (of this run's files)
# The status is 0 only if the script got to its end; whatever fails calls `fail`, once.

namespace eval scenario {
    variable root [file dirname [file dirname [file dirname [file normalize [info script]]]]]
    variable board vexpress_a15
    variable devices {}         ;# serial devices of the target; none: QEMU
    variable tftp /srv/tftp
    variable server {}
    variable load tftp
    variable boot bootm
    variable image 0            ;# compose the image only
    variable batch 0
    variable debug 0
    variable icount 0
    variable build 1
    variable repos {}
    variable name {}
    variable options {}
    variable started [clock milliseconds]
}

# Says what the run tool is doing.
proc say {text} {
    puts "run: $text"
    flush stdout
}

# Ends the scenario as failed. What is wrong is told in one line, then the log's last lines.
proc fail {text} {
    variable scenario::name
    machine_stop
    puts stderr "run: FAILED $name: $text"
    show_logs
    exit 1
}

# Reads the command line.
proc parse_arguments {arguments} {
    namespace upvar scenario tftp tftp server server load load boot boot board board batch batch debug debug icount icount build build image image \
        repos repos name name options options
    set target qemu
    while {[llength $arguments] > 0} {
        set arguments [lassign $arguments argument]
        switch -glob -- $argument {
            --batch { set batch 1 }
            --debug { set debug 1 }
            --icount { set icount 1 }
            --no-build { set build 0 }
            --image { set image 1 }
            --board - --repos - --target - --tftp - --server - --load - --boot {
                if {[llength $arguments] == 0} { fail "$argument needs a value" }
                set arguments [lassign $arguments value]
                set [string range $argument 2 end] $value
            }
            --* {
                if {$name eq ""} { fail "unknown option $argument (./tool/run --help)" }
                if {[llength $arguments] == 0} { fail "$argument needs a value" }
                set arguments [lassign $arguments value]
                dict set options [string range $argument 2 end] $value
            }
            default {
                if {$name ne ""} { fail "two scenarios: $name and $argument" }
                set name $argument
            }
        }
    }
    if {$name eq ""} { fail "no scenario named (./tool/run --list)" }
    if {[regexp {^serial:(.+)$} $target - devices]} {
        set scenario::devices [split $devices ,]
    } elseif {$target ne "qemu"} {
        fail "--target $target: qemu, or serial:DEVICE"
    }
    if {$load ni {tftp present} || $boot ni {bootm go}} {
        fail "--load is tftp or present, --boot is bootm or go"
    }
}

# The script of a scenario, or a failure that names it. A folder outside the tree, which the list of
# folders names, may have it.
proc find_script {} {
    namespace upvar scenario root root name name build build repos repos
    if {[string match *.run $name]} {
        set candidates [list [file normalize $name]]
        set name [file rootname [file tail $name]]
    } else {
        if {$build && ![file isfile $root/run/$name.run]} {
            set arguments [expr {$repos eq "" ? "" : [list --repos $repos]}]
            if {[catch { exec $root/tool/build --bring-in {*}$arguments >@stdout 2>@stderr }]} {
                fail "the folders outside the tree cannot be brought in"
            }
        }
        set candidates [list $root/run/$name.run \
            {*}[glob -nocomplain $root/external/*/run/$name.run]]
    }
    foreach candidate $candidates {
        if {[file isfile $candidate]} { return $candidate }
    }
    fail "no such scenario (./tool/run --list)"
}

# Where the run's files are: those of other boards than the first have its name in theirs.
proc run_name {} {
    namespace upvar scenario name name board board
    return [expr {$board eq "vexpress_a15" ? $name : "${board}_$name"}]
}

foreach part {compose guest dma machine judge memory report} {
    source [file join $scenario::root run lib $part.tcl]
}
parse_arguments $argv
set scenario::script [find_script]
set scenario::run [run_name]
set scenario::folder $scenario::root/log/$scenario::run
if {![file isfile $scenario::root/run/lib/board/$scenario::board.tcl]} {
    fail "no board $scenario::board"
}
source $scenario::root/run/lib/board/$scenario::board.tcl
source $scenario::root/run/lib/target/[expr {$scenario::devices eq "" ? "qemu" : "serial"}].tcl
file delete -force $scenario::folder
file mkdir $scenario::folder
if {[catch { source $scenario::script } message information]} {
    fail "[dict get $information -errorinfo]"
}
finish
