#pragma once
// What Swift's Glibc module leaves out.
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/types.h>
#include <sys/un.h>

// The headers show these only to _GNU_SOURCE, which cannot be set here: the module would then
// disagree with Glibc's. The names of our own bind to glibc's symbols.
int mado_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
    __asm__("accept4");
int mado_set_thread_name(pthread_t thread, const char *name) __asm__("pthread_setname_np");
int mado_get_affinity(pid_t pid, size_t size, void *set) __asm__("sched_getaffinity");
enum { MADO_SCHED_BATCH = 3 };  // SCHED_BATCH, see sched(7)

// The identity of the calling thread. glibc declares pthread_self `const`, so the optimiser keeps
// one answer across an `await` that changed threads; a call through a volatile pointer is made anew.
static inline uintptr_t mado_current_thread(void) {
  pthread_t (*volatile self)(void) = pthread_self;
  return (uintptr_t)self();
}
