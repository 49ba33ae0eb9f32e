#pragma once
#include <malloc.h>
#include <sys/prctl.h>

// prctl is variadic, which Swift can't call.

// 0, or -1 with errno.
static inline int prctl_set_dumpable(int isDumpable)
{
    return prctl(PR_SET_DUMPABLE, isDumpable, 0, 0, 0);
}
