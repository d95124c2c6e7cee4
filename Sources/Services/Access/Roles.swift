import MadoAPI
import Protobuf

/// What somebody is in a tenant.
public typealias TenantRole = Shared.TenantRole

/// What somebody is on the vendor's side.
public typealias VendorRole = Shared.VendorRole

/// A role of the schema, by the word that rows and people use: `TENANT_ROLE_WORKER` is `WORKER`.
protocol RoleOfSchema: ProtobufEnum, Hashable {
  /// What stands before the word in the schema.
  static var prefix: String { get }
}

extension Shared.TenantRole: RoleOfSchema {
  static var prefix: String { "TENANT_ROLE_" }
}

extension Shared.VendorRole: RoleOfSchema {
  static var prefix: String { "VENDOR_ROLE_" }
}

extension Shared.TenantRole {
  /// What a person is in a tenant; the others are machines, or guests.
  static let people: Set<Self> = [.worker, .user, .manager, .admin, .billing, .auditor]
}

extension RoleOfSchema {
  /// Every role, in the schema's order.
  static var all: [Self] { values.filter { $0.number != 0 }.map { Self(number: $0.number) } }

  /// The role of that word; nil when there is none.
  init?(word: String) {
    self.init(name: Self.prefix + word)
    if number == 0 { return nil }
  }

  /// What rows keep and people read.
  var word: String { name.map { String($0.dropFirst(Self.prefix.count)) } ?? "\(number)" }
}

extension Set where Element: RoleOfSchema {
  /// The words, in the schema's order.
  var words: [String] { sorted { $0.number < $1.number }.map(\.word) }
}
