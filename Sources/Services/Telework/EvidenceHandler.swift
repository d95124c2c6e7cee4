import Buffers
import CivilTime
import Crypto
import MadoAPI
import Protobuf
import RPC
import Rules
import Storage

/// Serves `mado.telework.v1.EvidenceService`.
public struct EvidenceHandler: Telework.EvidenceService {
  let vault: EvidenceVault

  // MARK: Upload

  public func upload(
    _ requests: RequestStream<Telework.UploadRequest>,
    _ responses: ResponseStream<Telework.UploadResponse>, _ call: CallContext
  ) async throws {
    let (device, tenancy) = (try call.caller.principal.subject, try call.tenancy)
    try vault.database.requireRoom()
    let agent = try await call.awaitingStorage {
      try await vault.database.read { try TeleworkContract.requireRunning(tenancy, $0) }
      return try await self.agent(device, tenancy)
    }
    try await EvidenceUpload(agent, vault, call, responses).run(requests)
  }

  // MARK: Reading

  public func list(
    _ request: Telework.EvidenceServiceListRequest, _ call: CallContext
  ) async throws -> Telework.EvidenceServiceListResponse {
    let tenancy = try call.tenancy
    let size = PageSize(request.pageSize)
    var filter = EvidenceStore.Filter()
    filter.worker = request.workerId.isEmpty ? nil : request.workerId
    filter.agent = request.agentId.isEmpty ? nil : request.agentId
    filter.capturedFrom = try Self.instant(request.capturedFrom, "captured_from")
    filter.capturedBefore = try Self.instant(request.capturedBefore, "captured_before")
    let token = PageToken(of: request.filterFields, secret: vault.pageTokenSecret)
    if !request.pageToken.isEmpty {
      guard let after = EvidenceRow.parse(id: try token.open(request.pageToken)) else {
        throw PageToken.mismatch
      }
      filter.after = after
    }
    let rows = try await call.awaitingStorage { [filter] in
      try await vault.database.read { connection in
        if let worker = filter.worker,
          try PeopleStore(tenancy, connection).user(worker, evenDeleted: true) == nil
        {
          throw Self.notFound("worker", worker)
        }
        return try EvidenceStore(tenancy, connection).list(filter, limit: size.rows + 1)
      }
    }
    try await vault.note(call, on: "evidence/\(request.agentId)")
    let page = rows.prefix(size.rows)
    return Telework.EvidenceServiceListResponse(
      evidence: page.map(Telework.Evidence.init),
      nextPageToken: rows.count > page.count ? page.last.map { token.seal($0.id) } ?? "" : "")
  }

  public func get(
    _ request: Telework.EvidenceServiceGetRequest, _ call: CallContext
  ) async throws -> Telework.EvidenceServiceGetResponse {
    let tenancy = try call.tenancy
    let row = try await call.awaitingStorage {
      try await self.evidence(request.id, tenancy)
    }
    try await vault.note(call, on: "evidence/\(row.id)")
    return Telework.EvidenceServiceGetResponse(evidence: Telework.Evidence(row))
  }

  /// The largest part of a picture that one message holds, in bytes.
  private static let chunkBytesMax = 64 << 10

  public func download(
    _ request: Telework.DownloadRequest, _ responses: ResponseStream<Telework.DownloadResponse>,
    _ call: CallContext
  ) async throws {
    let tenancy = try call.tenancy
    let row = try await call.awaitingStorage {
      try await self.evidence(request.id, tenancy)
    }
    let range = try Self.range(request, of: row)
    try await vault.note(call, on: "evidence/\(row.id)")
    let content = try await call.awaitingStorage {
      try await vault.content(of: row, tenancy)
    }
    var position = range.lowerBound
    var description: Telework.Evidence? = Telework.Evidence(row)
    repeat {
      let end = min(position + Self.chunkBytesMax, range.upperBound)
      try await responses.send(
        Telework.DownloadResponse(
          evidence: description, offset: Int64(position), data: content.slice(position..<end)))
      description = nil
      position = end
    } while position < range.upperBound
  }

  public func listGaps(
    _ request: Telework.ListGapsRequest, _ call: CallContext
  ) async throws -> Telework.ListGapsResponse {
    let tenancy = try call.tenancy
    let agent = try await call.awaitingStorage {
      try await self.agent(request.agentId, tenancy)
    }
    try await vault.note(call, on: "gaps/\(agent.id)")
    let size = PageSize(request.pageSize)
    let token = PageToken(of: ["gaps", agent.id], secret: vault.pageTokenSecret)
    var after: Int64 = 0
    if !request.pageToken.isEmpty {
      guard let last = Int64(try token.open(request.pageToken)) else { throw PageToken.mismatch }
      after = last
    }
    let (gaps, highest) = try await call.awaitingStorage {
      try await vault.gaps(of: agent, after: after, limit: size.rows + 1)
    }
    let page = gaps.prefix(size.rows)
    return Telework.ListGapsResponse(
      gaps: page.map { gap in
        Telework.SequenceGap(
          fromSequence: UInt64(clamping: gap.range.lowerBound),
          toSequence: UInt64(clamping: gap.range.upperBound),
          state: gap.state.word)
      },
      highestSequence: UInt64(clamping: highest),
      nextPageToken: gaps.count > page.count
        ? page.last.map { token.seal("\($0.range.upperBound)") } ?? "" : "")
  }

  public func verifyChain(
    _ request: Telework.VerifyChainRequest, _ call: CallContext
  ) async throws -> Telework.VerifyChainResponse {
    let tenancy = try call.tenancy
    let agent = try await call.awaitingStorage {
      try await self.agent(request.agentId, tenancy)
    }
    return try await call.awaitingStorage {
      try await ChainVerification(agent: agent, vault: vault).run(request)
    }
  }
}

extension EvidenceVault.Gap.State {
  fileprivate var word: Telework.SequenceGap.State {
    switch self {
    case .pending: .pending
    case .lost: .lost
    case .purged: .purged
    }
  }
}

// MARK: - What a reader may see

extension EvidenceHandler {
  private func evidence(_ id: String, _ tenancy: Tenancy) async throws -> EvidenceRow {
    let named = EvidenceRow.parse(id: id)
    let row = try await vault.read(tenancy) { store in
      try named.flatMap { try store.evidence(agent: $0.agent, sequence: $0.sequence) }
    }
    guard let row else { throw Self.notFound("evidence", id) }
    return row
  }

  private func agent(_ id: String, _ tenancy: Tenancy) async throws -> Agent {
    guard let worker = try await vault.read(tenancy, { try $0.worker(of: id) }) else {
      throw Self.notFound("agent", id)
    }
    return Agent(id: id, worker: worker, tenancy: tenancy)
  }

  /// What does not exist and what may not be seen look the same.
  private static func notFound(_ kind: String, _ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no \(kind) \"\(id)\" that you may see: check the id",
      reason: "\(kind.uppercased())_NOT_FOUND", metadata: ["id": id])
  }

  private static func instant(
    _ timestamp: GoogleProtobuf.Timestamp?, _ field: String
  ) throws(RPCError) -> Int64? {
    guard let timestamp else { return nil }
    let instant = CivilTime.Instant(seconds: timestamp.seconds, nanoseconds: timestamp.nanos)
    guard let nanoseconds = instant?.storedNanoseconds else {
      throw .invalid(
        [
          .init(
            field: field,
            description: "\(timestamp.seconds) s is outside the years 1678 to 2261: give another")
        ], reason: "INSTANT_OUT_OF_RANGE")
    }
    return nanoseconds
  }

  private static func range(
    _ request: Telework.DownloadRequest, of row: EvidenceRow
  ) throws(RPCError) -> Range<Int> {
    let size = row.link.contentBytes
    guard request.offset <= size else {
      throw RPCError(
        .outOfRange, "offset is \(request.offset) but the picture has \(size) bytes: give less",
        reason: "OFFSET_PAST_END",
        metadata: ["offset": "\(request.offset)", "size_bytes": "\(size)"])
    }
    let count =
      request.limit == 0 ? size - request.offset : min(request.limit, size - request.offset)
    return Int(request.offset)..<Int(request.offset + count)
  }
}

extension Telework.EvidenceServiceListRequest {
  /// What a page token is bound to.
  fileprivate var filterFields: [String] {
    [
      "evidence", workerId, agentId, "\(capturedFrom?.seconds ?? 0).\(capturedFrom?.nanos ?? 0)",
      "\(capturedBefore?.seconds ?? 0).\(capturedBefore?.nanos ?? 0)",
    ]
  }
}
