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
#                              initrd, dtb, append, memory, device (further properties), extra
#   dma_do LETTER REGEX        have guest_dma do something, and wait for the line

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
    routes { IO_MEM { }; IRQ { }; };
};
sysmmu: sysmmu {
    image = \"sysmmu_exynos\";
    ram = <$ram>;
    caps = <192>;
    priority = <22>;
    provides = \"Iommu\";
    restart = \"always\";
    routes {
        IO_MEM { };
        DMA { };
        IRQ { to = <&combiner>; };
    };
    config { mdma1 { device = \"sysmmu-mdma1\"; mode = \"$mode\"; $unprotected }; };
};
platform: platform {
    image = \"platform_exynos\";
    ram = <0x100000>;
    caps = <192>;
    priority = <21>;
    provides = \"Platform\";
    routes {
        IO_MEM { };
        IRQ { };
        IRQ@abort { match = \"mdma1-abort:0\"; to = <&combiner>; };
        Iommu { to = <&sysmmu>; };
    };
    config { guest { mdma1 { }; }; };
};
"
}

# MDMA1's registers and interrupts are where the guest's device tree (if it has one) names them.
proc dma_guest {given} {
    set setting [dict merge {
        kernel guest_dma initrd {} dtb guest_vexpress_a15.dtb append {} memory 64M
        device {} extra {essential;}
    } $given]
    dict with setting {
        set bytes [size_of $memory]
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

proc dma_do {letter regex {seconds 20}} {
    send $letter -uart 1
    return [run_until $regex $seconds -uart 1]
}
