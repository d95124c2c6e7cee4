import Crypto
import Storage
import Synchronization

/// Hashes passwords, and compares them with what is kept, on a thread of its own.
final class Passwords: Sendable {
  private let threads: WorkThreads
  /// Of new hashes; found out when the first is asked for.
  private let cost: Mutex<Scrypt.Cost?>
  /// What a password is compared with that nobody has.
  private let decoy = Mutex<String?>(nil)

  /// Tries that wait; beyond, callers are asked to come again.
  private static let waitingMax = 64
  /// What hashing takes: as much as people do not mind, and those who guess do.
  private static let target = Duration.milliseconds(250)

  /// - Parameter cost: instead of the machine's own.
  init(cost: Scrypt.Cost? = nil) throws(StorageError) {
    threads = try WorkThreads(name: "mado-password", waitingMax: Self.waitingMax)
    self.cost = Mutex(cost)
  }

  /// What to keep of a password.
  func hash(_ password: String) async throws -> PasswordHash {
    try await threads.run { [self] in PasswordHash(of: password, currentCost()) }
  }

  /// Whether a password is the one that is kept, as the text of its hash. Takes as long for nobody's (nil) as for
  /// anybody's, of which reading the text is a part.
  func matches(_ password: String, _ kept: String?) async throws -> Bool {
    try await threads.run { [self] in
      guard let hash = PasswordHash(text: kept ?? decoyText()) else {
        throw DamagedRow(table: "sign_in")
      }
      let isRight = hash.matches(password)
      return isRight && kept != nil
    }
  }

  // On the thread: both take long the first time.

  private func currentCost() -> Scrypt.Cost {
    if let known = cost.withLock({ $0 }) { return known }
    let found = Scrypt.Cost.calibrated(for: Self.target)
    cost.withLock { $0 = found }
    return found
  }

  private func decoyText() -> String {
    if let known = decoy.withLock({ $0 }) { return known }
    let made = PasswordHash(of: "", currentCost()).text
    decoy.withLock { $0 = made }
    return made
  }
}
