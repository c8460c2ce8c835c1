# SPDX-License-Identifier: MIT
#
# How values of a definition look in C, shared by the client and the server side.

proc comment_block {lines} {
    if {[llength $lines] == 0} {
        return ""
    }
    foreach text $lines {
        if {[string first "*/" $text] >= 0} {
            puts stderr "$::input: a comment holds the end of a C comment"
            exit 1
        }
    }
    set result "/*\n"
    foreach text $lines {
        append result [string trimright " * $text"] "\n"
    }
    return "$result */\n"
}

proc opcode {method} {
    return [string toupper ${::session}_METHOD_$method]
}

# A method may bear the name of a C keyword; the member of the table then ends in '_'.
proc member {method} {
    return [expr {$method in $::keywords ? "${method}_" : $method}]
}

# The parameters of a client stub or a server's handler, as a C list that follows a first one.
proc signature {in out side} {
    set result ""
    foreach parameter $in {
        lassign $parameter name type
        switch $type {
            u32 { append result ", uint32_t $name" }
            u64 { append result ", uint64_t $name" }
            string { append result ", const char *$name" }
            cap { append result ", struct cap_item [expr {$side eq "server" ? "*" : ""}]$name" }
        }
    }
    foreach parameter $out {
        lassign $parameter name type
        switch $type {
            u32 { append result ", uint32_t *$name" }
            u64 { append result ", uint64_t *$name" }
            string { append result ", char *$name, size_t ${name}_size" }
            cap { append result [expr {$side eq "server" ? ", struct cap_item *$name"
                                                         : ", cap_t *$name"}] }
        }
    }
    return $result
}

# Where word `index` of a message lies, given the array of the register words.
proc word {registers index} {
    return [expr {$index < $::message_registers ? "${registers}\[$index\]" : "utcb_->words\[$index\]"}]
}

proc store_scalars {parameters registers prefix indent} {
    set result ""
    set index 0
    foreach parameter [of_type $parameters {u32 u64}] {
        lassign $parameter name type
        append result "$indent[word $registers $index] = (uint32_t)$prefix$name;\n"
        incr index
        if {$type eq "u64"} {
            append result "$indent[word $registers $index] = (uint32_t)($prefix$name >> 32);\n"
            incr index
        }
    }
    return $result
}

proc load_scalars {parameters registers declare indent} {
    set result ""
    set index 0
    foreach parameter [of_type $parameters {u32 u64}] {
        lassign $parameter name type
        set low [word $registers $index]
        incr index
        if {$type eq "u32"} {
            set value $low
            set target [expr {$declare ? "const uint32_t $name" : "*$name"}]
        } else {
            set value "$low | (uint64_t)[word $registers $index] << 32"
            set target [expr {$declare ? "const uint64_t $name" : "*$name"}]
            incr index
        }
        append result "$indent$target = $value;\n"
    }
    return $result
}

proc needs_memory {parameters} {
    return [expr {[llength [of_type $parameters {cap string}]] > 0
                  || [scalar_words $parameters] > $::message_registers}]
}

proc strings_first {parameters} {
    return [expr {max([scalar_words $parameters], $::message_registers)}]
}
