import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import StandardAPI
import Storage

extension Telework.ScheduleServicePutRequest: MutationRequest {}
extension Telework.CopyRequest: MutationRequest {}

/// Serves `mado.telework.v1.ScheduleService`.
struct ScheduleHandler: Telework.ScheduleService {
  let database: Database
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  /// What the audit log calls a plan.
  private static let target = "work-plan"
  /// Days that are planned at once, and days that are listed.
  private static let (plannedDaysMax, listedDaysMax) = (62, 366)

  // MARK: Planning

  func put(
    _ request: Telework.ScheduleServicePutRequest, _ call: CallContext
  ) async throws -> Telework.ScheduleServicePutResponse {
    let tenancy = try call.tenancy
    let worker = try call.worker(named: request.workerId)
    var violations = FieldViolations()
    let days = violations.days(
      request.fromDate, request.throughDate, max: Self.plannedDaysMax)
    let given = request.entries.enumerated().map {
      violations.entry($0.element, "entries[\($0.offset)]", in: days)
    }
    try violations.refuse()
    _ = try WorkPlan.judge(given).granted()
    let plan = zip(given, request.entries).map {
      PlanRow(worker: worker, entry: $0, note: $1.note)
    }
    return try await mutations.perform(request, call) { transaction in
      let (before, after) = try Self.replace(days, of: worker, by: plan, tenancy, transaction)
      return Change(
        Self.target, worker, from: before, to: after,
        answer: Telework.ScheduleServicePutResponse(entries: after.entries))
    }
  }

  func copy(
    _ request: Telework.CopyRequest, _ call: CallContext
  ) async throws -> Telework.CopyResponse {
    let tenancy = try call.tenancy
    let worker = try call.worker(named: request.workerId)
    let other = request.toWorkerId.isEmpty ? worker : try call.worker(named: request.toWorkerId)
    var violations = FieldViolations()
    let days = violations.days(
      request.fromDate, request.throughDate, max: Self.plannedDaysMax)
    let first = violations.date(request.toDate, "to_date")
    try violations.refuse()
    let distance = days.lowerBound.days(to: first)
    guard let last = try? days.upperBound.plus(days: distance) else {
      throw RPCError.invalid([
        .init(field: "to_date", description: "\(first) is too late: give a day before 9999-10-01")
      ])
    }
    return try await mutations.perform(request, call) { transaction in
      try PeopleStore(tenancy, transaction.connection).requireWorker(worker)
      let rows = try PlanStore(tenancy, transaction.connection).list(days, of: worker)
      let copies = WorkPlan.copied(rows.map(\.entry), days: distance) ?? []
      let plan = zip(copies, rows).map { PlanRow(worker: other, entry: $0, note: $1.note) }
      let (before, after) = try Self.replace(
        first...max(first, last), of: other, by: plan, tenancy, transaction)
      return Change(
        Self.target, other, from: before, to: after,
        answer: Telework.CopyResponse(entries: after.entries))
    }
  }

  /// Plans days anew; returns what was and what is planned for them.
  private static func replace(
    _ days: ClosedRange<CivilDate>, of worker: String, by plan: [PlanRow], _ tenancy: Tenancy,
    _ transaction: Transaction
  ) throws -> (
    before: Telework.ScheduleServicePutResponse, after: Telework.ScheduleServicePutResponse
  ) {
    try PeopleStore(tenancy, transaction.connection).requireWorker(worker)
    let store = PlanStore(tenancy, transaction.connection)
    func shown() throws -> Telework.ScheduleServicePutResponse {
      .init(entries: try store.list(days, of: worker).map(Telework.ScheduleEntry.init))
    }
    let before = try shown()
    try store.replace(days, of: worker, by: plan)
    return (before, try shown())
  }

  // MARK: Reading

  func list(
    _ request: Telework.ScheduleServiceListRequest, _ call: CallContext
  ) async throws -> Telework.ScheduleServiceListResponse {
    let tenancy = try call.tenancy
    let worker = request.workerId.isEmpty ? nil : try call.worker(named: request.workerId)
    var violations = FieldViolations()
    let days = violations.days(request.fromDate, request.throughDate, max: Self.listedDaysMax)
    try violations.refuse()
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["plan", tenancy.tenant.text, tenancy.whose.text, request.workerId, "\(days)"],
      secret: pageTokenSecret)
    var place = PlanStore.Place()
    if !request.pageToken.isEmpty {
      let parts = try token.open(request.pageToken).split(separator: " ").map(String.init)
      guard parts.count == 3 else { throw token.mismatch }
      // Ids have no blanks.
      place = PlanStore.Place(worker: parts[2], day: parts[0], start: parts[1])
    }
    let rows = try await call.awaitingStorage { [place] in
      try await database.read { connection in
        if let worker { try PeopleStore(tenancy, connection).requireWorker(worker) }
        return try PlanStore(tenancy, connection).list(
          days, of: worker, after: place, limit: size.rows + 1)
      }
    }
    let page = rows.prefix(size.rows)
    var next = ""
    if rows.count > page.count, let last = page.last {
      next = token.seal("\(last.entry.day) \(last.entry.window.open) \(last.worker)")
    }
    return Telework.ScheduleServiceListResponse(
      entries: page.map(Telework.ScheduleEntry.init), nextPageToken: next)
  }
}

// MARK: - What a request says

extension FieldViolations {
  /// Days from a first to a last one.
  fileprivate mutating func days(
    _ from: GoogleType.Date?, _ through: GoogleType.Date?, max limit: Int
  ) -> ClosedRange<CivilDate> {
    let (first, last) = (date(from, "from_date"), date(through, "through_date"))
    guard (0..<limit).contains(first.days(to: last)) else {
      add(
        "through_date", "\(last) is not within \(limit) days from \(first): give a day from it on")
      return first...first
    }
    return first...last
  }

  /// An entry of a plan.
  fileprivate mutating func entry(
    _ entry: Telework.ScheduleEntry, _ field: String, in days: ClosedRange<CivilDate>
  ) -> WorkPlan.Entry {
    let day = date(entry.date, "\(field).date")
    if !days.contains(day) {
      add(
        "\(field).date",
        "\(day) is none of the days \(days.lowerBound) to \(days.upperBound): give one of them")
    }
    let (start, end) = (TimeOfDay(entry.start), TimeOfDay(entry.end))
    for (name, text, time) in [("start", entry.start, start), ("end", entry.end, end)]
    where time == nil {
      add("\(field).\(name)", "\"\(text)\" is no time: give one from 00:00 to 24:00, as 09:30")
    }
    guard let start, let end else { return WorkPlan.Entry(day, .wholeDay) }
    guard let window = WorkingWindow(open: start, close: end) else {
      add("\(field).end", "\(end) is not after \(start): end later, or on the next day's entry")
      return WorkPlan.Entry(day, .wholeDay)
    }
    return WorkPlan.Entry(day, window)
  }
}

extension Telework.ScheduleEntry {
  /// A kept entry in the schema's words.
  init(_ row: PlanRow) {
    self.init(
      date: row.entry.day.message, start: row.entry.window.open.description,
      end: row.entry.window.close.description, note: row.note, workerId: row.worker)
  }
}
