import Buffers
import CivilTime
import Crypto
import Protobuf
import RPC
import Storage
import Synchronization

/// A request that changes something, as the conventions of the services have it.
protocol MutationRequest: Message {
  /// The client's name for the request: a UUID.
  var requestId: String { get }
  /// Whether to check and answer, and to do nothing.
  var validateOnly: Bool { get }
}

/// Carries mutations out, each once however often it is asked for. A handler declares one by its
/// request's type and gives what it does:
///
///     extension Identity.UserServiceCreateRequest: MutationRequest {}
///
///     try await mutations.perform(request, call) { transaction in
///       …
///       return Change("user", user.id, from: before, to: after, answer: response)
///     }
///
/// The answer and the audit record are kept in the transaction that has the effect, so that there is never
/// one without the others. What fails is not kept: it is done anew when it is asked for again.
final class Mutations: Sendable {
  private let database: Database
  private let clock: any Clock
  private let trail: AuditTrail
  private let sweep = AnswerSweep()
  private let underWay = Mutex<Set<MutationID>>([])

  /// How long an answer is kept.
  enum Keeping: Sendable {
    case threeDays
    /// For what moves money.
    case fourHundredDays

    var seconds: Int64 {
      switch self {
      case .threeDays: 72 * 3600
      case .fourHundredDays: 400 * 86400
      }
    }
  }

  init(_ database: Database, _ clock: any Clock, _ trail: AuditTrail) {
    self.database = database
    self.clock = clock
    self.trail = trail
  }

  /// Does what `request` asks for, or answers as it was answered before.
  ///
  /// - Parameter effect: within one transaction; it may run and be undone again. It says what it changed.
  /// - Throws: ALREADY_EXISTS when another request had the same id, ABORTED while it is under way, and
  ///   what `effect` throws.
  func perform<Request: MutationRequest, Response: Message>(
    _ request: Request, _ call: CallContext, keeping: Keeping = .threeDays,
    _ effect: @escaping @Sendable (Transaction) throws -> Change<Response>
  ) async throws -> Response {
    let id = MutationID(of: try call.caller.principal, requestID: request.requestId)
    let content = Self.digest(call.method, request)
    if request.validateOnly {
      return try await call.awaitingStorage {
        try await self.database.rehearse { try effect($0).answer }
      }
    }
    guard underWay.withLock({ $0.insert(id).inserted }) else {
      throw RPCError(
        .aborted, "the request \(request.requestId) is under way: ask again for its answer",
        reason: "IN_PROGRESS"
      ).retrying(after: .seconds(1))
    }
    defer { underWay.withLock { _ = $0.remove(id) } }
    let now = clock.now
    var record = try AuditRecord(call, at: now)
    record.request = id.hash
    let (answer, isReplay) = try await call.awaitingStorage {
      try await self.database.write { [record] transaction in
        let answers = AnswerStore(transaction.connection)
        if let known = try answers.answer(to: id) {
          guard known.content == content else { throw Self.reused(request.requestId) }
          guard let answer = try? Response(decoding: known.response) else {
            throw DamagedRow(table: "kept_answer")
          }
          return (answer, true)
        }
        let change = try effect(transaction)
        transaction.leave(now.seconds, for: self.sweep)
        try answers.keep(
          change.answer.encoded(), to: id, content, until: now.seconds + keeping.seconds)
        for alteration in change.alterations {
          self.trail.leave(record.of(alteration), in: transaction)
        }
        return (change.answer, false)
      }
    }
    if isReplay { call.trailers.add(["idempotent-replay": "1"]) }
    return answer
  }

  /// What was asked for: the method and the whole request. Equal messages are equal bytes.
  private static func digest(_ method: MethodDescriptor, _ request: some Message) -> SHA256.Digest {
    var bytes = Array(method.path.utf8)
    bytes.append(UInt8(ascii: "\n"))
    request.encoded().withUnsafeBytes { bytes.append(contentsOf: $0) }
    return SHA256.hash(bytes)
  }

  private static func reused(_ id: String) -> RPCError {
    RPCError(
      .alreadyExists,
      "request_id \(id) stands for another request already: give each request an id of its own",
      reason: "IDEMPOTENCY_KEY_REUSED")
  }
}
