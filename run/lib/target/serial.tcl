# SPDX-License-Identifier: MIT
#
# The target `serial:DEVICE,...`: a board at this machine's serial lines, in U-Boot or about to come
# to it. The first device is the line of UART 0, U-Boot's prompt and the system's log; the next are
# UARTs 1 to 3, as many as there are.
#
# U-Boot loads the image by TFTP from the folder that `--tftp FOLDER` names (/srv/tftp unless told),
# of this machine's TFTP server, whose address as the board sees it is `--server ADDRESS`. With
# `--load present` the image is in the board's memory already, at the board part's load_address, as
# a debugger may have put it there.
# `--boot go` starts the raw image in U-Boot's own mode, `--boot bootm` (unless told) the uImage,
# which U-Boot enters in Hyp mode.
#
# That a machine is off cannot be seen on a line: core's last word counts as that.

namespace eval target {
    variable channels {}
    variable prompt {(?:^|\n)(?:ARNDALE # |=> )$}
    variable name tessera.image
    variable boot_seconds 60
}

# Opens a serial device, 115200 baud, raw.
proc target::open_line {uart device} {
    variable channels
    if {![file exists $device]} { fail "no serial device $device" }
    if {[catch { open $device RDWR } channel]} { fail "$device cannot be opened: $channel" }
    catch { fconfigure $channel -mode 115200,n,8,1 }
    catch { exec stty -F $device raw -echo }
    fconfigure $channel -blocking 0 -translation binary -buffering none
    lappend channels $channel
    set scenario::input($uart) $channel
    listen $uart $channel
}

# Waits until the log has `regex` behind `position`; false when `seconds` are over.
proc target::await {regex position seconds} {
    set deadline [expr {[clock milliseconds] + $seconds * 1000}]
    while {![regexp -start $position -- $regex $scenario::output(0)]} {
        set rest [expr {$deadline - [clock milliseconds]}]
        if {$rest <= 0} { return 0 }
        set timer [after $rest {incr scenario::news}]
        vwait scenario::news
        after cancel $timer
    }
    return 1
}

proc target::type {text} {
    puts -nonewline $scenario::input(0) $text
}

# Comes to U-Boot's prompt, wherever the board is.
proc target::reach_prompt {} {
    variable prompt
    variable boot_seconds
    for {set second 0} {$second < $boot_seconds} {incr second} {
        set position [string length $scenario::output(0)]
        type "\x03\r"
        if {[await $prompt $position 1]} { return }
        if {$second == 3} { say "no prompt of U-Boot yet: reset the board, or switch it on" }
    }
    fail "U-Boot's prompt did not come within $boot_seconds s"
}

# Gives U-Boot a command, and waits for the next prompt; returns what it said.
proc target::command {line seconds} {
    variable prompt
    set position [string length $scenario::output(0)]
    type "$line\r"
    if {![await $prompt $position $seconds]} { fail "U-Boot does not come back from \"$line\"" }
    return [string range $scenario::output(0) $position end]
}

# Brings the image into the board's memory.
proc target::bring {file} {
    namespace upvar ::scenario tftp tftp server server load load
    variable name
    if {$load eq "present"} { return }
    if {$server eq ""} { fail "--target serial needs --server ADDRESS, of the TFTP server" }
    if {[catch { file copy -force $file $tftp/$name } message]} { fail "--tftp $tftp: $message" }
    foreach line $board::network { command $line 60 }
    command "setenv autoload no" 5
    command "dhcp" 60
    command "setenv serverip $server" 5
    set said [command "tftpboot $board::load_address $name" 300]
    if {![regexp {Bytes transferred = (\d+)} $said - bytes] || $bytes != [file size $file]} {
        fail "the image did not arrive by TFTP"
    }
}

proc target::start {} {
    namespace upvar ::scenario folder folder devices devices boot boot
    variable channels
    if {![info exists board::load_address]} {
        fail "$board::description has no serial target"
    }
    set uart 0
    foreach device $devices {
        open_line $uart $device
        incr uart
    }
    reach_prompt
    set file $folder/image.[expr {$boot eq "go" ? "raw" : "uimage"}]
    bring $file
    if {$boot eq "go"} {
        set size [format 0x%x [file size $file]]
        command "cp.b $board::load_address $board::image_address $size" 60
        set start "go $board::image_address"
    } else {
        set start "bootm $board::load_address - \${fdtcontroladdr}"
    }
    # What U-Boot has said so far is no output of the system.
    say "starting the image: $start"
    set scenario::output(0) {}
    type "$start\r"
}

proc target::start_interactive {} {
    fail "a terminal of a board at serial lines is used with a terminal program; run with --batch"
}

# The board is left as it is.
proc target::stop {} {
    variable channels
    foreach channel $channels { catch { close $channel } }
}
