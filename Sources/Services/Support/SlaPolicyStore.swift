import MadoAPI
import Protobuf
import Rules
import SQLite

/// A policy as it is kept.
struct SlaPolicyRow: Sendable {
  var id: String
  var content: Support.SlaPolicy
  /// Grows by one with each change.
  var version: Int64

  var etag: Etag { Etag(version: version, of: id) }

  /// In the schema's words.
  var message: Support.SlaPolicy {
    var message = content
    (message.id, message.etag, message.builtIn) = (id, etag.text, false)
    return message
  }
}

/// The policies that the vendor has made, for all tenants.
struct SlaPolicyStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// How many there may be: each case that is opened looks at them all.
  static let countMax = 200

  func all() throws -> [SlaPolicyRow] {
    try connection.query(
      "SELECT id, content, version FROM sla_policy ORDER BY id LIMIT ?",
      Self.countMax, make: SlaPolicyRow.init)
  }

  func policy(_ id: String) throws -> SlaPolicyRow? {
    try connection.first(
      "SELECT id, content, version FROM sla_policy WHERE id = ?", id,
      make: SlaPolicyRow.init)
  }

  /// Enters a policy; false when there is one for the same cases.
  func add(_ policy: SlaPolicyRow) throws -> Bool {
    try connection.run(
      """
      INSERT INTO sla_policy (id, product, channel, intake, content, version)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """, policy.id, policy.content.product, Int64(policy.content.channel.number),
      Int64(policy.content.intake.number), policy.content.encoded(), policy.version) > 0
  }

  /// Keeps a changed policy; it stays for the same cases.
  func replace(_ policy: SlaPolicyRow) throws {
    try connection.run(
      "UPDATE sla_policy SET content = ?, version = ? WHERE id = ?",
      policy.content.encoded(), policy.version, policy.id)
  }

  /// The policy of a case: of those that fit the one that says most, made before built in.
  func choose(
    product: String, by channel: SupportScope.Channel, _ intake: CaseTerms.Intake
  ) throws -> (policy: Support.SlaPolicy, rule: RuleID?) {
    let fitting = try all().map(\.message).filter { policy in
      (policy.product.isEmpty || policy.product == product)
        && (policy.channel == .unspecified || policy.channel == channel.message)
        && (policy.intake == .unspecified || policy.intake == intake.message)
    }
    if let best = fitting.max(by: { $0.weight < $1.weight }) { return (best, nil) }
    let builtIn = BuiltInTerms.choose(product: product, by: channel, intake)
    return (Support.SlaPolicy(builtIn), builtIn.rule)
  }
}

extension Support.SlaPolicy {
  /// How much it says of the cases that it is for: first of the product, then of the channel, then of the intake.
  fileprivate var weight: Int {
    (product.isEmpty ? 0 : 4) + (channel == .unspecified ? 0 : 2) + (intake == .unspecified ? 0 : 1)
  }
}

extension SlaPolicyRow {
  fileprivate init(_ row: Row) throws {
    guard let content = try? Support.SlaPolicy(decoding: try row.read(1)) else {
      throw DamagedRow(table: "sla_policy")
    }
    self.init(id: try row.read(0), content: content, version: try row.read(2))
  }
}
