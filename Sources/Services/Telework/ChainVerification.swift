import Crypto
import MadoAPI
import Protobuf
import RPC
import Rules
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
    let (head, lastLink) = try await headAndLast()
    var response = Telework.VerifyChainResponse(
      state: .ok, headPosition: UInt64(clamping: head.position))
    if head.position > 0 { response.headHash = .init(head.hash.bytes) }
    if lastLink > head.position {
      return broken(
        response, at: head.position + 1, nil, "HEAD_MISMATCH",
        "there are records up to \(lastLink) and the kept head ends at \(head.position)")
    }
    let first = max(1, Int64(clamping: request.fromPosition))
    guard first <= head.position else {
      guard first <= head.position + 1 else { throw Self.pastEnd(first, head.position) }
      return response
    }
    guard var verification = try await verification(from: first) else {
      return broken(response, at: first - 1, nil, "RECORD_MISSING", "the record is missing")
    }
    let wanted = request.maxRecords == 0 ? Int64.max : Int64(clamping: request.maxRecords)
    let last = wanted > head.position - first ? head.position : first + wanted - 1
    while verification.head.position < last {
      try Task.checkCancellation()
      let rows = try await chain(after: verification.head.position)
      if rows.isEmpty {
        return broken(
          response, at: verification.head.position + 1, nil, "RECORD_MISSING",
          "the chain should go on to \(head.position) and ends before")
      }
      for row in rows {
        let place = verification.head.position + 1
        guard place <= last else { break }
        guard let row else {
          return broken(
            response, at: place, nil, "LINK_MISMATCH", "the record's row cannot be read")
        }
        if let verdict = verification.next(row.link, hash: row.chainHash) {
          return broken(response, verdict, row)
        }
        if !request.linksOnly, let flaw = try await flaw(in: row) {
          return broken(response, at: row.link.position, row, flaw.reason, flaw.message)
        }
        response.checked += 1
      }
    }
    if last == head.position, verification.head.hash != head.hash {
      return broken(
        response, at: last, nil, "HEAD_MISMATCH", "the kept head is not the hash of the last link")
    }
    response.nextPosition = last < head.position ? UInt64(clamping: last + 1) : 0
    return response
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

  /// A verification that begins at a place: at the chain's start, or behind the link before.
  private func verification(from first: Int64) async throws -> EvidenceChain.Verification? {
    guard first > 1 else {
      return .init(from: EvidenceChain.start(tenant: agent.tenancy.tenant.text, agent: agent.id))
    }
    guard let before = try await chain(after: first - 2).first ?? nil,
      before.link.position == first - 1
    else { return nil }
    return .init(from: .init(position: first - 1, hash: before.chainHash))
  }

  /// Why a picture is not the one of its link; nil when it is.
  private func flaw(in row: EvidenceRow) async throws -> (reason: String, message: String)? {
    do {
      let content = try await vault.content(of: row, agent.tenancy)
      guard SHA256.hash(content) == row.link.content,
        Int64(content.count) == row.link.contentBytes
      else { return ("CONTENT_MISMATCH", "the picture is not the one that was stored") }
      let picture = content.withUnsafeBytes { try? Picture(reading: $0) }
      guard picture == row.picture else {
        return ("CONTENT_MISMATCH", "the picture's format or size is not the one that is kept")
      }
      return nil
    } catch let error as StorageError where !error.isPassing {
      switch error {
      case .evidenceCorrupt(_, let reason):
        return ("CONTENT_UNREADABLE", "the picture cannot be read back: \(reason)")
      case .keyDestroyed:
        return ("CONTENT_UNREADABLE", "the picture's key has been destroyed")
      default:
        return ("CONTENT_UNREADABLE", "the picture cannot be read back")
      }
    }
  }

  private func broken(
    _ response: Telework.VerifyChainResponse, _ verdict: EvidenceChain.Verdict, _ row: EvidenceRow
  ) -> Telework.VerifyChainResponse {
    guard case .broken(let position, let why) = verdict else { return response }
    switch why {
    case .missing(let found):
      return broken(
        response, at: position, nil, "RECORD_MISSING",
        "the record is missing: the next one found is at \(found)")
    case .hash:
      return broken(
        response, at: position, row, "LINK_MISMATCH",
        "the record, or the hash kept with it, is not what was stored")
    }
  }

  private func broken(
    _ response: Telework.VerifyChainResponse, at position: Int64, _ row: EvidenceRow?,
    _ reason: String, _ message: String
  ) -> Telework.VerifyChainResponse {
    var response = response
    response.state = .broken
    response.firstBreak = Telework.VerifyChainResponse.Break(
      position: UInt64(clamping: position), sequence: UInt64(clamping: row?.link.sequence ?? 0),
      evidenceId: row?.id ?? "", reason: reason, message: message)
    return response
  }
}
