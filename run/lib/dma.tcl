# SPDX-License-Identifier: MIT
#
# Verbs for the DMA experiments (doc/dma-experiment.md), of board arndale:
#
#   dma_images                 the components that such a scenario is built of
#   dma_parts MODE ?RAM?       nodes of a config: interrupt combiner, a component with a secret, and
#                              the drivers of the SysMMU before MDMA1, in MODE (enable, block or
#                              off) and with RAM as quota, and of the platform
#   dma_drivers MODE           the same, and timer and UART 1
#   dma_guest DICT             node of a config: a VMM whose guest has MDMA1; DICT may set kernel,
#                              initrd, dtb, append, memory, device (further properties), extra,
#                              and gap: the offset in RAM of 2 MiB that MDMA1 does not reach
#   dma_restarts GUEST         the whole config: the system with a guest (a node, as dma_guest gives)
#                              in a nested init, whose config changes with each byte on UART 2: the
#                              driver of the SysMMU is ended and started anew; then it has no driver;
#                              then again one; then the guest's VMM is ended and started anew
#   dma_do LETTER REGEX        have guest_dma do something, and wait for the line
#   dma_targets                after the boot: where the secret and a text of the kernel are in memory;
#                              a scenario that asks begins with watch_memory
#   dma_targets_are TEXT       at its end: what is there now begins with TEXT, or is as it was ({})
#   dma_attack_targets         have guest_dma try to reach exactly these, and see that it does not

proc dma_images {} {
    return {init timer uart irq_exynos_combiner sysmmu_exynos platform_exynos vmm
        guest_vexpress_a15.dtb test_secret}
}

proc dma_drivers {mode} {
    return "[vm_drivers 1] [dma_parts $mode]"
}

proc dma_parts {mode {ram 0x100000}} {
    set unprotected [expr {$mode eq "off" ? "unprotected;" : ""}]
    return "
secret {
    image = \"test_secret\";
    ram = <0x100000>;
    routes { Timer { to = <&timer>; }; };
};
combiner: combiner {
    image = \"irq_exynos_combiner\";
    ram = <0x100000>;
    caps = <256>;
    priority = <26>;
    provides = \"IRQ\";
    routes { [device_routes combiner] };
};
platform: platform {
    image = \"platform_exynos\";
    ram = <0x100000>;
    caps = <192>;
    priority = <23>;
    provides = \"Platform\";
    routes {
        IO_MEM { match = \"cmu:0\"; };
        IO_MEM@engines {
            match = \"mdma0:0,unprotected\", \"mdma1:0,unprotected\",
                    \"pdma0:0,unprotected\", \"pdma1:0,unprotected\";
            unprotected;
        };
        IRQ { match = \"mdma0:0\", \"mdma1:0\", \"pdma0:0\", \"pdma1:0\"; };
        IRQ@abort { match = \"mdma0-abort:0\", \"mdma1-abort:0\"; to = <&combiner>; };
        Iommu { to = <&sysmmu>; };
    };
    config { guest { mdma1 { }; }; };
};
sysmmu: sysmmu {
    image = \"sysmmu_exynos\";
    ram = <$ram>;
    caps = <192>;
    priority = <22>;
    provides = \"Iommu\";
    restart = \"always\";
    routes {
        IO_MEM { match = \"sysmmu-mdma1:0\"; };
        DMA { };
        IRQ { match = \"sysmmu-mdma1:0\"; to = <&combiner>; };
    };
    config { mdma1 { device = \"sysmmu-mdma1\"; mode = \"$mode\"; $unprotected }; };
};
"
}

# MDMA1's registers and interrupts are where the guest's device tree (if it has one) names them.
proc dma_guest {given} {
    set setting [dict merge {
        kernel guest_dma initrd {} dtb guest_vexpress_a15.dtb append {} memory 64M
        gap 0x3c00000 device {} extra {essential;}
    } $given]
    dict with setting {
        set bytes [size_of $memory]
        set behind [expr {$gap + 0x200000}]
        if {$device eq ""} {
            set device [format {memory = <0 0x%x 0x%x 0x%x>;} $gap $behind [expr {$bytes - $behind}]]
        }
        return "
guest {
    image = \"vmm\";
    ram = <[format 0x%x [expr {$bytes + 0x180000}]]>;
    caps = <192>;
    priority = <16>;
    $extra
    routes {
        Timer { to = <&timer>; };
        Terminal { to = <&uart>; label = \"uart1\"; };
        Platform { to = <&platform>; label = \"guest\"; };
        VM { };
    };
    config {
        kernel = \"$kernel\";
        [expr {$initrd eq "" ? "" : "initrd = \"$initrd\";"}]
        dtb = \"$dtb\";
        bootargs = [dts_string $append];
        memory = <[format 0x%x $bytes]>;
        devices {
            mdma1 {
                reg = <0x1d000000>;
                interrupts = <20>;
                $device
            };
        };
    };
};
"
    }
}

proc dma_do {letter regex {seconds 60}} {
    send $letter -uart 1
    return [run_until $regex $seconds -uart 1]
}

proc dma_targets {} {
    run_until {secret\] the secret is kept}
    set kernel [memory_find $::dma_kernel_text 0x43e00000 0x43f00000]
    set ::dma_places [list [memory_find $::dma_secret_text 0x40000000 0xc0000000 4096] \
        $::dma_secret_text $kernel $::dma_kernel_text]
}
set dma_secret_text "the secret of a component"
set dma_kernel_text "kernel fault: another fault"

proc dma_targets_are {text} {
    foreach {address was} $::dma_places {
        set wanted [expr {$text eq "" ? $was : $text}]
        set found [memory_text $address [string length $wanted]]
        if {$found ne $wanted} { fail "\"$found\" is at $address of memory, not \"$wanted\"" }
    }
}

# The places as the engine takes them: units of 32 bytes.
proc dma_units {} {
    return [lmap {address text} $::dma_places { format %x [expr {$address & ~31}] }]
}

proc dma_attack_targets {} {
    foreach unit [dma_units] {
        dma_do "x$unit." "^dma: outside: 0x$unit: not read, not written, not fetched from\$"
    }
    dma_targets_are {}
}

# The same from Linux.
proc dma_linux_attack_targets {} {
    send "dma x[join [dma_units] x]\r"
    foreach unit [dma_units] {
        run_until "^dma: outside: 0x$unit: not read, not written, not fetched from\$" -uart 1
    }
    dma_targets_are {}
}

# The initramfs of the Linux guests: the usual one, and behind it what the experiment needs: the
# program vmm/guest/dma/linux as /bin/dma, and Debian's dmatest.
proc dma_initramfs {} {
    namespace upvar scenario root root folder folder
    if {[catch { exec $root/tool/qemu-arndale/kernel >@stdout 2>@stderr }]} {
        fail "Debian's dmatest cannot be made"
    }
    set more $folder/more
    file mkdir $more/bin $more/lib
    file copy [bin_folder]/guest_linux_dma $more/bin/dma
    file copy [download qemu-arndale/linux/dmatest.ko] $more/lib/dmatest.ko
    exec cp [download linux/initramfs] $folder/initramfs
    exec sh -c "cd $more && find . | cpio --quiet -o -H newc -R 0:0 >>$folder/initramfs"
    return $folder/initramfs
}

# The guest's device tree with further NODES, as boot module guest.dtb. A part of its RAM is kept
# from its kernel: the memory of /bin/dma.
proc dma_tree {{nodes {}}} {
    device_tree guest.dtb "
/include/ \"$scenario::root/vmm/board/vexpress_a15_full.dts\"
/ {
    reserved-memory {
        #address-cells = <1>;
        #size-cells = <1>;
        ranges;
        dma@86000000 {
            reg = <0x86000000 0x3000000>;
            no-map;
        };
    };
    $nodes
};
"
}

# The node of MDMA1 for Linux' own driver.
set dma_node {
    dma-controller@1d000000 {
        compatible = "arm,pl330", "arm,primecell";
        arm,primecell-periphid = <0x00241330>;
        reg = <0x1d000000 0x1000>;
        interrupts = <0 20 4>;
        #dma-cells = <1>;
        clocks = <&clock_24mhz>;
        clock-names = "apb_pclk";
    };
}

# One of the nested configs: the driver has RAM as quota and is IMAGE.
proc dma_nested {guest ram {image sysmmu_exynos}} {
    # Timer and Terminal come from outside.
    set parts "[dma_parts enable $ram] $guest"
    regsub -all {to = <&(timer|uart)>;} $parts {} parts
    set parts [string map [list sysmmu_exynos $image] $parts]
    return "
/dts-v1/;
/ {
    compatible = \"tessera,init\";
    default-route { services = \"LOG\", \"ROM\", \"PD\", \"CPU\"; };
    $parts
};
"
}

proc dma_restarts {guest} {
    device_tree first [dma_nested $guest 0x100000]
    device_tree second [dma_nested $guest 0x110000]
    device_tree third [dma_nested $guest 0x110000 test_config]
    device_tree fourth [dma_nested $guest 0x120000]
    # The guest's VMM, which is the last child, is restarted for another priority.
    device_tree fifth [dma_nested [string map {{priority = <16>} {priority = <15>}} $guest] 0x120000]
    config "
[vm_drivers {1 2}]
rom: rom {
    image = \"test_changing_rom\";
    ram = <0x100000>;
    caps = <128>;
    provides = \"ROM\";
    routes { Terminal { to = <&uart>; label = \"uart2\"; }; };
    config { versions = \"first\", \"second\", \"third\", \"fourth\", \"fifth\"; };
};
sub {
    image = \"init\";
    ram = <0x18000000>;
    caps = <3072>;
    priority = <28>;
    essential;
    routes {
        ROM@config { match = \"config\"; to = <&rom>; };
        Timer { to = <&timer>; };
        Terminal { match = \"uart1\"; to = <&uart>; label = \"uart1\"; };
        IO_MEM { unprotected; };
        IRQ { };
        DMA { };
        VM { };
    };
};
"
}

# Debian's kernel as the guest of the experiment.
proc dma_linux_setting {{given {}}} {
    return [dict merge {kernel kernel initrd initrd dtb guest.dtb memory 256M
        gap 0x8c00000 append {console=ttyAMA0 cryptomgr.notests}} $given]
}

# Builds and boots the experiment with Debian's kernel, to its shell.
proc dma_linux {mode {device {}}} {
    build "[dma_images] guest_linux_dma"
    modules [list kernel [linux_kernel [download linux/zImage]] initrd [dma_initramfs]]
    dma_tree
    config "
[dma_drivers $mode]
[dma_guest [dma_linux_setting [list device $device]]]
"
    terminal 1
    time 600
    watch_memory
    boot
    dma_targets
    dma_shell
}

proc dma_shell {} {
    run_until {^guest: user space} 300 -uart 1
    run_until {guest# } 60 -uart 1
}

# The guest lives, and ends when it is told to.
proc dma_linux_end {} {
    send "echo alive\r"
    run_until {^alive} 60 -uart 1
    send "poweroff -f\r"
    run_until_off 60
}
