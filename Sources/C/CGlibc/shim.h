#pragma once
// What Swift's own module of the C library leaves out.
#define _GNU_SOURCE // dl_iterate_phdr
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/prctl.h>

// prctl is variadic, which Swift can't call. Returns 0, or -1 with errno.
static inline int prctl_set_dumpable(int isDumpable)
{
    return prctl(PR_SET_DUMPABLE, isDumpable, 0, 0, 0);
}
