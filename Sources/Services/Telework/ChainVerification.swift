import Buffers
import MadoAPI
import Protobuf
import RPC
import Storage

/// Verifies an agent's chain (TEL-38): the hashes of the links, and the pictures behind them.
struct ChainVerification: Sendable {
  let agent: Agent
  let vault: EvidenceVault

  /// Links read at a time.
  private static let batch = 256

  func run(
    _ request: Telework.VerifyChainRequest
  ) async throws -> Telework.VerifyChainResponse {
    while true {
      let checkpoints = try await checkpoints()
      let response = try await run(request, checkpoints)
      // What a purge takes away meanwhile is no break.
      guard response.state == .broken, try await self.checkpoints() != checkpoints else {
        return response
      }
    }
  }

  private func run(
    _ request: Telework.VerifyChainRequest, _ checkpoints: [PurgeCheckpoint]
  ) async throws -> Telework.VerifyChainResponse {
    let (head, lastLink) = try await headAndLast()
    var response = Telework.VerifyChainResponse(
      state: .ok, headPosition: UInt64(clamping: head.position))
    if head.position > 0 { response.headHash = .init(head.hash.bytes) }
    if let broken = ChainWalk.overrun(of: head, last: lastLink) { return response.with(broken) }
    let first = max(1, Int64(clamping: request.fromPosition))
    guard first <= head.position else {
      guard first <= head.position + 1 else { throw Self.pastEnd(first, head.position) }
      return response
    }
    guard let start = try await start(before: first, checkpoints) else {
      return response.with(ChainBreak(first - 1, "RECORD_MISSING", "the record is missing"))
    }
    var walk = ChainWalk(from: start, to: head, passing: checkpoints)
    let wanted = request.maxRecords == 0 ? Int64.max : Int64(clamping: request.maxRecords)
    let last = wanted > head.position - first ? head.position : first + wanted - 1
    let broken = try await follow(&walk, to: last, request, &response)
    response.purged = UInt64(clamping: walk.purged)
    if let broken { return response.with(broken) }
    response.nextPosition =
      walk.position < head.position ? UInt64(clamping: walk.position + 1) : 0
    return response
  }

  /// Walks to a place, and behind what was purged there.
  private func follow(
    _ walk: inout ChainWalk, to last: Int64, _ request: Telework.VerifyChainRequest,
    _ response: inout Telework.VerifyChainResponse
  ) async throws -> ChainBreak? {
    while walk.position < last {
      try Task.checkCancellation()
      let rows = try await chain(after: walk.position)
        .prefix { ($0?.link.position ?? 0) <= last }
      if rows.isEmpty { break }
      for row in rows {
        if let broken = walk.next(row) { return broken }
        if !request.linksOnly, let row, let flaw = try await flaw(in: row) { return flaw }
        response.checked += 1
      }
    }
    if walk.position < last, let broken = walk.pass() { return broken }
    return walk.position < last || walk.position == walk.head.position ? walk.end() : nil
  }

  private func headAndLast() async throws -> (head: EvidenceChain.Head, last: Int64) {
    try await vault.read(agent.tenancy) { [agent] in try $0.headAndLast(agent: agent.id) }
  }

  private static func pastEnd(_ position: Int64, _ head: Int64) -> RPCError {
    RPCError(
      .outOfRange,
      "from_position is \(position) but the chain ends at \(head): give at most \(head + 1)",
      reason: "POSITION_PAST_END",
      metadata: ["from_position": "\(position)", "head_position": "\(head)"])
  }

  private func chain(after position: Int64) async throws -> [EvidenceRow?] {
    try await vault.read(agent.tenancy) { [agent] in
      try $0.chain(agent: agent.id, from: position + 1, limit: Self.batch)
    }
  }

  private func checkpoints() async throws -> [PurgeCheckpoint] {
    let (tenant, keys) = (agent.tenancy.tenant.text, vault.database.keys)
    return try await vault.database.read { [agent] connection in
      try EvidenceStore(agent.tenancy, connection).checkpoints(agent: agent.id) {
        try AuditChain.Keys(of: tenant, keys, connection)
      }
    }
  }

  /// The chain's start, or the link before a place; what was purged there, from its beginning. Nil when that is not there.
  private func start(
    before first: Int64, _ checkpoints: [PurgeCheckpoint]
  ) async throws -> EvidenceChain.Head? {
    guard first > 1 else {
      return EvidenceChain.start(tenant: agent.tenancy.tenant.text, agent: agent.id)
    }
    if let purge = checkpoints.first(where: { $0.purge.positions.contains(first - 1) })?.purge {
      return .init(position: purge.positions.lowerBound - 1, hash: purge.before)
    }
    guard let before = try await chain(after: first - 2).first ?? nil,
      before.link.position == first - 1
    else { return nil }
    return .init(position: first - 1, hash: before.chainHash)
  }

  private func flaw(in row: EvidenceRow) async throws -> ChainBreak? {
    let content: Result<Bytes, StorageError>
    do {
      content = .success(try await vault.content(of: row, agent.tenancy))
    } catch let error as StorageError {
      content = .failure(error)
    }
    return try row.flaw(in: content)
  }
}

extension Telework.VerifyChainResponse {
  fileprivate func with(_ broken: ChainBreak) -> Telework.VerifyChainResponse {
    var response = self
    response.state = .broken
    response.firstBreak = Break(
      position: UInt64(clamping: broken.position),
      sequence: UInt64(clamping: broken.row?.link.sequence ?? 0),
      evidenceId: broken.row?.id ?? "", reason: broken.reason, message: broken.message)
    return response
  }
}
