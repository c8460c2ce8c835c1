# SPDX-License-Identifier: MIT
#
# The verbs that say what a system is made of, up to its boot image:
#
#   build {IMAGE ...}          build these components; each becomes a boot module of its name;
#                              `timer` and `uart` are the board's drivers (run/lib/board)
#   without_console            UART 0 is a device like the others; core's LOG shows nothing
#   boards {BOARD ...}         the scenario is for these boards alone
#   config {DTS}               init's configuration: the properties and nodes of its root
#   device_tree NAME {DTS}     a boot module from the source of a whole device tree; a configuration
#                              of init with mistakes in it takes the word `unchecked` behind
#   [device_routes DEVICE ...] within these two: routes IO_MEM and IRQ to just these devices, which
#                              the board's part names (`timer`), or else its device tree's aliases
#   modules {NAME FILE ...}    further boot modules; variables in it are substituted
#   option KEY DEFAULT         the value of the scenario's option --KEY
#   download FILE              a file that set-up has fetched
#   terminal UART              the UART (1..3) that is the user's terminal
#   qemu_args ARGUMENT ...     more arguments for QEMU
#   time SECONDS               how long the whole run may take (60 unless told)
#
# What is wrong (a component that is no module, a route to nothing) ends the run before QEMU.

namespace eval scenario {
    variable images {}
    variable modules {}
    variable unchecked {}  ;# modules that are configurations with mistakes
    variable terminal 0
    variable qemu_args {}
    variable time_limit 60
    variable used_options {}
}

proc bin_folder {} {
    return $scenario::root/build-$scenario::board/bin
}

# Leaves the serial line of the log to components: core's LOG shows nothing then.
proc without_console {} {
    set tree $scenario::folder/board.dtb
    file copy -force [bin_folder]/board.dtb $tree
    if {[catch { exec fdtput -d $tree /chosen stdout-path 2>@1 } message]} {
        fail "board.dtb: $message"
    }
    dict set scenario::modules board.dtb $tree
}

proc boards {list} {
    namespace upvar scenario board board
    if {$board ni $list} { skip "it is for the board [join $list {, }]" }
}

# The image that the build makes for what a scenario calls `image`.
proc image_of {image} {
    return [expr {[dict exists $board::images $image] ? [dict get $board::images $image] : $image}]
}

proc build {images} {
    namespace upvar scenario root root board board repos repos modules modules build build
    if {$build} {
        set command [list $root/tool/build --board $board]
        if {$repos ne ""} { lappend command --repos $repos }
        say "building (log in log/build.log)"
        if {[catch { exec {*}$command kernel.o core core.image board.dtb check_config \
                {*}[lmap image $images { image_of $image }] >@stdout 2>@stderr }]} {
            fail "the build failed"
        }
    }
    foreach image $images {
        dict set modules $image [bin_folder]/[image_of $image]
    }
}

proc modules {list} {
    foreach {name file} $list {
        set file [uplevel 1 [list subst -nocommands $file]]
        if {![file isfile $file]} { fail "module $name is missing: no file $file" }
        dict set scenario::modules $name [file normalize $file]
    }
}

# The routes to the registers and interrupts of devices, and to no others. What the drivers of those
# that the board's part names need is told there; of others, it is the first of each.
proc device_routes {args} {
    set labels {}
    foreach device $args {
        set needs [list IO_MEM $device:0 IRQ $device:0]
        if {[dict exists $board::devices $device]} { set needs [dict get $board::devices $device] }
        dict for {service list} $needs { dict lappend labels $service {*}$list }
    }
    set routes {}
    dict for {service list} $labels {
        lappend routes "$service { match = [join [lmap label $list { dts_string $label }] {, }]; };"
    }
    return [join $routes]
}

# Source with its routes to devices in place, where they are in braces.
proc substitute_routes {source} {
    while {[regexp -indices {\[device_routes ([^]]*)\]} $source whole devices]} {
        set routes [device_routes {*}[string range $source {*}$devices]]
        set source [string replace $source {*}$whole $routes]
    }
    return $source
}

# Compiles device-tree source as the boot module NAME.
proc device_tree {name source {check checked}} {
    variable scenario::folder
    if {$check eq "unchecked"} { lappend scenario::unchecked $name }
    set channel [open $folder/$name.dts w]
    puts $channel [substitute_routes $source]
    close $channel
    set command [list dtc -q -I dts -O dtb -o $folder/$name.dtb $folder/$name.dts]
    if {[catch { exec {*}$command 2>@1 } message]} {
        foreach line [split $message \n] {
            if {[regexp {non-existent node or label "([^"]*)"} $line - label]} {
                fail "$name: a route or reference leads to &$label, which no node is labelled"
            }
        }
        fail "$name: [lindex [split $message \n] 0]"
    }
    dict set scenario::modules $name $folder/$name.dtb
}

proc config {source} {
    device_tree config "/dts-v1/;\n/ {\n    compatible = \"tessera,init\";\n$source\n};"
}

proc option {key default} {
    namespace upvar scenario options options used_options used_options
    lappend used_options $key
    if {[dict exists $options $key]} { return [dict get $options $key] }
    return $default
}

proc download {file} {
    return $scenario::root/download/$file
}

proc terminal {uart} {
    if {$uart ni {1 2 3}} { fail "terminal $uart: UARTs 1 to 3 can be terminals" }
    set scenario::terminal $uart
}

proc qemu_args {args} {
    lappend scenario::qemu_args {*}$args
}

proc time {seconds} {
    set scenario::time_limit $seconds
}

# Whether a file is a configuration of init: such a device tree. One that is missing is told later.
proc is_configuration {file} {
    if {![file isfile $file]} { return 0 }
    set channel [open $file rb]
    set magic [read $channel 4]
    close $channel
    return [expr {$magic eq "\xd0\x0d\xfe\xed" &&
        ![catch { exec fdtget -t s $file / compatible 2>@1 } compatible] &&
        "tessera,init" in $compatible}]
}

# Checks the configuration that is boot module NAME with init's own checker, and that each image
# named is a module. Warns of what may reach all memory.
proc check_config {name file} {
    namespace upvar scenario modules modules
    set option [expr {$name eq "config" ? "--first" : ""}]
    catch { exec [bin_folder]/check_config {*}$option $file 2>@1 } message
    set mistakes 0
    foreach line [split $message \n] {
        if {[regexp {^mistake: (.*)} $line - mistake]} {
            puts stderr "run: $name: $mistake"
            set first [expr {$mistakes ? $first : $mistake}]
            incr mistakes
        } elseif {[regexp {^unprotected (.*)} $line - node]} {
            say "warning: [file tail $node] is unprotected and reaches all memory ($name: $node)"
        } elseif {[regexp {^trusted (\S+) (.*)} $line - child route]} {
            say "warning: $child may be given devices that reach all memory ($name: $route)"
        } elseif {[regexp {^image (.*)} $line - image] && ![dict exists $modules $image]} {
            fail "$name: image \"$image\" is not among the modules ([join [dict keys $modules] {, }])"
        }
    }
    if {$mistakes} { fail "$name: $first" }
    if {![regexp -line {^image } $message]} { fail "$name: $message" }
}

# Checks the configurations among the modules: the first init's, and those of nested ones.
proc check_configs {} {
    dict for {name file} $scenario::modules {
        if {$name ni $scenario::unchecked && [is_configuration $file]} {
            check_config $name $file
        }
    }
}

# Composes the boot image from the modules.
proc compose {} {
    namespace upvar scenario root root board board folder folder modules modules \
        options options used_options used_options
    foreach key [dict keys $options] {
        if {$key ni $used_options} { fail "the scenario has no option --$key" }
    }
    check_configs
    set arguments {}
    dict for {name file} $modules { lappend arguments $name=$file }
    set form [expr {$scenario::devices eq "" && !$scenario::image ? {} : "--for-uboot"}]
    if {[catch {
        exec $root/tool/image --board $board {*}$form $folder/image {*}$arguments 2>@1
    } message]} {
        fail [regsub {\nchild process exited abnormally$} $message {}]
    }
}
