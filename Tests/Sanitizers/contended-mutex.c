// Tells the thread sanitizer of a Mutex that was waited for.
//
// A Mutex that nobody else holds is taken and given back by atomic operations in the caller's own code, which the
// sanitizer sees. One that is waited for is handed on by the kernel, called from Swift's own library, which it doesn't:
// what the two threads did with the value would look like a race. These stand before that library's functions, whose names
// and convention (`self` in the context register) are those of swift/stdlib/public/Synchronization/Mutex/LinuxImpl.swift.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

void __tsan_acquire(void *);
void __tsan_release(void *);

typedef SWIFT void (*lock_slow)(uint32_t, SELF void *);
typedef SWIFT void (*unlock_slow)(SELF void *);

static void *next(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (!function) abort();
    return function;
}

SWIFT void lock(uint32_t thread, SELF void *mutex) __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
SWIFT void lock(uint32_t thread, SELF void *mutex) {
    ((lock_slow)next("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"))(thread, mutex);
    __tsan_acquire(mutex);
}

SWIFT void unlock(SELF void *mutex) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
SWIFT void unlock(SELF void *mutex) {
    __tsan_release(mutex);
    ((unlock_slow)next("$s15Synchronization12_MutexHandleV11_unlockSlowyyF"))(mutex);
}
