import Buffers
import CivilTime
import Crypto
import EventLoop
import MadoAPI
import Protobuf
import RPC
import Storage
import Synchronization

/// Work that takes longer than a call: begun by a mutation, followed and stopped by OperationService.
///
///     try await mutations.perform(request, call) { transaction in
///       let operation = try operations.begin(call, tenancy, in: transaction) { progress in
///         …
///         progress.report(done, of: total)
///         return response
///       }
///       return Change("operation", operation.id, to: operation, answer: .init(operation: operation))
///     }
final class Operations: Sendable {
  private let database: Database
  private let clock: any Clock
  private let bell = ChangeBell()
  /// This run of the server: what another one began is not running any more.
  private let serverRun = Hex.encode(SecureRandom.bytes(8))
  private let running = Mutex<[String: Running]>([:])

  private struct Running {
    let tenant: TenantID
    let progress: Progress
    var task: Task<Void, Never>?
  }

  /// How far an operation has come.
  final class Progress: Sendable {
    private let state = Mutex<(done: Int64, total: Int64)>((0, 0))
    var value: (done: Int64, total: Int64) { state.withLock { $0 } }

    func report(_ done: Int64, of total: Int64) { state.withLock { $0 = (done, total) } }
  }

  typealias Work = @Sendable (Progress) async throws -> any Message

  /// Operations of a tenant that may run at a time.
  private static let runningMax = 4
  /// How long an operation is kept.
  private static let keptSeconds: Int64 = 7 * 86400

  init(_ database: Database, _ clock: any Clock) {
    self.database = database
    self.clock = clock
  }

  // MARK: Beginning

  /// Enters an operation in `transaction`; its work begins once that is durable.
  ///
  /// - Throws: RESOURCE_EXHAUSTED while too many of the tenant's run.
  func begin(
    _ caller: Principal, _ method: MethodDescriptor, _ tenancy: Tenancy, on loop: EventLoop?,
    in transaction: Transaction, _ work: @escaping Work
  ) throws -> Job.Operation {
    let count = running.withLock { $0.values.count { $0.tenant == tenancy.tenant } }
    guard count < Self.runningMax else {
      throw RPCError(
        .resourceExhausted,
        "\(Self.runningMax) operations of the tenant run already: wait for one to end",
        reason: "TOO_MANY_OPERATIONS", metadata: ["limit": "\(Self.runningMax)"]
      ).retrying(after: .seconds(10))
    }
    let now = clock.now.seconds
    let row = OperationRow(
      id: freshID("operation", at: now), owner: caller.subject,
      method: method.path, state: .running, run: serverRun, createdAt: now)
    let store = OperationStore(tenancy, transaction.connection)
    try store.removeSome(before: now - Self.keptSeconds)
    try store.add(row)
    transaction.afterCommit { [self] in
      let progress = Progress()
      running.withLock {
        $0[row.id] = Running(tenant: tenancy.tenant, progress: progress, task: nil)
      }
      let task = Task.detached(executorPreference: loop) { [self] in
        await run(row, tenancy, progress, work)
      }
      // It may have ended already.
      running.withLock { $0[row.id]?.task = task }
    }
    return shown(row)
  }

  private func run(
    _ row: OperationRow, _ tenancy: Tenancy, _ progress: Progress, _ work: Work
  ) async {
    var row = row
    do {
      let result = try await work(progress)
      row.state = .done
      row.resultType = type(of: result).fullName
      row.result = result.encoded()
    } catch is CancellationError {
      row.state = .cancelled
    } catch {
      row.state = .failed
      let failure = error as? RPCError ?? (error as? any RPCErrorConvertible)?.rpcError
      row.errorReason = failure?.reason ?? "UNEXPECTED_FAILURE"
      row.errorMessage = failure?.status.message ?? "the server failed: tell the operator"
    }
    row.endedAt = clock.now.seconds
    let ended = row
    // Its task may have been cancelled, and how it ended is kept in any case. What cannot be kept is shown as
    // interrupted.
    await Task.detached { [database] in
      _ = try? await database.write { transaction in
        try OperationStore(tenancy, transaction.connection).end(ended)
      }
    }.value
    running.withLock { $0[row.id] = nil }
    bell.ring(row.id)
  }

  // MARK: Following

  /// An operation, if it is there for the caller.
  func operation(_ id: String, _ tenancy: Tenancy) async throws -> Job.Operation {
    let row = try await database.read { try OperationStore(tenancy, $0).operation(id) }
    guard let row else { throw Self.notFound(id) }
    return shown(row)
  }

  /// The same once it has ended, or after `limit`.
  func ended(
    _ id: String, _ tenancy: Tenancy, within limit: Duration, _ call: CallContext
  ) async throws -> Job.Operation {
    let found = try await bell.waiting(for: id, atMost: limit, call) {
      let operation = try await operation(id, tenancy)
      return operation.state == .running ? nil : operation
    }
    if let found { return found }
    return try await operation(id, tenancy)
  }

  func list(
    _ tenancy: Tenancy, before place: (createdAt: Int64, id: String)?, limit: Int
  ) async throws -> [Job.Operation] {
    try await database.read { try OperationStore(tenancy, $0).list(before: place, limit: limit) }
      .map(shown)
  }

  /// Has an operation stop once `transaction` is durable.
  func cancel(_ id: String, _ tenancy: Tenancy, in transaction: Transaction) throws {
    guard let row = try OperationStore(tenancy, transaction.connection).operation(id) else {
      throw Self.notFound(id)
    }
    guard row.state == .running, row.run == serverRun else {
      throw RPCError(
        .failedPrecondition, "the operation \(id) has ended: there is nothing to stop",
        reason: "DONE", metadata: ["id": id])
    }
    transaction.afterCommit { [self] in
      running.withLock { $0[id]?.task }?.cancel()
    }
  }

  private static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no operation \"\(id)\" that you may see: check the id",
      reason: "OPERATION_NOT_FOUND", metadata: ["id": id])
  }

  private func shown(_ row: OperationRow) -> Job.Operation {
    let progress = running.withLock { $0[row.id]?.progress.value }
    var operation = Job.Operation(row)
    operation.done = progress?.done ?? 0
    operation.total = progress?.total ?? 0
    if row.state == .running, row.run != serverRun { operation.state = .interrupted }
    return operation
  }
}

extension Job.Operation {
  fileprivate init(_ row: OperationRow) {
    let state: Job.OperationState =
      switch row.state {
      case .running: .running
      case .done: .done
      case .failed: .failed
      case .cancelled: .cancelled
      }
    self.init(
      id: row.id, owner: row.owner, method: row.method, state: state,
      createTime: .init(seconds: row.createdAt), endTime: row.endedAt.map { .init(seconds: $0) },
      result: row.resultType.isEmpty
        ? nil
        : GoogleProtobuf.`Any`(
          typeUrl: "type.googleapis.com/\(row.resultType)", value: row.result),
      errorReason: row.errorReason, errorMessage: row.errorMessage)
  }
}
