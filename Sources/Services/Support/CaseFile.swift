import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

/// A case with its clocks, within a transaction: what is done to it goes through here, so that the state, the clocks
/// and what is planned for them never part.
struct CaseFile {
  private(set) var row: CaseRow
  private let before: Support.Case?
  private let store: CaseStore
  private let due: DueStore
  private let terms: CaseTerms
  private let calendar: BusinessCalendar

  /// Says of the clocks that a warning or a breach is due.
  static let clocks = JobKind(name: "support.clocks", rank: 410)
  /// Has silence accept an answer.
  static let acceptance = JobKind(name: "support.acceptance", rank: 420)

  // MARK: Opening

  /// Of a case that is there for the caller; nil where it is not.
  init?(_ id: String, _ tenancy: Tenancy, _ connection: Connection) throws {
    let store = CaseStore(tenancy, connection)
    guard let row = try store.find(id) else { return nil }
    try self.init(row, before: Support.Case(row), store, connection)
  }

  private init(
    _ row: CaseRow, before: Support.Case?, _ store: CaseStore, _ connection: Connection
  ) throws {
    guard let terms = row.terms.policy?.terms.answer else {
      throw DamagedRow(table: "support_case")
    }
    self.row = row
    self.before = before
    self.store = store
    self.terms = terms
    due = DueStore(connection)
    calendar = try row.terms.frozenCalendar
  }

  /// Enters a new case with its first message.
  ///
  /// - Parameter closedAs: the state in which its channel ends it at once; nil where it is handled.
  static func open(
    _ row: CaseRow, asking body: String, by author: String, closedAs: CaseState?, at now: Instant,
    _ tenancy: Tenancy, _ connection: Connection
  ) throws -> (file: CaseFile, trace: Trace) {
    let store = CaseStore(tenancy, connection)
    try store.add(row)
    _ = try store.add(
      MessageRow(position: 1, kind: .question, author: author, body: body, sent: row.opened),
      to: row.id)
    var file = try CaseFile(row, before: nil, store, connection)
    if let closedAs { try file.enter(closedAs, at: now) }
    let trace = try file.keep(at: now)
    return (file, trace)
  }

  // MARK: Acts

  /// Does something to the case.
  mutating func act(
    _ act: CaseLife.Act, at now: Instant, naming fields: [String: String] = [:]
  ) throws {
    let state = try CaseLife.state(after: act, in: row.state).granted(naming: fields)
    if act != .accept, row.accepted != nil, state != .accepted {
      (row.accepted, row.acceptance) = (nil, .none)
    }
    if state != row.state { try enter(state, at: now) }
  }

  mutating func accept(_ how: CaseRow.Acceptance, at instant: Instant) throws {
    try act(.accept, at: instant)
    (row.accepted, row.acceptance) = (instant, how)
  }

  mutating func write(_ message: MessageRow) throws -> MessageRow {
    var message = message
    message.position = try store.add(message, to: row.id)
    return message
  }

  mutating func change(_ body: (inout CaseRow) throws -> Void) rethrows { try body(&row) }

  private mutating func enter(_ state: CaseState, at now: Instant) throws {
    row.state = state
    try store.enter(state, of: row.id, at: now)
  }

  // MARK: Clocks

  /// Where the clocks stand.
  ///
  /// - Parameter fields: what the request calls the instants.
  func clocks(
    at now: Instant, naming fields: [String: String] = ["instant": "receive_time"]
  ) throws -> SlaClocks.Answer {
    try CaseClocks.judge(
      opened: row.opened, events: try store.events(of: row.id), terms: terms, in: calendar,
      at: now
    ).granted(naming: fields)
  }

  /// Where the acceptance stands.
  func acceptance(at now: Instant) throws -> DeemedAcceptance.Answer? {
    guard terms.acceptsBySilence else { return nil }
    let messages = try store.messages(of: row.id, evenInternal: false).map { message in
      let kind: DeemedAcceptance.Message.Kind =
        switch message.kind {
        case .question: .customer
        case .answer: .answer
        case .holding, .internal: .holding
        }
      return DeemedAcceptance.Message(kind, sent: message.sent)
    }
    switch DeemedAcceptance.judge(messages, at: now, in: calendar) {
    case .granted(let answer): return answer
    case .refused(let rejections):
      throw RPCError.years(
        rejections.map { rejection in
          switch rejection {
          case .outOfRange(let year): ("case_id", year)
          }
        })
    }
  }

  /// Brings the case to where silence and its clocks have led by `now`, if nobody has yet. Whoever does something to a
  /// case does this first, so that it is the same whether the scheduler was late or not.
  mutating func catchUp(at now: Instant) throws {
    try say(try clocks(at: now), at: now)
    guard row.state == .answered, case .accepted(let end)? = try acceptance(at: now)?.state else {
      return
    }
    try accept(.deemed, at: end)
  }

  /// Enters the warnings and breaches of the clocks up to `now`; each stands there once, as of its own instant.
  private func say(_ answer: SlaClocks.Answer, at now: Instant) throws {
    for reading in answer.readings {
      guard let due = reading.due else { continue }
      let (warns, breaches) =
        switch reading.standing {
        case .running, .paused: (reading.warnAt.map { $0 <= now } ?? false, false)
        case .met(let stopped): (reading.warnAt.map { $0 < stopped } ?? false, false)
        case .breached: (reading.warnAt != nil, true)
        }
      let alert = AlertRow(
        caseID: row.id, tenant: row.tenant, clock: reading.clock, started: reading.started,
        kind: .warning, due: due, at: reading.warnAt ?? due, assignee: row.assignee)
      if warns { try store.add(alert) }
      guard breaches else { continue }
      var breach = alert
      (breach.kind, breach.at) = (.breach, due)
      try store.add(breach)
    }
  }

  /// Keeps the case as it is now, and plans what its clocks wait for.
  ///
  /// - Parameter isAct: whether somebody has changed it, so that what others have read of it is old.
  @discardableResult
  mutating func keep(at now: Instant, isAct: Bool = true) throws -> Trace {
    let answer = try clocks(at: now)
    try say(answer, at: now)
    row.due = answer.due
    if before != nil, isAct { row.version += 1 }
    try store.replace(row)
    if let next = answer.nextAlert(after: now) {
      try due.plan(Self.clocks, row.id, of: row.tenant, at: next)
    } else {
      try due.cancel(Self.clocks, row.id, of: row.tenant)
    }
    if row.state == .answered, case .running(let end)? = try acceptance(at: now)?.state {
      try due.plan(Self.acceptance, row.id, of: row.tenant, at: end)
    } else {
      try due.cancel(Self.acceptance, row.id, of: row.tenant)
    }
    return answer.trace
  }

  /// What the audit log says of the change: it stands in the log of the tenant whose case it is.
  var alteration: Alteration {
    Alteration("case", row.id, from: before, to: Support.Case(row), in: row.tenant)
  }
}
