/* SPDX-License-Identifier: MIT */
/* test_ipc: calls and replies, on one CPU, within a component and between two. */
#include <runtime/component.h>
#include "ipc_test.h"

void component_main(void)
{
    static struct peer peer;
    check_step(peer_start(&peer, 0, PEER_PRIORITY), "starting a peer");
    test_messages(&peer);
    test_capabilities(&peer);
    test_wrong_arguments(&peer);
    test_callers_that_queue(&peer);
    peer_end(&peer);
    test_servers_that_end();
    test_other_component();
    check_finish("test_ipc");
}
