/* SPDX-License-Identifier: MIT */
/*
 * Faults of threads: noted in the thread, queued in its PD, told by the PD's fault handler's
 * notification, taken by PD.fault. A thread is in the queue at most once, for it is stopped.
 */
#include "process/thread.h"

#include "init/init.h"
#include "process/pd.h"

/* Words of a fault message (hw/message.h). */
enum { FAULT_WORD_ADDRESS = 0, FAULT_WORD_PC = 1 };

void thread_note_fault(struct thread *thread, const struct message *message)
{
    struct pd *pd = thread->pd;
    thread->is_stopped = true;
    thread->fault = (struct fault){
        .kind = tag_label(message->tag),
        .address = message->words[FAULT_WORD_ADDRESS],
        .pc = message->words[FAULT_WORD_PC],
    };
    if (init_owns(pd)) {
        init_faulted(&thread->fault);
    }
    if (!thread->is_faulted) {
        struct thread **last = &pd->faulted;
        while (*last != NULL) {
            last = &(*last)->next_faulted;
        }
        thread->is_faulted = true;
        thread->next_faulted = NULL;
        *last = thread;
    }
    if (pd->fault_handler != CAP_NULL) {
        (void)notification_signal(pd->fault_handler);
    }
}

enum error thread_resume(struct thread *thread)
{
    if (!thread->is_stopped) {
        return ERROR_BUSY;
    }
    thread->is_stopped = false;
    return core_thread_resume(thread->kernel.slot);
}

struct thread *thread_take_faulted(struct pd *pd)
{
    struct thread *thread = pd->faulted;
    if (thread != NULL) {
        pd->faulted = thread->next_faulted;
        thread->is_faulted = false;
    }
    return thread;
}
