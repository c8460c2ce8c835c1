# SPDX-License-Identifier: MIT
#
# Writes the function that serves a method.

# The function that serves one method: unpacks, calls the handler, packs. Returns the reply's tag.
proc server_function {method in out} {
    set session [string tolower $::session]
    set in_words [scalar_words $in]
    set in_strings [of_type $in string]
    set out_strings [of_type $out string]
    set in_caps [of_type $in cap]
    set out_caps [of_type $out cap]
    set in_caps_count [llength $in_caps]
    set out_caps_count [llength $out_caps]

    set result "static inline tag_t ${session}_serve_$method\(const struct ${session}_service\
        *service,\n    void *self, struct message *message)\n{\n"
    if {[needs_memory $in] || [needs_memory $out]} {
        append result "    struct utcb *const utcb = message->utcb;\n"
    }
    append result "    const tag_t tag = message->tag;\n"
    set invalid "        return tag_make(ERROR_INVALID, MESSAGE_CALL, 0, 0);\n    \}\n"
    if {$in_caps_count == 0 && [llength $in_strings] == 0} {
        append result "    if (tag != tag_make([opcode $method], MESSAGE_CALL, 0, $in_words)) \{\n"
    } else {
        set test "tag_kind(tag) != MESSAGE_CALL"
        if {$in_caps_count < 2} {
            append test " || tag_label(tag) != [opcode $method]"
        }
        if {$in_caps_count == 0} {
            append test " || tag_caps(tag) != 0"
        }
        if {[llength $in_strings] == 0} {
            append test " || tag_words(tag) != $in_words"
        } else {
            append test " || tag_words(tag) > MESSAGE_WORDS"
        }
        append result "    if ($test) \{\n"
    }
    append result $invalid
    if {$in_caps_count > 0} {
        append result "    struct cap_item in_caps\[$in_caps_count\];\n"
        append result "    if (!session_caps_get(utcb, tag, $in_caps_count, in_caps)) \{\n"
        append result $invalid
    }
    append result [load_scalars $in message->words 1 "    "]
    if {[llength $in_strings] > 0} {
        append result "    uint32_t position = [strings_first $in];\n"
        foreach parameter $in_strings {
            set name [lindex $parameter 0]
            append result "    char $name\[SESSION_STRING_SIZE\];\n"
            append result "    if (session_string_get(utcb->words, tag_words(tag), &position,\
                $name, sizeof $name)) \{\n" $invalid
        }
        append result "    if (position != tag_words(tag)) \{\n" $invalid
    }
    set arguments self
    set index 0
    foreach parameter $in {
        lassign $parameter name type
        if {$type eq "cap"} {
            append arguments ", &in_caps\[$index\]"
            incr index
        } else {
            append arguments ", $name"
        }
    }
    if {$out_caps_count > 0} {
        append result "    struct cap_item out_caps\[$out_caps_count\] = {{0}};\n"
    }
    set index 0
    foreach parameter $out {
        lassign $parameter name type
        switch $type {
            u32 {
                append result "    uint32_t $name = 0;\n"
                append arguments ", &$name"
            }
            u64 {
                append result "    uint64_t $name = 0;\n"
                append arguments ", &$name"
            }
            string {
                append result "    char $name\[SESSION_STRING_SIZE\] = \"\";\n"
                append arguments ", $name, sizeof $name"
            }
            cap {
                append arguments ", &out_caps\[$index\]"
                incr index
            }
        }
    }
    append result "    const enum error error = service->[member $method]\($arguments);\n"
    if {$in_caps_count > 0} {
        append result "    session_caps_return(utcb, tag, $in_caps_count, in_caps);\n"
    }
    if {[llength $out] > 0} {
        append result "    if (error != OK && error != ERROR_PENDING) \{\n"
        append result "        return tag_make((uint32_t)error, MESSAGE_CALL, 0, 0);\n    \}\n"
    }
    append result [store_scalars $out message->words "" "    "]
    set size [scalar_words $out]
    if {[llength $out_strings] > 0} {
        append result "    uint32_t out_position = [strings_first $out];\n"
        foreach parameter $out_strings {
            append result "    if (session_string_put(utcb->words, &out_position,\
                [lindex $parameter 0])) \{\n"
            append result "        return tag_make(ERROR_SIZE, MESSAGE_CALL, 0, 0);\n    \}\n"
        }
        set size out_position
    }
    append result "    return tag_make((uint32_t)error, MESSAGE_CALL, 0, $size)"
    if {$out_caps_count > 0} {
        append result " +\n        session_caps_put(utcb, $out_caps_count, out_caps)"
    }
    append result ";\n}\n"
    return $result
}
