# SPDX-License-Identifier: MIT
#
# Verbs for scenarios with Linux guests, beside those of compose.tcl:
#
#   linux_kernel FILE       the raw Image of a kernel, unpacked if it is a zImage
#   size_of TEXT            bytes of a size such as 256M
#   vm_drivers UARTS        nodes of a config: the timer, and the UARTs named as Terminal sessions
#   linux_vm NAME UART DICT node of a config: a VMM with its guest on a UART; DICT may set memory,
#                           cpus, append, affinity, kernel, initrd (may be empty), dtb (boot
#                           modules' names), extra (properties of the VMM's node)

# What a VMM needs beside its guest's RAM: 1 MiB.
set vmm_ram 0x100000

proc linux_kernel {file} {
    if {![file isfile $file]} { fail "no kernel: no file $file" }
    set image $scenario::folder/kernel.image
    if {[catch { exec $scenario::root/tool/guest/unpack $file $image } message]} {
        fail "kernel $file: [lindex [split $message \n] 0]"
    }
    return $image
}

proc size_of {text} {
    if {![regexp {^(\d+)([KMG]?)$} $text - number unit]} {
        fail "\"$text\" is no size (such as 256M)"
    }
    return [expr {$number * [dict get {{} 1 K 1024 M 1048576 G 1073741824} $unit]}]
}

# What a VM can have; the VMM checks it again.
proc check_machine {memory cpus} {
    set block 0x200000
    if {$memory < $block || $memory > 0x40000000 || $memory % $block != 0} {
        fail "memory of $memory bytes: it must be a multiple of 2M, at most 1G"
    }
    if {![string is integer -strict $cpus] || $cpus < 1 || $cpus > 8} {
        fail "cpus $cpus: it must be 1 to 8"
    }
}

# A string as DTS writes it.
proc dts_string {text} {
    return "\"[string map {\\ \\\\ \" \\\"} $text]\""
}

proc vm_drivers {uarts} {
    set nodes {}
    set devices {}
    foreach uart $uarts {
        append nodes "uart$uart { device = \"terminal$uart\"; };\n"
        lappend devices terminal$uart
    }
    return "
timer: timer {
    image = \"timer\";
    ram = <0x100000>;
    caps = <128>;
    priority = <24>;
    provides = \"Timer\";
    routes { [device_routes timer] };
};
uart: uart {
    image = \"uart\";
    ram = <0x100000>;
    caps = <128>;
    priority = <20>;
    provides = \"Terminal\";
    routes { [device_routes {*}$devices] };
    config { $nodes };
};
default-route { services = \"LOG\", \"ROM\", \"PD\", \"CPU\"; };
"
}

proc linux_vm {name uart given} {
    global vmm_ram
    set setting [dict merge {
        memory 0x10000000 cpus 1 append {console=ttyAMA0 cryptomgr.notests}
        kernel kernel initrd initrd dtb guest_vexpress_a15.dtb affinity 0 extra {}
    } $given]
    dict with setting {
        check_machine $memory $cpus
        return "
$name {
    image = \"vmm\";
    ram = <[format 0x%x [expr {$memory + $vmm_ram}]]>;
    caps = <128>;
    priority = <16>;
    affinity = <$affinity>;
    $extra
    routes {
        Timer { to = <&timer>; };
        Terminal { to = <&uart>; label = \"uart$uart\"; };
        VM { };
    };
    config {
        kernel = \"$kernel\";
        [expr {$initrd eq "" ? "" : "initrd = \"$initrd\";"}]
        dtb = \"$dtb\";
        bootargs = [dts_string $append];
        memory = <[format 0x%x $memory]>;
        cpus = <$cpus>;
        vcpu-affinity = <$affinity>;
    };
};
"
    }
}
