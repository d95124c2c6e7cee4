import SQLite

/// The vendor's register of tenants: what there is above any one of them.
struct TenantRegister {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Enters a tenant; nothing happens when it is there.
  func add(_ id: TenantID, name: String) throws {
    try connection.run(
      "INSERT INTO tenant (id, name) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", id.text, name)
  }

  /// Whether there is a customer of that id.
  func contains(_ id: TenantID) throws -> Bool {
    guard id != .vendor else { return false }
    return try connection.first("SELECT 1 FROM tenant WHERE id = ?", id.text) { _ in true } ?? false
  }
}
