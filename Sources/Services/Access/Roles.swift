import MadoAPI
import Protobuf

/// What somebody is in a tenant.
public typealias TenantRole = Shared.TenantRole

/// What somebody is on the vendor's side.
public typealias VendorRole = Shared.VendorRole

/// A role of the schema.
protocol RoleOfSchema: SchemaWord {}

extension Shared.TenantRole: RoleOfSchema {
  static var prefix: String { "TENANT_ROLE_" }
}

extension Shared.VendorRole: RoleOfSchema {
  static var prefix: String { "VENDOR_ROLE_" }
}

extension Shared.TenantRole {
  /// What a person is in a tenant; the others are machines, or guests.
  static let people: Set<Self> = [
    .worker, .user, .manager, .groupManager, .admin, .billing, .auditor,
  ]
}

extension RoleOfSchema {
  /// Every role, in the schema's order.
  static var all: [Self] { values.filter { $0.number != 0 }.map { Self(number: $0.number) } }
}

extension Set where Element: RoleOfSchema {
  /// The words, in the schema's order.
  var words: [String] { sorted { $0.number < $1.number }.map(\.word) }
}
