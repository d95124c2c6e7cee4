import COpenSSL

/// scrypt (RFC 7914): a key from a password, at a cost in time and memory that whoever guesses pays
/// for each guess. Blocks for that time: call it on a thread of its own.
public enum Scrypt {
  /// What a derivation costs. Memory is 128 bytes × `blockSize` × 2^`logRounds`; time grows with
  /// `parallelism` besides.
  public struct Cost: Sendable, Hashable {
    public let logRounds: Int
    public let blockSize: Int
    public let parallelism: Int

    /// Nil for what scrypt does not allow, or what would take more than 1 GiB or 1,024 rounds of it.
    public init?(logRounds: Int, blockSize: Int, parallelism: Int) {
      guard (1...24).contains(logRounds), (1...32).contains(blockSize),
        (1...1024).contains(parallelism), 128 * blockSize << logRounds <= 1 << 30
      else { return nil }
      self.init(checked: logRounds, blockSize, parallelism)
    }

    private init(checked logRounds: Int, _ blockSize: Int, _ parallelism: Int) {
      self.logRounds = logRounds
      self.blockSize = blockSize
      self.parallelism = parallelism
    }

    /// 32 MiB and three rounds of it: the least for passwords (OWASP, "Password Storage", 2023).
    public static let least = Cost(checked: 15, 8, 3)

    /// The cost at which a derivation takes about `target` on this machine: ``least`` in memory and at
    /// least in time.
    ///
    /// - Parameter measure: how long a single round takes, if not as measured here.
    public static func calibrated(
      for target: Duration, measure: () -> Duration = measureRound
    ) -> Cost {
      let round = max(measure() / .nanoseconds(1), 1)
      let rounds = (target / .nanoseconds(1) / round).rounded()
      let parallelism = Int(min(max(rounds, Double(least.parallelism)), 64))
      return Cost(checked: least.logRounds, least.blockSize, parallelism)
    }

    /// The shorter of two derivations with one round of ``least``.
    public static func measureRound() -> Duration {
      let one = Cost(checked: least.logRounds, least.blockSize, 1)
      let clock = ContinuousClock()
      return (0..<2).map { _ in clock.measure { _ = key(from: [1], salt: [2], one, count: 32) } }
        .min() ?? .zero
    }
  }

  /// `count` bytes from a password and a salt.
  public static func key(
    from password: [UInt8], salt: [UInt8], _ cost: Cost, count: Int
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // OpenSSL's own bound is 32 MiB; what `Cost` allows is bounded by itself.
      let done = password.withUnsafeBufferPointer { password in
        password.withMemoryRebound(to: CChar.self) { password in
          EVP_PBE_scrypt(
            password.baseAddress, password.count, salt, salt.count, 1 << UInt64(cost.logRounds),
            UInt64(cost.blockSize), UInt64(cost.parallelism), 2 << 30, buffer.baseAddress, count)
        }
      }
      precondition(done == 1, "OpenSSL offers no scrypt, or the system no memory")
      filled = count
    }
  }
}
