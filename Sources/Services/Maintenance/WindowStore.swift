import Buffers
import CivilTime
import MadoAPI
import Rules
import SQLite

/// The maintenance windows: the vendor's, above any tenant.
struct WindowStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func add(_ window: WindowRow) throws {
    try connection.run(
      """
      INSERT INTO maintenance_window (\(WindowRow.columns))
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, values: [window.id] + (try Self.values(of: window)))
  }

  /// Puts a changed window in the place of what was, with the next version.
  func replace(_ window: WindowRow) throws {
    try connection.run(
      """
      UPDATE maintenance_window SET kind = ?, title_ja = ?, title_en = ?, title_zh = ?, reason = ?,
        services = ?, starts_at = ?, ends_at = ?, recurrence = ?, announced_at = ?,
        cancelled_at = ?, version = ?
      WHERE id = ?
      """, values: try Self.values(of: window) + [window.id])
  }

  private static func values(of window: WindowRow) throws -> [any Bindable] {
    [
      window.kind.rawValue, window.title.ja, window.title.en, window.title.zh, window.reason,
      window.services.joined(separator: " "), try window.start.stored(), try window.end.stored(),
      window.recurrence.map { Statuses.Recurrence($0)?.encoded() } ?? Bytes?.none,
      try window.announced.stored(), try window.cancelledAt?.stored(), window.version,
    ]
  }

  /// Keeps that a time was ended early.
  func cut(_ window: String, _ start: Instant, at end: Instant) throws {
    try connection.run(
      """
      INSERT INTO maintenance_cut (window_id, starts_at, ended_at) VALUES (?, ?, ?)
      ON CONFLICT (window_id, starts_at) DO NOTHING
      """, window, try start.stored(), try end.stored())
  }

  func window(_ id: String) throws -> WindowRow? { try windows("id = ?", [id]).first }

  /// Windows before an id, the last made first.
  func list(before id: String?, limit: Int) throws -> [WindowRow] {
    try windows(
      id == nil ? "1 = 1" : "id < ?", id.map { [$0] } ?? [], order: "id DESC LIMIT ?", limit)
  }

  /// Windows that may have times in a span, in the order of their ids.
  func windows(touching span: Range<Instant>) throws -> [WindowRow] {
    try windows(
      """
      starts_at < ? AND (recurrence IS NOT NULL OR ends_at > ?)
        AND (cancelled_at IS NULL OR cancelled_at > ?)
      """,
      [
        try span.upperBound.stored(), try span.lowerBound.stored(), try span.lowerBound.stored(),
      ])
  }

  /// Windows that may have a time after an instant, in the order of their ids.
  func windows(after instant: Instant) throws -> [WindowRow] {
    try windows(
      "cancelled_at IS NULL AND (recurrence IS NOT NULL OR ends_at > ?)", [try instant.stored()])
  }

  private func windows(
    _ condition: String, _ values: [any Bindable], order: String = "id", _ limit: Int? = nil
  ) throws -> [WindowRow] {
    let found = try connection.query(
      "SELECT \(WindowRow.columns) FROM maintenance_window WHERE \(condition) ORDER BY \(order)",
      values: values + (limit.map { [$0] } ?? []), make: WindowRow.init)
    return try found.map { window in
      var window = window
      let cuts = try connection.query(
        "SELECT starts_at, ended_at FROM maintenance_cut WHERE window_id = ?", window.id
      ) { row in
        (
          Instant(storedNanoseconds: try row.read(0)), Instant(storedNanoseconds: try row.read(1))
        )
      }
      window.cuts = Dictionary(cuts, uniquingKeysWith: { first, _ in first })
      return window
    }
  }
}

extension WindowRow {
  fileprivate static let columns = """
    id, kind, title_ja, title_en, title_zh, reason, services, starts_at, ends_at, recurrence,
    announced_at, cancelled_at, version
    """

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let kind = Maintenance.Kind(rawValue: try row.read(1)) else { throw damaged }
    let start = Instant(storedNanoseconds: try row.read(7))
    var recurrence: Recurrence?
    if let bytes = try row.read(9, as: Bytes?.self) {
      guard let message = try? Statuses.Recurrence(decoding: bytes),
        case .granted(let rule) = message.rule(from: JST.date(of: start))
      else { throw damaged }
      recurrence = rule
    }
    self.init(
      id: try row.read(0), kind: kind,
      title: LocalizedName(ja: try row.read(2), en: try row.read(3), zh: try row.read(4)),
      reason: try row.read(5),
      services: try row.read(6, as: String.self).split(separator: " ").map(String.init),
      start: start, end: Instant(storedNanoseconds: try row.read(8)), recurrence: recurrence,
      announced: Instant(storedNanoseconds: try row.read(10)),
      cancelledAt: try row.read(11, as: Int64?.self).map { Instant(storedNanoseconds: $0) },
      version: try row.read(12))
  }
}

private let damaged = DamagedRow(table: "maintenance_window")
