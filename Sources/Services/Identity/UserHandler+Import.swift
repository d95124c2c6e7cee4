import MadoAPI
import RPC
import Storage

extension Identity.ImportUsersRequest: MutationRequest {}

extension UserHandler {
  func importUsers(
    _ request: Identity.ImportUsersRequest, _ call: CallContext
  ) async throws -> Identity.ImportUsersResponse {
    let (tenancy, now) = (try call.tenancy, clock.now.seconds)
    let rows = try UserTable(request.csv).rows.map { row in
      (row: row, user: row.user(at: now), wrong: row.wrong(in: tenancy.tenant))
    }
    return try await mutations.perform(request, call) { transaction in
      let people = PeopleStore(tenancy, transaction.connection)
      var (report, alterations) = (Identity.ImportUsersResponse(), [Alteration]())
      for (row, user, wrong) in rows {
        var refusal = wrong
        if refusal == nil, try !people.add(user) { refusal = Self.loginTaken(user.login) }
        let shown = Identity.User(user)
        if refusal == nil { alterations.append(Alteration("user", user.id, to: shown)) }
        report.rows.append(
          .init(
            line: Int32(clamping: row.line), login: user.login,
            userId: refusal == nil ? user.id : "", reason: refusal?.reason ?? "",
            message: refusal?.message ?? ""))
      }
      report.entered = Int32(clamping: alterations.count)
      report.refused = Int32(clamping: rows.count - alterations.count)
      return Change(alterations, answer: report)
    }
  }
}

extension UserTable.Row {
  fileprivate func user(at now: Int64) -> UserRow {
    UserRow(
      id: freshID("user", at: now), login: login, name: name, reading: reading,
      locale: locale, roles: Set(roles), isSuspended: false, createdAt: now, version: 1)
  }

  /// Why he cannot be entered; nil when nothing is wrong with what the row says.
  fileprivate func wrong(in tenant: TenantID) -> RPCError? {
    guard strangers.isEmpty else {
      return .invalid([
        .init(
          field: "roles",
          description: "\(strangers.joined(separator: ", ")) is no role: give some of "
            + TenantRole.people.words.joined(separator: ", "))
      ])
    }
    do throws(RPCError) {
      try user(at: 0).check(in: tenant)
      return nil
    } catch {
      return error
    }
  }
}
