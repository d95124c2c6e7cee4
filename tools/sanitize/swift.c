// Tells ThreadSanitizer what Swift's own libraries, which are not instrumented, do for us: without it, races are
// reported that are none. Preloaded, this stands before functions of theirs, calls them and says what they did. It
// hides nothing: what has no such order between its accesses is reported as before.
//
// - A Mutex that is free is taken and given back by code that the compiler puts into ours. One that is contended is
//   taken and given back in libswiftSynchronization (Synchronization/Mutex/LinuxImpl.swift).
// - A task whose continuation is resumed after it has suspended is run by an executor, of which the sanitizer is
//   told. One that is resumed before, while the closure of withUnsafeContinuation still runs, goes on by itself
//   (swift_continuation_await, stdlib/public/Concurrency/Task.cpp).

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define ASYNC __attribute__((swiftasynccall))
#define SELF __attribute__((swift_context)) void *self

// Of the sanitizer's runtime; not there in programs that are not instrumented, such as SwiftPM.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

static void acquire(void *address) {
  if (__tsan_acquire) __tsan_acquire(address);
}

static void release(void *address) {
  if (__tsan_release) __tsan_release(address);
}

// Mutex

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT bool tryLock(SELF) __asm__(TRY_LOCK);
SWIFT void unlock(SELF) __asm__(UNLOCK);

static SWIFT void (*libraryLock)(uint32_t thread, SELF);
static SWIFT bool (*libraryTryLock)(SELF);
static SWIFT void (*libraryUnlock)(SELF);

SWIFT void lock(uint32_t thread, SELF) {
  libraryLock(thread, self);
  acquire(self);
}

SWIFT bool tryLock(SELF) {
  bool isLocked = libraryTryLock(self);
  if (isLocked) acquire(self);
  return isLocked;
}

SWIFT void unlock(SELF) {
  release(self);
  libraryUnlock(self);
}

// Continuations

// The beginning of every asynchronous function's frame, which is part of Swift's ABI.
struct Frame;
#define FRAME __attribute__((swift_async_context)) struct Frame *frame
typedef ASYNC void (*Resume)(FRAME);
struct Frame {
  struct Frame *parent;
  Resume resume;
};

static SWIFT void (*libraryResume)(void *task);
static SWIFT void (*libraryThrow)(void *task, void *error);
static ASYNC void (*libraryAwait)(struct Frame *frame);
static SWIFT void *(*currentTask)(void);

// Where the frames that wait would go on; a list for each of many keys, each under a lock of its own. Atomics of C,
// not locks that the sanitizer knows: those would put all who wait in an order that there is not.
struct Waiting {
  struct Waiting *next;
  struct Frame *frame;
  Resume resume;
};
static struct {
  atomic_flag isTaken;
  struct Waiting *first;
} lists[1024];

static unsigned listOf(struct Frame *frame) {
  unsigned place = ((uintptr_t)frame >> 4) % 1024;
  while (atomic_flag_test_and_set_explicit(&lists[place].isTaken, memory_order_acquire)) {}
  return place;
}

static void leave(unsigned place) {
  atomic_flag_clear_explicit(&lists[place].isTaken, memory_order_release);
}

static ASYNC void arrived(FRAME) {
  unsigned place = listOf(frame);
  struct Waiting **link = &lists[place].first;
  while ((*link)->frame != frame) link = &(*link)->next;
  struct Waiting *own = *link;
  *link = own->next;
  leave(place);
  Resume original = own->resume;
  free(own);
  frame->resume = original;
  acquire(currentTask());
  return original(frame);
}

ASYNC void swift_continuation_await(struct Frame *frame) {
  struct Waiting *own = malloc(sizeof *own);
  if (own) {
    unsigned place = listOf(frame);
    *own = (struct Waiting){lists[place].first, frame, frame->resume};
    lists[place].first = own;
    leave(place);
    frame->resume = arrived;
  }
  return libraryAwait(frame);
}

SWIFT void swift_continuation_resume(void *task) {
  release(task);
  libraryResume(task);
}

SWIFT void swift_continuation_throwingResume(void *task) __attribute__((alias("swift_continuation_resume")));

SWIFT void swift_continuation_throwingResumeWithError(void *task, void *error) {
  release(task);
  libraryThrow(task, error);
}

__attribute__((constructor)) static void find(void) {
  libraryLock = dlsym(RTLD_NEXT, LOCK);
  libraryTryLock = dlsym(RTLD_NEXT, TRY_LOCK);
  libraryUnlock = dlsym(RTLD_NEXT, UNLOCK);
  libraryResume = dlsym(RTLD_NEXT, "swift_continuation_resume");
  libraryThrow = dlsym(RTLD_NEXT, "swift_continuation_throwingResumeWithError");
  libraryAwait = dlsym(RTLD_NEXT, "swift_continuation_await");
  currentTask = dlsym(RTLD_NEXT, "swift_task_getCurrent");
}
