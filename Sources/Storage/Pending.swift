import Deadlines
import EventLoop
import Synchronization

/// Work for a thread of the storage, as its queue sees it, and the way back of its answer.
@usableFromInline
final class PendingWork<Context>: @unchecked Sendable {
  /// The loop of the task that asked, which gets its answers together.
  let loop = EventLoop.current
  /// Memory that it holds, in bytes, for the queue's bound.
  let weight: Int
  /// Whether what it changes is undone.
  let isRehearsal: Bool
  /// Of the task that asked: nobody waits for an answer that comes later.
  private let deadline = Deadline.current

  /// Let go when it is done for good, with what it holds. Used by the storage's thread, until it has the loop
  /// deliver.
  private var body: ((Context) throws -> Void)?
  private var result: Result<Void, any Error>?
  private let answer = Mutex(Answer())

  private struct Answer {
    var result: Result<Void, any Error>?
    var waiting: UnsafeContinuation<Void, any Error>?
  }

  @usableFromInline
  init(weight: Int, isRehearsal: Bool, _ body: @escaping (Context) throws -> Void) {
    self.weight = weight
    self.isRehearsal = isRehearsal
    self.body = body
  }

  /// Whether it is too late to begin.
  var isLate: Bool { deadline?.hasPassed() ?? false }

  /// Does the work, anew if it has been done and undone. Throws what it throws.
  func perform(_ context: Context) throws {
    guard let body else { preconditionFailure("what is done for good is not done again") }
    try body(context)
    result = .success(())
  }

  var hasFailed: Bool { if case .failure = result { true } else { false } }

  /// Keeps a failure as the answer. Errors of the storage's own reach the caller as ``StorageError``, others as
  /// they were thrown.
  func fail(_ error: any Error) {
    result = .failure(StorageError(error) ?? error)
  }

  /// Gives the answer to whoever waits for it.
  func deliver() {
    guard let result else { preconditionFailure("a request has run or failed") }
    body = nil
    let waiting = answer.withLock { answer in
      answer.result = result
      return answer.waiting.take()
    }
    waiting?.resume(with: result)
  }

  /// Returns when it is done, or throws why it is not.
  @usableFromInline
  func done() async throws {
    try await withUnsafeThrowingContinuation { continuation in
      let result = answer.withLock { answer in
        if answer.result == nil {
          precondition(answer.waiting == nil, "one task waits for an answer")
          answer.waiting = continuation
        }
        return answer.result
      }
      if let result { continuation.resume(with: result) }
    }
  }
}

/// A request on its way: accepted, in order, its answer to come.
///
/// Ask for ``value`` once, from any task; dropping it does not take the request back.
public struct Pending<Context, Value: Sendable>: Sendable {
  @usableFromInline let work: PendingWork<Context>
  @usableFromInline let made: Made

  /// What the work has made; there once it is done.
  @usableFromInline
  final class Made: @unchecked Sendable {
    @usableFromInline var value: Value?
    @inlinable init() {}
  }

  @inlinable
  init(
    weight: Int = 0, isRehearsal: Bool = false,
    _ body: @escaping @Sendable (Context) throws -> Value
  ) {
    let made = Made()
    self.made = made
    work = PendingWork(weight: weight, isRehearsal: isRehearsal) { made.value = try body($0) }
  }

  /// The result, once it is durable, or the error that kept the request from being carried out.
  @inlinable public var value: Value {
    get async throws {
      try await work.done()
      guard let value = made.value else { preconditionFailure("what is done has made something") }
      return value
    }
  }
}

/// Gives a batch its answers: one hand-over for each loop, which resumes its tasks in its own turn.
func deliver<Context>(_ batch: [PendingWork<Context>]) {
  var byLoop: [ObjectIdentifier: (loop: EventLoop, work: [PendingWork<Context>])] = [:]
  for work in batch {
    if let loop = work.loop {
      byLoop[ObjectIdentifier(loop), default: (loop, [])].work.append(work)
    } else {
      work.deliver()
    }
  }
  for (loop, work) in byLoop.values {
    loop.execute { for work in work { work.deliver() } }
  }
}
