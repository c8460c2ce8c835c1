# SPDX-License-Identifier: MIT
#
# Boots the guest's kernel and initramfs on the bare board, without Tessera: for tool/bench.
#
# A stub does what a boot loader would: r0 = 0, r1 = no machine number, r2 = the device tree, then
# the kernel's entry, in the state that a VM's vCPU starts in too (non-secure supervisor mode).

# Where things are in memory: RAM's start, the raw Image at its TEXT_OFFSET, the others beyond it.
set native_ram 0x80000000
set native_kernel 0x80208000
set native_tree 0x84000000
set native_initrd 0x84100000

# The device tree with command line and initramfs; returns its file.
proc native_tree {folder append} {
    global root native_initrd
    set initrd $root/download/linux/initramfs
    exec dtc -q -I dts -O dtb -o $folder/native.dtb $root/tool/guest/native.dts
    exec fdtput -t s $folder/native.dtb /chosen bootargs $append
    exec fdtput -t s $folder/native.dtb /chosen stdout-path /serial@1c090000
    exec fdtput -t x $folder/native.dtb /chosen linux,initrd-start [format %x $native_initrd]
    exec fdtput -t x $folder/native.dtb /chosen linux,initrd-end \
        [format %x [expr {$native_initrd + [file size $initrd]}]]
    return $folder/native.dtb
}

# The stub as an ELF file at RAM's start.
proc native_stub {folder} {
    global native_ram native_kernel native_tree
    set channel [open $folder/stub.S w]
    puts $channel ".global _start\n_start: mov r0, #0\nmvn r1, #0\nldr r2, =$native_tree"
    puts $channel "ldr pc, =$native_kernel"
    close $channel
    exec arm-none-eabi-gcc -mcpu=cortex-a15 -nostdlib -static -Wl,-Ttext=$native_ram \
        -Wl,-z,noexecstack $folder/stub.S -o $folder/stub
    return $folder/stub
}

# Boots with the kernel's command line `append`; returns the console's output up to the shell.
proc native_boot {append} {
    global root native_kernel native_tree native_initrd native_news
    set folder $root/log/native
    file mkdir $folder
    set linux $root/download/linux
    set command [list setpriv --pdeathsig TERM qemu-system-arm -M vexpress-a15,secure=off,virtualization=off -m 256 -smp 1 \
        -audiodev none,id=quiet -global pl041.audiodev=quiet -nic none -display none -monitor none \
        -icount shift=0,sleep=off -rtc base=2024-01-01,clock=vm -serial stdio \
        -kernel [native_stub $folder] \
        -device loader,force-raw=on,addr=$native_kernel,file=$linux/Image \
        -device loader,force-raw=on,addr=$native_tree,file=[native_tree $folder $append] \
        -device loader,force-raw=on,addr=$native_initrd,file=$linux/initramfs]
    set machine [open "|$command 2>$folder/qemu.log" r+]
    set pid [pid $machine]
    fconfigure $machine -blocking 0 -translation binary
    set output {}
    set native_news {}
    set limit [after 300000 {append native_news late}]
    fileevent $machine readable {append native_news arrived}
    while {![regexp {guest: user space at \S+ } $output]} {
        vwait native_news
        append output [read $machine]
        if {[eof $machine] || [string match *late* $native_news]} { break }
    }
    after cancel $limit
    exec kill $pid
    fconfigure $machine -blocking 1
    catch { close $machine }
    set channel [open $folder/uart0.log w]
    puts $channel $output
    close $channel
    return $output
}
