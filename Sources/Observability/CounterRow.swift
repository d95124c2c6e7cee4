import Synchronization

/// Counters in a row: one thread adds, any reads.
///
/// Since there is one writer, adding is a plain load, an addition and a plain store: no contended cache
/// line, no locked instruction. Were there two, they would lose counts and nothing worse.
struct CounterRow: Sendable {
  private nonisolated(unsafe) let counters: UnsafeMutablePointer<Atomic<UInt64>>
  let count: Int

  /// Makes a row of zeros, which is never freed: rows live as long as the server.
  init(count: Int) {
    self.count = count
    // Whole cache lines, and one between: two rows' writers never share one.
    let line = 64 / MemoryLayout<Atomic<UInt64>>.stride
    let capacity = (count + line - 1) / line * line + line
    counters = .allocate(capacity: capacity)
    for place in 0..<capacity { (counters + place).initialize(to: Atomic(0)) }
  }

  /// What stands at `place`.
  subscript(place: Int) -> UInt64 { counters[place].load(ordering: .relaxed) }

  /// Adds at `place`, which is within the row. Wraps round, as a reader of counters expects.
  func add(_ amount: Int = 1, at place: Int) {
    let old = counters[place].load(ordering: .relaxed)
    counters[place].store(old &+ UInt64(truncatingIfNeeded: amount), ordering: .relaxed)
  }
}
