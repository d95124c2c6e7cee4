import Buffers

/// What is kept of a password: by it one is recognised, and from it none is found but by guessing.
///
/// As text it says how it was made: `$scrypt$ln=15,r=8,p=3$SALT$KEY`, both in base64 without padding.
public struct PasswordHash: Sendable, Hashable {
  public let cost: Scrypt.Cost
  private let salt: [UInt8]
  private let key: [UInt8]

  private static let saltCount = 16
  private static let keyCount = 32

  /// Of a password, under a salt that nobody has used. Takes as long as the cost says.
  public init(of password: String, _ cost: Scrypt.Cost) {
    self.cost = cost
    salt = SecureRandom.bytes(Self.saltCount)
    key = Scrypt.key(from: Array(password.utf8), salt: salt, cost, count: Self.keyCount)
  }

  /// From its text; nil when it is none.
  public init?(text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
      let cost = Self.cost(parts[2]),
      let salt = Base64.url.decode(String(parts[3])), let key = Base64.url.decode(String(parts[4])),
      (8...64).contains(salt.count), key.count == Self.keyCount
    else { return nil }
    self.cost = cost
    self.salt = Array(salt)
    self.key = Array(key)
  }

  public var text: String {
    "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
      + "$\(Base64.url.encode(salt))$\(Base64.url.encode(key))"
  }

  /// Whether it is of that password. Takes as long as the cost says, whatever the answer.
  public func matches(_ password: String) -> Bool {
    let tried = Scrypt.key(from: Array(password.utf8), salt: salt, cost, count: Self.keyCount)
    return equalInConstantTime(tried, key)
  }

  private static func cost(_ text: Substring) -> Scrypt.Cost? {
    let values = text.split(separator: ",").map { $0.split(separator: "=") }
    guard values.count == 3, values.allSatisfy({ $0.count == 2 }),
      values.map({ $0[0] }) == ["ln", "r", "p"],
      let logRounds = Int(values[0][1]), let blockSize = Int(values[1][1]),
      let parallelism = Int(values[2][1])
    else { return nil }
    return Scrypt.Cost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
  }
}
