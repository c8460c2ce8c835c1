# SPDX-License-Identifier: MIT
#
# Reads a session definition into the global dictionary `methods`, strictly: the first mistake ends
# the run with FILE:LINE and what was expected.

set message_words 128
set message_registers 4
set message_caps 4
set string_words 33
set method_count_max 256

set keywords {auto break case char const continue default do double else enum extern float for
    goto if inline int long register restrict return short signed sizeof static struct switch
    typedef union unsigned void volatile while bool true false}

proc fail {line text} {
    puts stderr "$::input:$line: $text"
    exit 1
}

# "a: u32, b: string" -> {{a u32} {b string}}
proc parse_parameters {text line} {
    set result {}
    if {[string trim $text] eq ""} {
        return $result
    }
    foreach part [split $text ,] {
        if {![regexp {^\s*([a-z][a-z0-9_]*)\s*:\s*([a-z0-9]+)\s*$} $part -> name type]} {
            fail $line "malformed parameter '[string trim $part]': expected 'name: type'"
        }
        if {$type ni {u32 u64 cap string}} {
            fail $line "unknown type '$type' of '$name': expected u32, u64, cap or string"
        }
        if {$name in $::keywords || [string match "*_" $name]} {
            fail $line "'$name' cannot name a parameter: it is a C keyword or ends in '_'"
        }
        lappend result [list $name $type]
    }
    return $result
}

proc of_type {parameters types} {
    set result {}
    foreach parameter $parameters {
        if {[lindex $parameter 1] in $types} {
            lappend result $parameter
        }
    }
    return $result
}

proc scalar_words {parameters} {
    set count 0
    foreach parameter $parameters {
        switch [lindex $parameter 1] {
            u32 { incr count }
            u64 { incr count 2 }
        }
    }
    return $count
}

proc check_size {direction parameters line} {
    set caps [llength [of_type $parameters cap]]
    if {$caps > $::message_caps} {
        fail $line "$caps capabilities $direction: a message holds $::message_caps"
    }
    set words [scalar_words $parameters]
    set strings [llength [of_type $parameters string]]
    if {$strings > 0} {
        set words [expr {max($words, $::message_registers) + $strings * $::string_words}]
    }
    if {$words > $::message_words} {
        fail $line "$words words $direction: a message holds $::message_words"
    }
}

proc parse_method {text line comment} {
    if {![regexp {^method\s+([a-z][a-z0-9_]*)\s*\(([^()]*)\)\s*(->\s*\(([^()]*)\)\s*)?$} $text \
            -> name in arrow out]} {
        fail $line "malformed method: expected 'method name (name: type, ...) -> (name: type, ...)'"
    }
    if {[dict exists $::methods $name]} {
        fail $line "method '$name' is defined twice"
    }
    set in [parse_parameters $in $line]
    if {$arrow ne "" && [string trim $out] eq ""} {
        fail $line "method '$name' has an arrow but returns nothing"
    }
    set out [parse_parameters $out $line]
    set seen {}
    foreach parameter [concat $in $out] {
        set parameter_name [lindex $parameter 0]
        if {$parameter_name in $seen} {
            fail $line "parameter '$parameter_name' of '$name' appears twice"
        }
        lappend seen $parameter_name
    }
    check_size in $in $line
    check_size out $out $line
    dict set ::methods $name [dict create in $in out $out comment $comment]
    if {[dict size $::methods] > $::method_count_max} {
        fail $line "more than $::method_count_max methods"
    }
}

proc parse {text} {
    set comment {}
    set line 0
    set joined ""
    foreach raw [split $text \n] {
        incr line
        if {[regexp {^(.*)\\$} $raw -> part]} {
            append joined $part " "
            continue
        }
        set content [string trim $joined$raw]
        set joined ""
        if {[string match "#*" $content]} {
            lappend comment [string trimright [regsub {^#\s?} $content ""]]
        } elseif {$content eq ""} {
            # An empty line parts a comment of the file from that of the next definition.
            set comment {}
        } elseif {[regexp {^session\s+([A-Za-z][A-Za-z0-9_]*)$} $content -> name]} {
            if {$::session ne ""} {
                fail $line "second session '$name': a file defines one"
            }
            set ::session $name
            set ::session_comment $comment
            set comment {}
        } elseif {[string match "method*" $content]} {
            if {$::session eq ""} {
                fail $line "method before 'session NAME'"
            }
            parse_method $content $line $comment
            set comment {}
        } else {
            fail $line "expected 'session', 'method' or a comment, found '$content'"
        }
    }
    if {$joined ne ""} {
        fail $line "the file ends in a continued line"
    }
    if {$::session eq ""} {
        fail [expr {max($line, 1)}] "no 'session NAME'"
    }
    if {[dict size $::methods] == 0} {
        fail $line "session '$::session' has no method"
    }
}
