import Glibc

/// The signals that an operator sends, taken one by one instead of interrupting.
enum Signals {
  /// Blocks them in this thread and in all that it starts from now on, and ignores SIGPIPE: a peer
  /// that has gone is an error of `write` (sigaction(2), pthread_sigmask(3)).
  static func block() {
    signal(SIGPIPE, SIG_IGN)
    var set = asked
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Waits for the next one; nil when none came within `limit` (sigtimedwait(2)).
  static func next(within limit: Duration) -> Int32? {
    var set = asked
    var limit = timespec(tv_sec: Int(limit.components.seconds), tv_nsec: 0)
    let number = sigtimedwait(&set, nil, &limit)
    return number > 0 ? number : nil
  }

  /// Has a further one that ends the program do so at once, as it would without this program's doing.
  static func letThrough() {
    var set = asked
    sigdelset(&set, SIGHUP)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  private static var asked: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, number) }
    return set
  }
}
