/* SPDX-License-Identifier: MIT */
/* What test_quota and its child test_hog agree on. */
#ifndef TEST_QUOTA_HOG_H
#define TEST_QUOTA_HOG_H

/* The child opens this service; the `id` that it gets is its round. */
#define HOG_ROUND_SERVICE "Round"

#define HOG_UNMAPPED 0x20000000u /* where no component has anything */

/* How a round ends: round % HOG_ENDS. */
enum hog_end {
    HOG_EXITS,   /* parent_exit() */
    HOG_FAULTS,  /* reads HOG_UNMAPPED */
    HOG_IN_CALL, /* says that it is done and stays in the call */
    HOG_SPINS,   /* says that it is done and computes on, with its threads */
    HOG_ENDS
};

/* It announces this to say that it is done, where it does not end by itself. */
#define HOG_DONE_SERVICE "Done"

/* Its exit code: bits for what it could eat up, all set if it behaved as intended. */
enum hog_eaten {
    HOG_ATE_RAM = 1 << 0,      /* ERROR_RAM from its PD */
    HOG_ATE_CAPS = 1 << 1,     /* ERROR_CAPS from its PD */
    HOG_MADE_THREADS = 1 << 2, /* eight, on both CPUs */
    HOG_FILLED_SPACE = 1 << 3, /* its own capability space */
    HOG_ATE_ALL = 0xf
};

#endif
