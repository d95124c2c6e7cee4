import Crypto
import Protobuf

/// What a mutation has done, and what its caller is told of it.
struct Change<Answer: Message>: Sendable {
  /// What has become of each thing that was changed: the audit log has a record of each.
  let alterations: [Alteration]
  let answer: Answer

  /// Of one thing.
  ///
  /// - Parameters:
  ///   - kind: what it is, such as `user`; with `id` it is the record's target.
  ///   - before: as the schema shows it, without secrets; nil for what was not there.
  ///   - after: the same of what it is now; nil for what is gone.
  ///   - tenant: whose it is, where that is not the caller's own: the vendor's acts stand in the log of the
  ///     tenant that they concern.
  init(
    _ kind: String, _ id: String, from before: (any Message)? = nil,
    to after: (any Message)? = nil, in tenant: TenantID? = nil, answer: Answer
  ) {
    self.init([Alteration(kind, id, from: before, to: after, in: tenant)], answer: answer)
  }

  /// Of several things.
  init(_ alterations: [Alteration], answer: Answer) {
    self.alterations = alterations
    self.answer = answer
  }
}

/// What has become of one thing; the parameters are those of ``Change``.
struct Alteration: Sendable {
  fileprivate let target: String
  fileprivate let before: SHA256.Digest?
  fileprivate let after: SHA256.Digest?
  fileprivate let tenant: TenantID?

  init(
    _ kind: String, _ id: String, from before: (any Message)? = nil,
    to after: (any Message)? = nil, in tenant: TenantID? = nil
  ) {
    target = "\(kind)/\(id)"
    self.before = before.map { SHA256.hash($0.encoded()) }
    self.after = after.map { SHA256.hash($0.encoded()) }
    self.tenant = tenant
  }
}

extension AuditRecord {
  /// The record of a call with what it has altered.
  func of(_ alteration: Alteration) -> AuditRecord {
    var record = self
    record.target = alteration.target
    record.before = alteration.before
    record.after = alteration.after
    if let tenant = alteration.tenant { record.tenant = tenant.text }
    return record
  }
}
