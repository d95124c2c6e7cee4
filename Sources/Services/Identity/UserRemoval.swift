import Storage

/// Takes a user out, with all that opens his account; his row stays, for what he did.
enum UserRemoval {
  static func run(
    _ id: String, _ tenancy: Tenancy, _ keys: KeyRing, in transaction: Transaction
  ) throws {
    let connection = transaction.connection
    let sessions = SessionStore(tenancy, connection)
    try sessions.forgetSessions(of: id)
    try sessions.removePassword(of: id)
    try SecondFactorStore(tenancy, transaction, keys).remove(of: id)
    try DepartmentStore(tenancy, connection).removeEverywhere(id)
    try FaceStore(tenancy, connection).removeAll(of: id)
    try PeopleStore(tenancy, connection).remove(id)
  }
}
