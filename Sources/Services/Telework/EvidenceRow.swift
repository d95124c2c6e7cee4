import Crypto
import Rules
import SQLite
import Storage

/// A stored picture as the database keeps it.
struct EvidenceRow: Sendable {
  /// An agent's count: with the agent it names the picture.
  var link: EvidenceChain.Link
  var agent: String
  var picture: Picture
  var position: EvidencePosition
  var chainHash: SHA256.Digest

  /// `AGENT.SEQUENCE`: agents' ids are unique in the server, and the last dot ends them.
  var id: String { "\(agent).\(link.sequence)" }

  /// The agent and sequence that an id stands for; nil when it is none.
  static func parse(id: String) -> (agent: String, sequence: Int64)? {
    guard let dot = id.lastIndex(of: "."), dot != id.startIndex else { return nil }
    // One picture has one id: "+5" and "005" are numbers too.
    let number = id[id.index(after: dot)...]
    guard let sequence = Int64(number), sequence > 0, String(sequence) == number else { return nil }
    return (String(id[..<dot]), sequence)
  }

  /// What binds the encrypted record to its place, so that it cannot stand for another picture.
  var context: [UInt8] { Self.context(agent: agent, sequence: link.sequence) }

  static func context(agent: String, sequence: Int64) -> [UInt8] {
    Array("\(agent).\(sequence)".utf8)
  }
}

extension EvidenceRow {
  static let columns = """
    agent_id, sequence, worker_id, kind, capture_trigger, captured_at, received_at, format, width,
    height, size_bytes, sha256, chain_position, chain_hash, log_month, log_offset, log_length
    """

  /// Reads ``columns`` in their order.
  init(_ row: Row) throws {
    agent = try row.read(0)
    guard let content = SHA256.Digest(try row.read(11, as: [UInt8].self)),
      let hash = SHA256.Digest(try row.read(13, as: [UInt8].self)),
      let month = LogMonth(try row.read(14, as: String.self)),
      let format = Picture.Format(code: try row.read(7))
    else { throw DamagedRow(table: "evidence") }
    link = EvidenceChain.Link(
      position: try row.read(12), sequence: try row.read(1), worker: try row.read(2),
      kind: try row.read(3), trigger: try row.read(4), capturedAt: try row.read(5),
      receivedAt: try row.read(6), contentBytes: try row.read(10), content: content)
    picture = Picture(format: format, width: try row.read(8), height: try row.read(9))
    position = EvidencePosition(
      month: month, offset: try row.read(15), length: try row.read(16))
    chainHash = hash
  }
}

extension Picture.Format {
  /// As the database keeps it.
  var code: Int {
    switch self {
    case .jpeg: 1
    case .png: 2
    }
  }

  init?(code: Int) {
    switch code {
    case 1: self = .jpeg
    case 2: self = .png
    default: return nil
    }
  }
}
