import Storage

/// Has each batch take along some of the answers whose time is over: more than it adds.
final class AnswerSweep: BatchWriter {
  /// Answers that go with each that comes.
  private static let share = 2

  func write(_ items: [any Sendable], in transaction: Transaction) throws {
    guard let now = items.last as? Int64 else { return }
    try AnswerStore(transaction.connection)
      .removeSome(before: now, limit: items.count * Self.share)
  }
}
