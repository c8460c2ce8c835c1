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
        *service_,\n    void *self_, struct message *message_)\n{\n"
    if {[needs_memory $in] || [needs_memory $out]} {
        append result "    struct utcb *const utcb_ = message_->utcb;\n"
    }
    append result "    const tag_t tag_ = message_->tag;\n"
    set invalid "        return tag_make(ERROR_INVALID, MESSAGE_CALL, 0, 0);\n    \}\n"
    if {$in_caps_count == 0 && [llength $in_strings] == 0} {
        append result "    if (tag_ != tag_make([opcode $method], MESSAGE_CALL, 0, $in_words)) \{\n"
    } else {
        set test "tag_kind(tag_) != MESSAGE_CALL"
        if {$in_caps_count < 2} {
            append test " || tag_label(tag_) != [opcode $method]"
        }
        if {$in_caps_count == 0} {
            append test " || tag_caps(tag_) != 0"
        }
        if {[llength $in_strings] == 0} {
            append test " || tag_words(tag_) != $in_words"
        } else {
            append test " || tag_words(tag_) > MESSAGE_WORDS"
        }
        append result "    if ($test) \{\n"
    }
    append result $invalid
    if {$in_caps_count > 0} {
        append result "    struct cap_item in_caps_\[$in_caps_count\];\n"
        append result "    if (!session_caps_get(utcb_, tag_, $in_caps_count, in_caps_)) \{\n"
        append result $invalid
    }
    append result [load_scalars $in message_->words 1 "    "]
    if {[llength $in_strings] > 0} {
        append result "    uint32_t position_ = [strings_first $in];\n"
        foreach parameter $in_strings {
            set name [lindex $parameter 0]
            append result "    char $name\[SESSION_STRING_SIZE\];\n"
            append result "    if (session_string_get(utcb_->words, tag_words(tag_), &position_,\
                $name, sizeof $name)) \{\n" $invalid
        }
        append result "    if (position_ != tag_words(tag_)) \{\n" $invalid
    }
    set arguments self_
    set index 0
    foreach parameter $in {
        lassign $parameter name type
        if {$type eq "cap"} {
            append arguments ", &in_caps_\[$index\]"
            incr index
        } else {
            append arguments ", $name"
        }
    }
    if {$out_caps_count > 0} {
        append result "    struct cap_item out_caps_\[$out_caps_count\] = {{0}};\n"
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
                append arguments ", &out_caps_\[$index\]"
                incr index
            }
        }
    }
    append result "    const enum error error_ = service_->[member $method]\($arguments);\n"
    if {$in_caps_count > 0} {
        append result "    session_caps_return(utcb_, tag_, $in_caps_count, in_caps_);\n"
    }
    if {[llength $out] > 0} {
        append result "    if (error_ != OK && error_ != ERROR_PENDING) \{\n"
        append result "        return tag_make((uint32_t)error_, MESSAGE_CALL, 0, 0);\n    \}\n"
    }
    append result [store_scalars $out message_->words "" "    "]
    set size [scalar_words $out]
    if {[llength $out_strings] > 0} {
        append result "    uint32_t out_position_ = [strings_first $out];\n"
        foreach parameter $out_strings {
            append result "    if (session_string_put(utcb_->words, &out_position_,\
                [lindex $parameter 0])) \{\n"
            append result "        return tag_make(ERROR_SIZE, MESSAGE_CALL, 0, 0);\n    \}\n"
        }
        set size out_position_
    }
    append result "    return tag_make((uint32_t)error_, MESSAGE_CALL, 0, $size)"
    if {$out_caps_count > 0} {
        append result " +\n        session_caps_put(utcb_, $out_caps_count, out_caps_)"
    }
    append result ";\n}\n"
    return $result
}
