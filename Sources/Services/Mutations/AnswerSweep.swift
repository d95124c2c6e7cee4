import Storage
import Synchronization

/// Has each batch look at some of the kept answers, more than it adds, and forget those whose time is over.
final class AnswerSweep: BatchWriter {
  /// Answers that are looked at for each that comes: there are never more than twice as many as are due to be kept.
  private static let share = 2

  /// Behind which answer it goes on. Changed by the committing thread.
  private let place = Atomic<Int64>(0)

  func write(_ items: [any Sendable], in transaction: Transaction) throws {
    guard let now = items.last as? Int64 else { return }
    let next = try AnswerStore(transaction.connection).removeSome(
      before: now, behind: place.load(ordering: .relaxed), limit: items.count * Self.share)
    place.store(next, ordering: .relaxed)
  }
}
