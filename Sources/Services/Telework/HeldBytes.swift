import Synchronization

/// Memory that one stream has under way: its reader takes, whoever has finished gives back.
final class HeldBytes: Sendable {
  private struct State {
    var held = 0
    var waiting: CheckedContinuation<Void, Never>?
  }

  private let bytesMax: Int
  private let state = Mutex(State())

  /// - Parameter bytesMax: held at most; a single larger piece is let through alone.
  init(bytesMax: Int) {
    self.bytesMax = bytesMax
  }

  /// Waits until there is room. One task at a time takes.
  func take(_ count: Int) async {
    while !tryTake(count) {
      await withCheckedContinuation { continuation in
        let isFree = state.withLock { state in
          if hasRoom(for: count, held: state.held) { return true }
          state.waiting = continuation
          return false
        }
        if isFree { continuation.resume() }
      }
    }
  }

  /// Gives back what was taken.
  func give(_ count: Int) {
    let waiting = state.withLock { state in
      state.held -= count
      defer { state.waiting = nil }
      return state.waiting
    }
    waiting?.resume()
  }

  private func tryTake(_ count: Int) -> Bool {
    state.withLock { state in
      guard hasRoom(for: count, held: state.held) else { return false }
      state.held += count
      return true
    }
  }

  private func hasRoom(for count: Int, held: Int) -> Bool {
    held == 0 || held + count <= bytesMax
  }
}
