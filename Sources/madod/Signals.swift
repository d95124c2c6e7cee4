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

  /// Waits for the next one (sigwait(3)).
  static func next() -> Int32 {
    var set = asked
    var number: Int32 = 0
    while sigwait(&set, &number) != 0 {}
    return number
  }

  /// Has a further one end the program at once, as it would without this program's doing.
  static func letThrough() {
    var set = asked
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  private static var asked: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    sigaddset(&set, SIGINT)
    return set
  }
}
