import CLinux
import EventLoop
import Glibc
import Synchronization
import Testing

@Test(arguments: [(ThreadScheduling.prompt, Int32(0)), (.batch, Int32(MADO_SCHED_BATCH))])
func runsUnderTheSchedulingAskedFor(scheduling: ThreadScheduling, policy: Int32) throws {
  let found = Mutex<Int32>(-1)
  let thread = try startThread(named: "scheduled", scheduling: scheduling) {
    var parameters = sched_param()
    var policy: Int32 = -1
    pthread_getschedparam(pthread_self(), &policy, &parameters)
    found.withLock { $0 = policy }
  }
  pthread_join(thread, nil)
  #expect(found.withLock { $0 } == policy)
}
