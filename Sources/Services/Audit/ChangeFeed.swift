import RPC
import SQLite
import Storage

/// What has changed of a tenant since a place, and the wait for more: ListChanges of every service that has it.
/// The audit log knows of every change, so it is asked, for the kinds of target that the service keeps:
///
///     let changes = try await feed.changes(
///       of: "user", tenancy, since: request.sinceToken, wait: request.wait, request.pageSize, call)
struct ChangeFeed: Sendable {
  let database: Database
  let trail: AuditTrail
  let secret: [UInt8]

  /// Records, and the token to ask with next.
  struct Changes: Sendable {
    var rows: [AuditRow] = []
    var next: String

    /// The ids of what was changed, each once, in the order of their last changes.
    var ids: [String] {
      var (seen, ids) = (Set<Substring>(), [String]())
      for row in rows.reversed() {
        let id = row.record.target.drop { $0 != "/" }.dropFirst()
        if seen.insert(id).inserted { ids.append(String(id)) }
      }
      return ids.reversed()
    }
  }

  /// - Parameters:
  ///   - kind: of targets; nil for every record, refusals too.
  ///   - token: of the answer before; empty for the oldest.
  ///   - wait: how long to wait when there is nothing.
  ///   - size: as a page's.
  func changes(
    of kind: String?, _ tenancy: Tenancy, since token: String, wait: Duration, _ size: Int32,
    _ call: CallContext
  ) async throws -> Changes {
    let tokens = PageToken(
      of: ["changes", tenancy.tenant.text, kind ?? ""], named: "since_token", secret: secret)
    var place: Int64 = 0
    if !token.isEmpty {
      guard let opened = Int64(try tokens.open(token)) else { throw tokens.mismatch }
      place = opened
    }
    let limit = PageSize(size).rows
    let found = try await trail.bell.waiting(for: tenancy.tenant.text, atMost: wait, call) {
      let (rows, last) = try await call.awaitingStorage { [place] in
        try await database.read {
          try AuditStore(tenancy, $0).changes(of: kind, after: place, limit: limit)
        }
      }
      // What is of other kinds is not looked at again.
      place = rows.count == limit ? rows[limit - 1].position : max(place, last)
      return rows.isEmpty ? nil : rows
    }
    return Changes(rows: found ?? [], next: tokens.seal("\(place)"))
  }
}
