import Synchronization

/// Memory that is under way: of a stream, or of all of them. Its reader takes, whoever has finished gives back.
final class HeldBytes: Sendable {
  private struct State {
    var held = 0
    /// In the order in which they came.
    var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let bytesMax: Int
  /// What this is a part of, and takes from too.
  private let whole: HeldBytes?
  private let state = Mutex(State())

  /// - Parameter bytesMax: held at most; a single larger piece is let through alone.
  init(bytesMax: Int, within whole: HeldBytes? = nil) {
    self.bytesMax = bytesMax
    self.whole = whole
  }

  /// Waits until there is room; who came first is let through first.
  func take(_ count: Int) async {
    if !tryTake(count) {
      await withCheckedContinuation { continuation in
        let isFree = state.withLock { state in
          if hasRoom(for: count, state) {
            state.held += count
            return true
          }
          state.waiting.append((count, continuation))
          return false
        }
        if isFree { continuation.resume() }
      }
    }
    await whole?.take(count)
  }

  /// Gives back what was taken.
  func give(_ count: Int) {
    whole?.give(count)
    let free = state.withLock { state in
      state.held -= count
      var free = 0
      while free < state.waiting.count, hasRoom(for: state.waiting[free].count, held: state.held) {
        state.held += state.waiting[free].count
        free += 1
      }
      defer { state.waiting.removeFirst(free) }
      return state.waiting.prefix(free).map(\.continuation)
    }
    for continuation in free { continuation.resume() }
  }

  private func tryTake(_ count: Int) -> Bool {
    state.withLock { state in
      guard hasRoom(for: count, state) else { return false }
      state.held += count
      return true
    }
  }

  private func hasRoom(for count: Int, _ state: State) -> Bool {
    state.waiting.isEmpty && hasRoom(for: count, held: state.held)
  }

  private func hasRoom(for count: Int, held: Int) -> Bool {
    held == 0 || held + count <= bytesMax
  }
}
