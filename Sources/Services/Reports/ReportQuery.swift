import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite

/// What a report is asked for, checked.
struct ReportQuery: Sendable {
  let tenancy: Tenancy
  let now: Instant
  let period: WorkAnalysis.Period
  let days: ClosedRange<CivilDate>
  let subject: Telework.ReportSubject
  let worker: String
  let group: String

  /// Of whom a row is.
  struct Subject: Sendable {
    let id: String
    let name: String
    let workers: [String]
  }

  init(
    _ query: Telework.ReportQuery, _ tenancy: Tenancy, at now: Instant, _ daysMax: Int
  ) throws(RPCError) {
    self.tenancy = tenancy
    self.now = now
    period = WorkAnalysis.Period(query.period)
    subject = query.subject
    var own = ""
    if case .ones(let caller) = tenancy.whose { own = caller }
    worker = query.workerId.isEmpty ? own : query.workerId
    group = query.groupId
    var violations = FieldViolations()
    let from = CivilDate(query.fromDate ?? .init())
    let through = CivilDate(query.throughDate ?? .init())
    if from == nil { violations.add("query.from_date", "it is no day: give year, month and day") }
    if through == nil {
      violations.add("query.through_date", "it is no day: give year, month and day")
    }
    if let from, let through, !(0..<daysMax).contains(from.days(to: through)) {
      violations.add(
        "query.through_date",
        "\(through) is not within \(daysMax) days from \(from): give a day from it on")
    }
    if let from, from.year < 1679 || from.year > 2260 {
      violations.add("query.from_date", "\(from) is outside the years 1679 to 2260: give another")
    }
    if !query.workerId.isEmpty, !query.groupId.isEmpty {
      violations.add("query.group_id", "worker_id is given too: give one of both")
    }
    try violations.refuse()
    let first = from ?? .min
    days = first...max(first, through ?? first)
    guard own.isEmpty || (subject != .group && group.isEmpty) else {
      throw GroupHandler.notFound(group)
    }
  }

  /// What a page token is bound to.
  var fields: [String] {
    [
      "report", tenancy.tenant.text, tenancy.whose.text, period.rawValue, "\(days.lowerBound)",
      "\(days.upperBound)", "\(subject.number)", worker, group,
    ]
  }

  // MARK: Of whom

  /// Of whom there are rows behind an id, in the order of ids.
  func subjects(after id: String, limit: Int, _ connection: Connection) throws -> [Subject] {
    let people = PeopleStore(tenancy, connection)
    if !worker.isEmpty { try people.requireWorker(worker) }
    let tree = GroupTree(tenancy, connection)
    guard try group.isEmpty || tree.contains(group) else { throw GroupHandler.notFound(group) }
    if subject == .group {
      return try tree.groups(below: group, after: id, limit: limit).map { found in
        let members = try tree.workers(of: found.id)
        return Subject(
          id: found.id, name: found.name,
          workers: worker.isEmpty ? members : members.filter { $0 == worker })
      }
    }
    if !worker.isEmpty {
      guard let user = try people.user(worker, evenDeleted: true) else {
        throw UserHandler.notFound(worker)
      }
      return user.id > id ? [Subject(id: user.id, name: user.name, workers: [user.id])] : []
    }
    if !group.isEmpty {
      let members = try tree.workers(of: group).filter { $0 > id }.prefix(limit)
      return try members.compactMap { try people.user($0) }
        .map { Subject(id: $0.id, name: $0.name, workers: [$0.id]) }
    }
    return try tree.workers(after: id, limit: limit)
      .map { Subject(id: $0.id, name: $0.name, workers: [$0.id]) }
  }

  // MARK: The rows

  /// What a worker's periods came to.
  func rows(of worker: String, _ connection: Connection) throws -> [WorkAnalysis.Row] {
    let rows = try WorkDays(tenancy, connection, at: now).rows(of: worker, in: days)
    return WorkAnalysis.sums(of: rows, by: period, in: days)
  }

  /// What somebody's periods came to, from those of the workers.
  func rows(
    of subject: Subject, _ sums: [String: [WorkAnalysis.Row]]
  ) -> [Telework.ReportRow] {
    WorkAnalysis.periods(period, in: days).enumerated().map { place, days in
      var sum = WorkAnalysis.Row(days)
      for worker in subject.workers { if let rows = sums[worker] { sum.add(rows[place]) } }
      return Telework.ReportRow(sum, of: subject)
    }
  }
}

extension Telework.ReportRow {
  init(_ row: WorkAnalysis.Row, of subject: ReportQuery.Subject) {
    func seconds(_ state: Presence.State) -> Int64 {
      row.presence[state]?.components.seconds ?? 0
    }
    func count(_ states: IncidentLife.State...) -> Int64 {
      states.reduce(0) { $0 + Int64(row.incidents[$1] ?? 0) }
    }
    self.init(
      id: subject.id, name: subject.name, fromDate: row.days.lowerBound.message,
      throughDate: row.days.upperBound.message, workSeconds: row.worked.components.seconds,
      openSeconds: row.open.components.seconds,
      taskSeconds: row.tasks.mapValues(\.components.seconds), presentSeconds: seconds(.present),
      awaySeconds: seconds(.away), absentSeconds: seconds(.absent),
      openIncidents: count(.detected, .underReview), confirmedIncidents: count(.confirmed),
      dismissedIncidents: count(.dismissed), workers: Int32(clamping: subject.workers.count))
  }
}
