import CivilTime
import Rules
import SQLite
import Storage

/// Watches whether a licence that is one person's is used by several (CARD-11): by sessions of one user that are in use
/// on several devices at one time. It warns, and keeps nobody out.
struct SharedUseWatch {
  private let tenancy: Tenancy
  private let connection: Connection

  init(_ tenancy: Tenancy, _ connection: Connection) {
    (self.tenancy, self.connection) = (tenancy, connection)
  }

  /// Since when a user has had a licence that is one person's (COM-10), of a contract in force; nil where he has none.
  func licensed(_ user: String, at now: Instant) throws -> Instant? {
    try LicenceStore(tenancy, connection).licences(of: user).filter {
      let contract = try LicensedContract(of: $0.contract, tenancy, connection)
      return contract.model == .namedUser && contract.isInForce(at: now)
    }.map(\.held).min()
  }

  /// What the rule finds in the sessions of a user that were in use within a time.
  func find(_ user: String, in time: Range<Instant>) throws -> SharedUse.Answer {
    let uses = try SessionUseStore(tenancy, connection).uses(
      of: user, from: time.lowerBound.seconds, until: time.upperBound.seconds)
    return SharedUse.find(
      uses.compactMap { use in
        guard let from = Instant(seconds: use.from), let until = Instant(seconds: use.until)
        else { return nil }
        return SharedUse.Session(device: use.device.text, span: from..<max(from, until))
      })
  }

  /// Tells the administrators and the audit log, if a user shows something new of whom a session has just begun to be in
  /// use. What cannot be looked at, as of a contract that is damaged, keeps nobody out: the audit log has it.
  ///
  /// - Parameter record: of the call by which it has.
  func warn(
    of user: String, at now: Instant, _ trail: AuditTrail, _ record: AuditRecord,
    in transaction: Transaction
  ) throws {
    var record = record
    record.target = "shared-use/\(user)"
    do {
      guard try transaction.part({ try tell(of: user, at: now) }) else { return }
    } catch {
      guard !transaction.isLost else { throw error }
      record.refusal = Self.unknown
    }
    trail.leave(record, in: transaction)
  }

  /// What a record says where nobody knows.
  static let unknown = "SHARED_USE_UNKNOWN"

  /// Tells the administrators; returns whether there was something to tell.
  private func tell(of user: String, at now: Instant) throws -> Bool {
    guard let since = try licensed(user, at: now), let now = Instant(seconds: now.seconds) else {
      return false
    }
    let known = now.advanced(by: .seconds(-SessionUseStore.keptSeconds))
    let answer = try find(user, in: known..<now.advanced(by: .seconds(1)))
    guard let suspicion = answer.warning(at: now, since: since) else { return false }
    let locale = try TenantRegister(connection).tenant(tenancy.tenant)?.locale ?? "ja"
    let (subject, body) = Self.text(user, devices: suspicion.devices.count, locale)
    _ = try AdministratorNotice(subject: subject, body: body).send(at: now, tenancy, connection)
    return true
  }

  /// The notice may stand on the login screen, before everybody: it says no name and no address.
  private static func text(
    _ user: String, devices: Int, _ locale: String
  ) -> (subject: String, body: String) {
    switch locale {
    case "en":
      (
        "A licence may be shared",
        "User: \(user)\nDevices in use at one time: \(devices)\n"
          + "A licence of a named user is one person's (CARD-11). "
          + "LicenceService.CheckSharedUse shows what was found.\n"
      )
    case "zh":
      (
        "许可可能被共用",
        "用户编号：\(user)\n同时使用的设备数：\(devices)\n"
          + "指定用户许可仅限一人使用（CARD-11）。详情请查看 LicenceService.CheckSharedUse。\n"
      )
    default:
      (
        "ライセンス共用の疑いのお知らせ",
        "利用者番号：\(user)\n同時に使われた端末の数：\(devices)\n"
          + "指名ユーザーライセンスは一人のものです（CARD-11）。"
          + "詳細は LicenceService.CheckSharedUse でご確認ください。\n"
      )
    }
  }
}

extension LicenceRow {
  /// Since when whoever has it has had it: of a licence that moved, from the beginning of that day in Japan.
  fileprivate var held: Instant { reassigned.map { max(assigned, JST.instant($0)) } ?? assigned }
}

extension SignInDevice {
  /// As the rule compares devices: the address, a blank, and how the program calls itself.
  fileprivate var text: String { "\(address) \(userAgent)" }

  /// Reads ``text``.
  init(text: String) {
    let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(address: String(words[0]), userAgent: words.count > 1 ? String(words[1]) : "")
  }
}
