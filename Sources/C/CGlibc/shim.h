#pragma once
// What Swift's own module of the C library leaves out.
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/prctl.h>

// dl_iterate_phdr(3), which <link.h> has for _GNU_SOURCE alone: a module that defines that has other types than the rest.
struct dl_phdr_info {
    ElfW(Addr) dlpi_addr;
    const char *dlpi_name;
    const ElfW(Phdr) *dlpi_phdr;
    ElfW(Half) dlpi_phnum;
};
extern int dl_iterate_phdr(int (*callback)(struct dl_phdr_info *info, size_t size, void *data), void *data);

// prctl is variadic, which Swift can't call. Returns 0, or -1 with errno.
static inline int prctl_set_dumpable(int isDumpable)
{
    return prctl(PR_SET_DUMPABLE, isDumpable, 0, 0, 0);
}
