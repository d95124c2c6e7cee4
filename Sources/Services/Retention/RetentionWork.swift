import CivilTime
import MadoAPI
import Rules
import SQLite
import Storage

extension JobKind {
  /// Every month's first instant in Japan.
  static let retention = JobKind(name: "telework.retention", rank: 600)
  /// A tenant's purge, planned by that or by hand; its subject is as of when, in seconds since 1970.
  static let tenantPurge = JobKind(name: "telework.purge", rank: 601)
  static let logClearing = JobKind(name: "telework.log-clearing", rank: 602)
  /// Seven days before.
  static let retentionReminder = JobKind(name: "telework.retention-reminder", rank: 610)
  static let purgeNotice = JobKind(name: "telework.purge-notice", rank: 611)
}

/// When a month begins, plans the purge of each tenant (TEL-40).
struct RetentionWork: ScheduledWork {
  let kind = JobKind.retention
  let rules: [RuleID] = [.tel40]

  func standing(at now: Instant) -> [DueRow] {
    guard let next = try? JST.date(of: now).firstOfMonth.plus(months: 1) else { return [] }
    return [DueRow(kind: kind, tenant: .vendor, subject: "month", due: JST.instant(next))]
  }

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let count = try TenantRegister(transaction.connection).forEachServed { tenant in
      try TenantPurge.plan(tenant, asOf: due.due, at: due.due, transaction.connection)
    }
    let next = try JST.date(of: due.due).firstOfMonth.plus(months: 1)
    return Carried(note: "\(count) tenants to look at", next: JST.instant(next))
  }
}

/// Purges what is over of one tenant's data, some at a time.
struct TenantPurge: ScheduledWork {
  let keys: KeyRing
  let kind = JobKind.tenantPurge
  let rules: [RuleID] = [.tel40]

  /// In the order in which they go: what days came to is set down before what it is made of goes, and pictures go before
  /// the incidents that hold them.
  static let data: [any KeptData] = [
    KeptReports(), KeptPictures(), KeptPunches(), KeptPresence(), KeptIncidents(),
  ]

  /// How long purges are listed.
  private static let keptDuration = Duration.seconds(400 * 86_400)
  /// Looks in one commit that find nothing.
  private static let looksMax = 32

  /// Plans a purge.
  ///
  /// - Parameter asOf: whole seconds count.
  static func plan(
    _ tenant: TenantID, asOf: Instant, at due: Instant, _ connection: Connection
  ) throws {
    try DueStore(connection).plan(.tenantPurge, "\(asOf.seconds)", of: tenant, at: due)
  }

  /// Has purges go on that a legal hold has stopped.
  static func resume(_ tenant: TenantID, at now: Instant, _ connection: Connection) throws {
    let store = RetentionStore(.ofWhomItConcerns(tenant), connection)
    for purge in try store.purges(limit: 100) where purge.state == .held {
      try plan(tenant, asOf: purge.asOf, at: now, connection)
    }
  }

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    guard let seconds = Int64(due.subject), let asOf = Instant(seconds: seconds) else {
      throw DamagedRow(table: "due_work")
    }
    let (connection, tenancy) = (transaction.connection, Tenancy.ofWhomItConcerns(due.tenant))
    let store = RetentionStore(tenancy, connection)
    var purge = try store.purge(asOf: asOf) ?? PurgeRow(asOf: asOf)
    guard purge.state != .done else { return Carried(note: "it was done before") }
    purge.state = try ErasureStore(connection).isHeld(due.tenant) ? .held : .underWay
    if purge.state == .underWay {
      try purgeSome(&purge, store, tenancy, in: transaction)
    }
    if purge.stage == Self.data.count {
      purge.state = .done
      purge.ended = now
      try store.removePurges(before: asOf.advanced(by: .zero - Self.keptDuration))
    }
    try store.put(purge)
    guard purge.state != .underWay else {
      return Carried(note: "it goes on", next: due.due, isPart: true)
    }
    try LogClearing.plan(at: due.due, connection)
    let message = try Telework.RetentionRun(purge, of: due.tenant, store)
    if purge.state == .held {
      return Carried(
        note: "a legal hold stands: it waits",
        alterations: [Alteration("retention", "\(asOf)", to: message)])
    }
    let counts = message.counts.filter { $0.purged + $0.held > 0 }
    guard !counts.isEmpty else { return Carried(note: "nothing to purge") }
    return Carried(
      note: counts.map(\.text).joined(separator: "; "),
      alterations: [Alteration("retention", "\(asOf)", to: message)])
  }

  private func purgeSome(
    _ purge: inout PurgeRow, _ store: RetentionStore, _ tenancy: Tenancy,
    in transaction: Transaction
  ) throws {
    let policy = try store.policy()
    var (done, looks): (Int64, Int) = (0, 0)
    while purge.stage < Self.data.count, done < Int64(Purging.recordsMax), looks < Self.looksMax {
      let data = Self.data[purge.stage]
      let keptFrom = Retention.oldestKept(at: purge.asOf, months: data.months(policy))
      let term = KeptTerm(
        tenancy: tenancy, policy: policy, asOf: purge.asOf, keptFrom: keptFrom)
      let step = try data.purgeSome(
        Purging(term: term, transaction: transaction, keys: keys), from: purge.place)
      try store.add(
        PurgeCount(kind: data.kind, keptFrom: keptFrom, purged: step.purged, held: step.held),
        asOf: purge.asOf)
      purge.place = step.place ?? ""
      if step.place == nil { purge.stage += 1 }
      (done, looks) = (done + step.purged, looks + 1)
    }
  }

  /// What a purge would come to.
  static func forecast(
    _ tenant: TenantID, asOf: Instant, _ connection: Connection
  ) throws -> Telework.RetentionRun {
    let tenancy = Tenancy.ofWhomItConcerns(tenant)
    let policy = try RetentionStore(tenancy, connection).policy()
    let counts = try data.map { data in
      let keptFrom = Retention.oldestKept(at: asOf, months: data.months(policy))
      let (purged, held) = try data.count(
        KeptTerm(tenancy: tenancy, policy: policy, asOf: asOf, keptFrom: keptFrom), connection)
      return PurgeCount(kind: data.kind, keptFrom: keptFrom, purged: purged, held: held)
    }.sorted { $0.kind.number < $1.kind.number }
    let isHeld = try ErasureStore(connection).isHeld(tenant)
    return Telework.RetentionRun(
      tenantId: tenant.text, asOfTime: asOf.message, state: isHeld ? .held : .underWay,
      counts: counts.map(Telework.RetentionCount.init))
  }
}

// MARK: - The reminder

/// Seven days before a month begins, plans to tell each tenant what will be purged.
struct RetentionReminder: ScheduledWork {
  let kind = JobKind.retentionReminder
  let rules: [RuleID] = [.tel40]

  func standing(at now: Instant) -> [DueRow] {
    let next = (try? Self.next(after: now)) ?? .max
    return [DueRow(kind: kind, tenant: .vendor, subject: "month", due: next)]
  }

  private static func next(after now: Instant) throws -> Instant {
    let month = JST.date(of: now).firstOfMonth
    for months in 1...2 {
      let due = JST.instant(
        try month.plus(months: months).plus(days: -Retention.reminderDays))
      if due > now { return due }
    }
    return .max
  }

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let count = try TenantRegister(transaction.connection).forEachServed { tenant in
      try DueStore(transaction.connection).plan(.purgeNotice, "month", of: tenant, at: due.due)
    }
    return Carried(note: "\(count) tenants to tell", next: try Self.next(after: due.due))
  }
}

/// Tells a tenant's administrators what will be purged, if there is anything.
struct PurgeNoticeWork: ScheduledWork {
  let kind = JobKind.purgeNotice
  let rules: [RuleID] = [.tel40]

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let connection = transaction.connection
    let purgeDay = try JST.date(of: due.due).firstOfMonth.plus(months: 1)
    let asOf = JST.instant(purgeDay)
    let keptFrom = Retention.oldestKept(at: asOf)
    let tenancy = Tenancy.ofWhomItConcerns(due.tenant)
    guard let tenant = try TenantRegister(connection).tenant(due.tenant),
      try EvidenceStore(tenancy, connection).has(before: JST.instant(keptFrom).stored())
    else { return Carried(note: "nothing will be purged") }
    let words = Self.words(tenant.locale, purgeDay: purgeDay, keptFrom: keptFrom)
    let notices = try AdministratorNotice(subject: words.subject, body: words.body)
      .send(at: now, tenancy, connection)
    return Carried(note: "\(notices.count) told that pictures before \(keptFrom) go on \(purgeDay)")
  }

  private static func words(
    _ locale: String, purgeDay: CivilDate, keptFrom: CivilDate
  ) -> NoticeRow.Words {
    switch locale {
    case "en":
      (
        "Telework records are going to be deleted",
        "On \(purgeDay) at 00:00 (Japan) what was recorded before \(keptFrom) is deleted. "
          + "Have a manager export before what you need.\n"
      )
    case "zh":
      (
        "远程办公记录即将删除",
        "\(keptFrom) 之前的记录将于 \(purgeDay) 00:00（日本时间）删除。如有需要，请由经理事先导出。\n"
      )
    default:
      (
        "テレワーク記録の削除のお知らせ",
        "\(keptFrom) より前の記録は \(purgeDay) 0時（日本時間）に削除されます。必要な記録は、事前に勤務管理者が書き出してください。\n"
      )
    }
  }
}
