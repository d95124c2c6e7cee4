import Deadlines
import EventLoop
import Synchronization

/// Work for a thread of the storage, as its queue sees it.
class PendingWork<Context>: @unchecked Sendable {
  /// The loop of the task that asked, which gets its answers together.
  let loop: EventLoop?
  /// Memory that it holds, in bytes, for the queue's bound.
  let weight: Int
  /// Of the task that asked: nobody waits for an answer that comes later.
  private let deadline = Deadline.current

  init(loop: EventLoop?, weight: Int) {
    self.loop = loop
    self.weight = weight
  }

  /// Whether it is too late to begin.
  var isLate: Bool { deadline?.hasPassed() ?? false }

  /// Does the work and keeps the result, or throws.
  func perform(_ context: Context) throws { preconditionFailure("a subclass does the work") }

  /// Keeps a failure instead of a result. Errors of the storage's own reach the caller as
  /// ``StorageError``, others as they were thrown.
  func fail(_ error: any Error) { preconditionFailure("a subclass keeps it") }

  /// Gives the answer to whoever waits for it.
  func deliver() { preconditionFailure("a subclass knows who waits") }
}

/// A request on its way: accepted, in order, its answer to come.
///
/// Ask for ``value`` once, from any task; dropping it does not take the request back.
public final class Pending<Context, Value: Sendable>: Sendable {
  let work: Work

  init(
    loop: EventLoop?, weight: Int, _ body: @escaping @Sendable (Context) throws -> Value
  ) {
    work = Work(loop: loop, weight: weight, body)
  }

  /// The result, once it is durable, or the error that kept the request from being carried out.
  public var value: Value {
    get async throws {
      try await withUnsafeThrowingContinuation { work.wait($0) }
    }
  }

  final class Work: PendingWork<Context>, @unchecked Sendable {
    /// Let go once it has run, with what it holds. The storage's thread alone uses both.
    private var body: (@Sendable (Context) throws -> Value)?
    private var result: Result<Value, any Error>?

    private let answer = Mutex(Answer())

    private struct Answer {
      var result: Result<Value, any Error>?
      var waiting: UnsafeContinuation<Value, any Error>?
    }

    init(
      loop: EventLoop?, weight: Int, _ body: @escaping @Sendable (Context) throws -> Value
    ) {
      self.body = body
      super.init(loop: loop, weight: weight)
    }

    override func perform(_ context: Context) throws {
      guard let body else { preconditionFailure("a request runs once") }
      self.body = nil
      result = .success(try body(context))
    }

    override func fail(_ error: any Error) {
      body = nil
      result = .failure(StorageError(error) ?? error)
    }

    override func deliver() {
      guard let result else { preconditionFailure("a request has run or failed") }
      let waiting = answer.withLock { answer in
        answer.result = result
        defer { answer.waiting = nil }
        return answer.waiting
      }
      waiting?.resume(with: result)
    }

    func wait(_ continuation: UnsafeContinuation<Value, any Error>) {
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
