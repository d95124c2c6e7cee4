import CivilTime
import Rules
import Storage

/// Notes that a time of a window begins, and plans its end and the next one.
struct MaintenanceStart: ScheduledWork {
  let stops: Stops
  let kind = Self.job
  let rules: [RuleID] = [.card25, .card26, .tel39]

  static let job = JobKind(name: "maintenance.start", rank: 11)

  /// Plans the first time of a window that begins at `instant` or later, in the place of what was planned.
  static func plan(
    _ window: WindowRow, from instant: Instant, in transaction: Transaction
  ) throws {
    let store = DueStore(transaction.connection)
    guard window.cancelledAt == nil, let next = window.next(from: instant) else {
      return try store.cancel(job, window.id, of: .vendor)
    }
    try store.plan(job, window.id, of: .vendor, at: next.lowerBound)
  }

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    guard let window = try WindowStore(transaction.connection).window(due.subject),
      let time = window.current(at: due.due)
    else { return Carried(note: "called off") }
    try DueStore(transaction.connection)
      .plan(MaintenanceEnd.job, window.id, of: .vendor, at: time.upperBound)
    try stops.reload(transaction)
    return Carried(
      note: "\(window.kind.rawValue) maintenance began, until "
        + "\(JST.dateTime(of: time.upperBound)) in Japan",
      next: window.next(from: time.upperBound)?.lowerBound)
  }
}

/// Notes that a time of a window is over. It comes before what begins at the same instant.
struct MaintenanceEnd: ScheduledWork {
  let stops: Stops
  let kind = Self.job
  let rules: [RuleID] = [.card25, .card26, .tel39]

  static let job = JobKind(name: "maintenance.end", rank: 10)

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    try stops.reload(transaction)
    return Carried(note: "maintenance ended")
  }
}

/// Tells the tenants of a stop, some at a time: on the login screen, and by e-mail to their registered administrators
/// (CARD-26, TEL-23).
struct MaintenanceNotice: ScheduledWork {
  let kind = Self.job
  let rules: [RuleID] = [.card26, .tel23]

  static let job = JobKind(name: "maintenance.notice", rank: 12)

  /// What has become of a window.
  enum Event: String, Sendable {
    case planned, moved, cancelled
  }

  /// Tenants that are told in one go.
  private static let batch = 100

  /// Has everybody be told.
  static func plan(
    _ event: Event, of window: WindowRow, at now: Instant, in transaction: Transaction
  ) throws {
    guard window.stops else { return }
    let subject = Subject(window: window.id, version: window.version, event: event, after: "")
    try DueStore(transaction.connection).plan(job, subject.text, of: .vendor, at: now)
  }

  /// Of what, and how far everybody is told.
  fileprivate struct Subject {
    var window: String
    var version: Int64
    var event: Event
    /// The last tenant who was told.
    var after: String

    var text: String { "\(window) \(version) \(event.rawValue) \(after)" }
  }

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let connection = transaction.connection
    guard var subject = Subject(due.subject),
      let window = try WindowStore(connection).window(subject.window)
    else { throw DamagedRow(table: "due_work") }
    // What has changed since is told by itself.
    guard window.version == subject.version else { return Carried(note: "overtaken") }
    let tenants = try TenantRegister(connection).list(
      .none, after: subject.after, limit: Self.batch)
    var count = 0
    for tenant in tenants where tenant.state == .active {
      let tenancy = Tenancy.ofWhomItConcerns(TenantID(tenant.id))
      let (store, words) = (NoticeStore(tenancy, connection), text(window, subject.event, tenant))
      try store.add(.posted(words, to: tenant, at: now.seconds))
      for contact in try ContactStore(tenancy, connection).all() {
        try store.add(.mail(words, to: contact, of: tenant, at: now.seconds))
      }
      count += 1
    }
    if tenants.count == Self.batch, let last = tenants.last {
      subject.after = last.id
      try DueStore(connection).plan(kind, subject.text, of: .vendor, at: due.due)
    }
    return Carried(note: "\(count) tenants told that \(window.id) is \(subject.event.rawValue)")
  }

  /// Subject and body in a tenant's language.
  private func text(
    _ window: WindowRow, _ event: Event, _ tenant: TenantRow
  ) -> (subject: String, body: String) {
    let language = Language(rawValue: tenant.locale) ?? .ja
    let title = window.title[language]
    let from = JST.dateTime(of: window.start).description
    let to = JST.dateTime(of: window.end).description
    let services = window.services.joined(separator: "\n")
    switch language {
    case .ja:
      let word = [Event.planned: "のお知らせ", .moved: "の日時変更", .cancelled: "の中止"][event] ?? ""
      return (
        "メンテナンス\(word)：\(title)",
        """
        \(title)
        \(event == .cancelled ? "中止となった日時" : "日時")：\(from) から \(to) まで（日本時間）
        対象：\(services.isEmpty ? "全サービス" : services)
        \(window.reason.isEmpty ? "" : "理由：\(window.reason)\n")
        """
      )
    case .en:
      let word = [Event.planned: "planned", .moved: "moved", .cancelled: "called off"][event] ?? ""
      return (
        "Maintenance \(word): \(title)",
        """
        \(title)
        \(event == .cancelled ? "It was to be" : "It is") from \(from) to \(to), time of Japan.
        Services: \(services.isEmpty ? "all" : services)
        \(window.reason.isEmpty ? "" : "Reason: \(window.reason)\n")
        """
      )
    case .zh:
      let word = [Event.planned: "通知", .moved: "时间变更", .cancelled: "取消"][event] ?? ""
      return (
        "维护\(word)：\(title)",
        """
        \(title)
        \(event == .cancelled ? "已取消的时间" : "时间")：\(from) 至 \(to)（日本时间）
        对象：\(services.isEmpty ? "全部服务" : services)
        \(window.reason.isEmpty ? "" : "原因：\(window.reason)\n")
        """
      )
    }
  }
}

extension MaintenanceNotice.Subject {
  init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 4, let version = Int64(words[1]),
      let event = MaintenanceNotice.Event(rawValue: String(words[2]))
    else { return nil }
    self.init(window: String(words[0]), version: version, event: event, after: String(words[3]))
  }
}
