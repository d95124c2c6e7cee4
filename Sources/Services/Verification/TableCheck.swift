import SQLite
import Storage

/// The database as SQLite sees it: pages, indexes, and rows that name others which are not there.
struct TableCheck: Verification.Check {
  /// Flaws told of; more say nothing new.
  private static let flawsMax = 20

  func run(
    _ state: StoredState, _ depth: Verification.Depth, _ found: inout Verification
  ) throws {
    if case .heads = depth { return }
    let connection = state.connection
    let texts = try connection.query("PRAGMA integrity_check(\(Self.flawsMax))") { row in
      try row.read(0, as: String.self)
    }
    for text in texts where text != "ok" {
      found.flaws.append(.init("database", "DATABASE_DAMAGED", text))
    }
    let strays = try connection.query("PRAGMA foreign_key_check") { row in
      (
        table: try row.read(0, as: String.self), row: try row.read(1, as: Int64?.self),
        parent: try row.read(2, as: String.self)
      )
    }
    for stray in strays.prefix(Self.flawsMax) {
      found.flaws.append(
        .init(
          "\(stray.table), row \(stray.row.map { "\($0)" } ?? "?")", "ROW_MISSING",
          "the row of \(stray.parent) that it belongs to is missing"))
    }
  }
}

/// The keys of tenants and workers.
struct KeyCheck: Verification.Check {
  func run(
    _ state: StoredState, _ depth: Verification.Depth, _ found: inout Verification
  ) throws {
    for error in try state.damagedKeys() {
      guard case .keyCorrupt(let tenant, let worker) = error else { throw error }
      let whose = worker.map { "\(tenant)/\($0)" } ?? tenant
      found.flaws.append(.init("key \(whose)", "KEY_DAMAGED", "\(error)"))
    }
  }
}
