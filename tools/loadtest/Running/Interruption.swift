import Glibc
import Synchronization

/// That a person wants the run to end: what was measured so far is reported all the same.
enum Interruption {
  private static let wanted = Atomic(false)

  static var isWanted: Bool { wanted.load(ordering: .relaxed) }

  /// Takes the first SIGINT as such a wish; the second one ends the program.
  static func listen() {
    signal(SIGINT) { _ in
      Interruption.wanted.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }
}
