import CivilTime
import MadoAPI
import SQLite
import Storage

/// Somebody of whom something is kept, and all of it (TEL-26).
struct Subject {
  let user: String
  /// Whose the data is, and of it what is his.
  private let own: Tenancy
  private let tenancy: Tenancy
  private let connection: Connection

  init(_ user: String, _ tenancy: Tenancy, _ connection: Connection) {
    self.user = user
    self.tenancy = tenancy
    self.connection = connection
    own = Tenancy(of: tenancy.user(user), isOwnOnly: true)
  }

  /// More of a kind are not shown.
  private static let shownMax = 1_000

  /// What is kept of him now.
  func data(at now: Int64) throws -> Tenancies.SubjectData {
    let pictures = try EvidenceStore(own, connection).extent(of: user)
    let account = try PeopleStore(own, connection).user(user, evenDeleted: true)
    let sessions = try SessionStore(own, connection)
      .list(of: user, after: nil, at: now, limit: Self.shownMax)
    return Tenancies.SubjectData(
      user: account.map { .init($0) },
      departmentIds: try DepartmentStore(own, connection).departments(with: user, as: .member),
      devices: try DeviceStore(own, connection)
        .list(.none, after: "", limit: Self.shownMax).map { .init($0) },
      sessions: sessions.map { .init($0, isCurrent: false) },
      apiTokens: try APITokenStore(own, connection)
        .list(after: nil, limit: Self.shownMax).map { .init($0) },
      pictures: pictures.count, firstCaptureTime: pictures.first.map { .init(nanoseconds: $0) },
      lastCaptureTime: pictures.last.map { .init(nanoseconds: $0) },
      auditRecords: try AuditStore(tenancy, connection).count(by: user),
      ledDepartmentIds: try DepartmentStore(own, connection).departments(with: user, as: .leader),
      sessionUses: try SessionUseStore(own, connection)
        .uses(of: user, from: .min, until: .max).map { .init($0) })
  }

  /// Whether there are pictures of him that somebody can read.
  func hasPictures() throws -> Bool {
    let isErased = try KeyRing.isErased(
      tenant: tenancy.tenant.text, worker: user, connection)
    return try !isErased && EvidenceStore(own, connection).extent(of: user).count > 0
  }

  /// Corrects his names.
  ///
  /// - Returns: what he was and is; nil when there is no such account.
  func correct(
    name: String, reading: String
  ) throws -> (before: Identity.User, after: Identity.User)? {
    let people = PeopleStore(tenancy, connection)
    guard var row = try people.user(user) else { return nil }
    let before = Identity.User(row)
    if !name.isEmpty { row.name = name }
    if !reading.isEmpty { row.reading = reading }
    row.version += 1
    try people.replace(row)
    return (before, Identity.User(row))
  }

  /// Deletes him: his account and all that opens it, his names, his machines' names, his words. His id stays, for what
  /// others have to prove.
  ///
  /// - Parameter pictures: whether nobody is to read his pictures again.
  func delete(pictures: Bool, _ keys: KeyRing, in transaction: Transaction) throws {
    try UserRemoval.run(user, tenancy, keys, in: transaction)
    try PeopleStore(tenancy, connection).forgetNames(of: user)
    try DeviceStore(tenancy, connection).revokeAll(of: user)
    try SubjectRequestStore(tenancy, connection).forgetWords(of: user)
    if pictures {
      try keys.destroy(tenant: tenancy.tenant.text, worker: user, in: transaction)
    }
    transaction.checkpointAfterCommit()
  }
}
