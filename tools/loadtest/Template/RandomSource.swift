import Glibc

/// Numbers that look random and are the same for the same seed (SplitMix64). Not for secrets.
struct RandomSource: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// From 0 up to, and not including, 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// The time to the next of events that happen once a unit of time, independent of each other.
  mutating func exponential() -> Double { -log(1 - unit()) }

  /// A source of its own for the part `index` of what this one stands for.
  func branch(_ index: Int) -> RandomSource {
    var source = RandomSource(seed: state ^ (UInt64(truncatingIfNeeded: index) &* 0x9e37_79b9))
    return RandomSource(seed: source.next())
  }
}
