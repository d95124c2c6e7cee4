import Crypto
import RPC
import Storage

/// The second factors of a tenant's people: the secret that somebody's authenticator shares with us, sealed
/// under a key of the tenant's; his recovery codes, of which only the hashes are kept; and the challenge that
/// he has to answer.
struct SecondFactorStore {
  private let rows: TenantRows
  private let transaction: Transaction
  private let keys: KeyRing

  init(_ tenancy: Tenancy, _ transaction: Transaction, _ keys: KeyRing) {
    rows = TenantRows(tenancy, transaction.connection)
    self.transaction = transaction
    self.keys = keys
  }

  // MARK: Enrolling

  /// Whether a user has confirmed an authenticator.
  func isEnrolled(_ user: String) throws -> Bool {
    try rows.first(
      "SELECT secret IS NOT NULL FROM second_factor WHERE user_id = ? AND tenant_id = :tenant",
      user
    ) { try $0.read(0) } ?? false
  }

  /// Keeps the secret of a new authenticator until it is confirmed.
  func begin(_ secret: [UInt8], of user: String) throws {
    let sealed = AES256GCM.seal(
      secret, key: try key(), authenticating: Self.context(user))
    try rows.run(
      """
      INSERT INTO second_factor (user_id, tenant_id, pending_secret) VALUES (?, :tenant, ?)
      ON CONFLICT (user_id) DO UPDATE SET pending_secret = excluded.pending_secret
      """, user, sealed)
  }

  /// Takes the new authenticator in the place of the one before, by a code of it, which is spent with that.
  func confirm(_ code: String, of user: String, at now: Int64) throws {
    guard let sealed = try sealed("pending_secret", of: user) else {
      throw RPCError(
        .failedPrecondition, "no authenticator is under way: call BeginTotp first",
        reason: "NO_TOTP_BEGUN")
    }
    let step = try step(of: code, sealed, user, at: now, after: nil)
    try rows.run(
      """
      UPDATE second_factor SET secret = pending_secret, pending_secret = NULL, last_step = ?
      WHERE user_id = ? AND tenant_id = :tenant
      """, step, user)
  }

  /// Forgets authenticator, recovery codes and challenge.
  func remove(of user: String) throws {
    try rows.run("DELETE FROM second_factor WHERE user_id = ? AND tenant_id = :tenant", user)
    try rows.run("DELETE FROM recovery_code WHERE user_id = ? AND tenant_id = :tenant", user)
  }

  // MARK: Codes

  /// Spends what the authenticator shows, or else a recovery code.
  func accept(_ code: String, of user: String, at now: Int64) throws {
    guard try isEnrolled(user) else {
      throw RPCError(
        .failedPrecondition, "there is no second factor: enrol one first",
        reason: "NO_SECOND_FACTOR")
    }
    let isShown = code.utf8.count == 6 && code.utf8.allSatisfy { (0x30...0x39).contains($0) }
    if isShown {
      try acceptShown(code, of: user, at: now)
    } else {
      try acceptRecovery(code, of: user)
    }
  }

  /// Spends a code that the authenticator shows: each is good once.
  func acceptShown(_ code: String, of user: String, at now: Int64) throws {
    guard let sealed = try sealed("secret", of: user) else { throw Self.wrong }
    let last = try rows.first(
      "SELECT last_step FROM second_factor WHERE user_id = ? AND tenant_id = :tenant", user
    ) { try $0.read(0, as: Int64?.self) }
    let step = try step(of: code, sealed, user, at: now, after: last ?? nil)
    try rows.run(
      "UPDATE second_factor SET last_step = ? WHERE user_id = ? AND tenant_id = :tenant", step, user
    )
  }

  /// Spends a recovery code.
  func acceptRecovery(_ code: String, of user: String) throws {
    let isSpent = try rows.run(
      "DELETE FROM recovery_code WHERE user_id = ? AND tenant_id = :tenant AND hash = ?", user,
      Self.hash(code, of: user).bytes)
    guard isSpent > 0 else { throw Self.wrong }
  }

  /// Recovery codes that a user gets.
  private static let recoveryCodesMax = 10

  /// Makes a user's recovery codes anew: 80 random bits each, as four groups of four characters.
  func makeRecoveryCodes(of user: String) throws -> [String] {
    try rows.run("DELETE FROM recovery_code WHERE user_id = ? AND tenant_id = :tenant", user)
    return try (0..<Self.recoveryCodesMax).map { _ in
      let text = Array(Base32.encode(SecureRandom.bytes(10)).lowercased())
      let code = stride(from: 0, to: text.count, by: 4).map { String(text[$0..<$0 + 4]) }
        .joined(separator: "-")
      try rows.run(
        "INSERT INTO recovery_code (user_id, hash, tenant_id) VALUES (?, ?, :tenant)", user,
        Self.hash(code, of: user).bytes)
      return code
    }
  }

  /// How many recovery codes a user has left.
  func recoveryCodesLeft(of user: String) throws -> Int {
    try rows.first(
      "SELECT COUNT(*) FROM recovery_code WHERE user_id = ? AND tenant_id = :tenant", user
    ) { try $0.read(0) } ?? 0
  }

  // MARK: Challenges

  /// Keeps the challenge that a user has to answer; one before is no good any more.
  func challenge(_ user: String, by token: Token, until end: Int64) throws {
    try rows.run(
      """
      UPDATE second_factor SET challenge_hash = ?, challenge_end = ?
      WHERE user_id = ? AND tenant_id = :tenant
      """, Token.hash(token.secret).bytes, end, user)
  }

  /// Spends a challenge.
  func spend(_ challenge: SHA256.Digest, of user: String, at now: Int64) throws {
    let end = try rows.first(
      """
      SELECT challenge_end FROM second_factor
      WHERE user_id = ? AND tenant_id = :tenant AND challenge_hash = ?
      """, user, challenge.bytes
    ) { try $0.read(0, as: Int64.self) }
    guard let end else { throw Self.unknownChallenge }
    guard now < end else {
      throw RPCError(
        .failedPrecondition, "the challenge has expired: sign in again",
        reason: "CHALLENGE_EXPIRED")
    }
    try removeChallenge(of: user)
  }

  /// Forgets a user's challenge, which he got for a password that is his no more.
  func removeChallenge(of user: String) throws {
    try rows.run(
      """
      UPDATE second_factor SET challenge_hash = NULL, challenge_end = NULL
      WHERE user_id = ? AND tenant_id = :tenant
      """, user)
  }

  static let unknownChallenge = RPCError(
    .unauthenticated, "the challenge is unknown, or was answered: sign in again",
    reason: "CHALLENGE_UNKNOWN")

  // MARK: -

  private static let wrong = RPCError(
    .unauthenticated,
    "the code is wrong: check the authenticator's clock, and which account it shows",
    reason: "CODE_INVALID")

  /// The step of a right code, which comes after `last`.
  private func step(
    of code: String, _ sealed: [UInt8], _ user: String, at now: Int64, after last: Int64?
  ) throws -> Int64 {
    let opened = AES256GCM.open(sealed, key: try key(), authenticating: Self.context(user))
    guard let secret = opened else { throw DamagedRow(table: "second_factor") }
    let codes = OneTimeCodes(secret: secret)
    if let step = codes.acceptedStep(of: code, at: now, after: last) { return step }
    guard codes.acceptedStep(of: code, at: now, after: nil) == nil else {
      throw RPCError(
        .unauthenticated, "the code was used before: wait for the next one", reason: "CODE_USED")
    }
    throw Self.wrong
  }

  private func sealed(_ column: String, of user: String) throws -> [UInt8]? {
    try rows.first(
      "SELECT \(column) FROM second_factor WHERE user_id = ? AND tenant_id = :tenant", user
    ) { try $0.read(0, as: [UInt8]?.self) } ?? nil
  }

  private func key() throws -> SymmetricKey {
    try keys.secret("second factor", ofTenant: rows.tenancy.tenant.text, in: transaction)
  }

  /// What a sealed secret belongs to.
  private static func context(_ user: String) -> [UInt8] { Array(user.utf8) }

  /// The code is random, so a plain hash is enough; it is bound to its owner.
  private static func hash(_ code: String, of user: String) -> SHA256.Digest {
    let plain = code.lowercased().filter { $0 != "-" && !$0.isWhitespace }
    return SHA256.hash(Array("recovery \(user.utf8.count):\(user)\(plain)".utf8))
  }
}
