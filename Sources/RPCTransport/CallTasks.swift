import EventLoop

/// The tasks in which the calls of a loop run.
///
/// To make a task and to end it costs more than a small call, so a task serves one call after another:
/// as many as there are for as long as handlers wait for nothing. While a handler is suspended, its
/// task is that call's alone, and the calls behind it get another. A task that was cancelled stays so
/// and is given up.
///
/// Calls are gathered while bytes are taken from a connection, and run when those are used up, on the
/// same stack. Confined to its loop: hence `@unchecked Sendable`.
final class CallTasks: @unchecked Sendable {
  private let loop: EventLoop
  /// Calls to be begun, from `head` on.
  private var waiting: [ServerCall] = []
  private var head = 0
  /// Tasks that have nothing to do.
  private var idle: [CallTask] = []
  private var isClosed = false

  /// Tasks kept for calls to come.
  private static let idleMax = 256

  init(_ loop: EventLoop) { self.loop = loop }

  /// Has `call` begun by the next ``run()``.
  func add(_ call: ServerCall) { waiting.append(call) }

  /// Begins every call that waits. Not within a task.
  func run() {
    while head < waiting.count {
      if let task = idle.popLast() { task.goOn(on: loop) } else { begin() }
    }
    guard head > 0 else { return }
    waiting.removeAll(keepingCapacity: true)
    head = 0
  }

  /// Ends the tasks that have nothing to do.
  func close() {
    isClosed = true
    while let task = idle.popLast() { task.goOn() }
  }

  private func begin() {
    let own = CallTask()
    own.task = Task.immediate(executorPreference: loop) { [self] in
      while true {
        while let call = next() {
          await call.serve(in: own)
          if own.isCancelled { return }
        }
        guard !isClosed, idle.count < CallTasks.idleMax else { return }
        await withUnsafeContinuation {
          own.rest = $0
          idle.append(own)
        }
      }
    }
  }

  private func next() -> ServerCall? {
    guard head < waiting.count else { return nil }
    defer { head += 1 }
    return waiting[head]
  }
}

/// One of the tasks, as the call that runs in it sees it.
///
/// Confined to its loop: hence `@unchecked Sendable`.
final class CallTask: @unchecked Sendable {
  fileprivate(set) var isCancelled = false
  /// Nil until its first piece has run.
  fileprivate var task: Task<Void, Never>? {
    didSet { if isCancelled { task?.cancel() } }
  }
  /// Set while it has nothing to do.
  fileprivate var rest: UnsafeContinuation<Void, Never>?

  /// Nobody waits for the call's answer.
  func cancel() {
    isCancelled = true
    task?.cancel()
  }

  /// Ends its rest: at once on `loop`, or without one in a later step.
  fileprivate func goOn(on loop: EventLoop? = nil) {
    guard let rest else { return }
    self.rest = nil
    if let loop { loop.resumeNow(rest) } else { rest.resume() }
  }
}
