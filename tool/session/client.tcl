# SPDX-License-Identifier: MIT
#
# Writes the client stub of a method.

proc client_stub {method in out} {
    set in_words [scalar_words $in]
    set out_words [scalar_words $out]
    set in_strings [of_type $in string]
    set out_strings [of_type $out string]
    set in_caps [of_type $in cap]
    set out_caps [of_type $out cap]
    set in_caps_count [llength $in_caps]
    set out_caps_count [llength $out_caps]

    set result "static inline enum error [string tolower $::session]_$method\(cap_t session_"
    append result [signature $in $out client] ")\n{\n"
    if {[needs_memory $in] || [needs_memory $out]} {
        append result "    struct utcb *const utcb_ = thread_utcb();\n"
    }
    append result "    uint32_t words_\[MESSAGE_REGISTERS\] = {0};\n"
    append result [store_scalars $in words_ "" "    "]
    if {[llength $in_strings] > 0} {
        append result "    uint32_t position_ = [strings_first $in];\n"
        foreach parameter $in_strings {
            append result "    if (session_string_put(utcb_->words, &position_,\
                [lindex $parameter 0])) \{\n        return ERROR_SIZE;\n    \}\n"
        }
        set size position_
    } else {
        set size $in_words
    }
    append result "    tag_t tag_ = tag_make([opcode $method], MESSAGE_CALL, 0, $size);\n"
    if {$in_caps_count > 0} {
        set items {}
        foreach parameter $in_caps {
            lappend items [lindex $parameter 0]
        }
        append result "    const struct cap_item in_caps_\[$in_caps_count\] =\
            {[join $items {, }]};\n"
        append result "    tag_ += session_caps_put(utcb_, $in_caps_count, in_caps_);\n"
    }
    if {$out_caps_count > 0} {
        append result "    cap_t receive_before_\[$out_caps_count\];\n"
        append result "    const enum error prepared_ =\
            session_receive_prepare(utcb_, $out_caps_count, receive_before_);\n"
        foreach parameter $out_caps {
            append result "    *[lindex $parameter 0] = CAP_NULL;\n"
        }
        foreach parameter [of_type $out {u32 u64}] {
            append result "    *[lindex $parameter 0] = 0;\n"
        }
        append result "    if (prepared_) \{\n        return prepared_;\n    \}\n"
    }
    append result "    enum error error_ = ipc_call(session_, &tag_, words_);\n"
    if {$out_caps_count > 0} {
        append result "    struct cap_item out_caps_\[$out_caps_count\];\n"
        append result "    session_receive_finish(utcb_, error_ ? 0 : tag_, $out_caps_count,\
            receive_before_, out_caps_);\n"
    }
    append result [load_scalars $out words_ 0 "    "]
    append result "    if (error_) \{\n        return error_;\n    \}\n"
    if {$out_caps_count > 0} {
        set index 0
        foreach parameter $out_caps {
            append result "    *[lindex $parameter 0] = out_caps_\[$index\].cap;\n"
            incr index
        }
    } else {
        append result "    if (tag_caps(tag_) != 0) \{\n"
        append result "        session_caps_reject(thread_utcb(), tag_);\n    \}\n"
    }
    append result "    error_ = (enum error)(tag_label(tag_) & SESSION_OPCODE_MASK);\n"
    foreach parameter $out_strings {
        set name [lindex $parameter 0]
        append result "    if (${name}_size != 0) \{\n        ${name}\[0\] = '\\0';\n    \}\n"
    }
    if {$out_words > 0 || [llength $out_strings] > 0} {
        append result "    if (error_ != OK && error_ != ERROR_PENDING) \{\n"
        append result "        return error_;\n    \}\n"
        set least [expr {[llength $out_strings] > 0 ? [strings_first $out] : $out_words}]
        append result "    if (tag_words(tag_) < $least) \{\n        return ERROR_INVALID;\n    \}\n"
    }
    if {[llength $out_strings] > 0} {
        append result "    const uint32_t end_ =\
            tag_words(tag_) < MESSAGE_WORDS ? tag_words(tag_) : MESSAGE_WORDS;\n"
        append result "    uint32_t out_position_ = [strings_first $out];\n"
        append result "    enum error text_error_ = OK;\n"
        foreach parameter $out_strings {
            set name [lindex $parameter 0]
            append result "    text_error_ = session_string_get(utcb_->words, end_,\
                &out_position_, $name, ${name}_size);\n"
            append result "    if (text_error_) \{\n        return text_error_;\n    \}\n"
        }
    }
    append result "    return error_;\n}\n"
    return $result
}
