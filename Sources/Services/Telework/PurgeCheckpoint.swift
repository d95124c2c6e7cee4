import Crypto
import Storage

/// What a purge has left in the place of links of an agent's chain (TEL-40).
struct PurgeCheckpoint: Sendable, Hashable {
  var purge: EvidenceChain.Purge
  /// Whether the server has sealed it.
  var isSealed: Bool
}

extension AuditChain.Keys {
  /// The seal over what stands in the place of links of a chain.
  func seal(_ purge: EvidenceChain.Purge, agent: String, of tenant: String) -> SHA256.Digest {
    var statement = Array("mado evidence purge 1".utf8)
    statement.append(field: tenant)
    statement.append(field: agent)
    statement.append(field: purge.positions.lowerBound)
    statement.append(field: purge.positions.upperBound)
    statement.append(field: purge.before)
    statement.append(field: purge.after)
    return seal(statement)
  }

  /// The seal over numbers whose pictures were purged.
  func seal(
    purgedSequences range: ClosedRange<Int64>, agent: String, of tenant: String
  ) -> SHA256.Digest {
    var statement = Array("mado evidence purged sequences 1".utf8)
    statement.append(field: tenant)
    statement.append(field: agent)
    statement.append(field: range.lowerBound)
    statement.append(field: range.upperBound)
    return seal(statement)
  }
}
