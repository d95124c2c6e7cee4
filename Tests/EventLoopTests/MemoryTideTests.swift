import Testing

@testable import EventLoop

@Suite struct MemoryTideTests {
  private static let second: Int64 = 1_000_000_000

  /// What the process had worked in the last second, in milliseconds, and what it has of memory, in MiB.
  struct Look: Sendable {
    let worked: Int64, resident: Int, hasFreed: Bool
    init(_ worked: Int64, _ resident: Int, freed hasFreed: Bool = false) {
      (self.worked, self.resident, self.hasFreed) = (worked, resident, hasFreed)
    }
  }

  /// A process and what giving back leaves it, in MiB.
  private struct Process {
    var tide = MemoryTide()
    var (now, used): (Int64, Int64) = (5 * second, 0)

    /// Returns whether memory was given back, which leaves `left` MiB and takes `cost` milliseconds.
    mutating func look(_ look: Look, left: Int = 10, cost: Int64 = 1) -> Bool {
      now += second
      used += look.worked * 1_000_000
      if look.hasFreed { tide.hasFreed = true }
      guard
        tide.isDue(at: now, usedNanoseconds: used, residentBytes: look.resident << 20)
      else { return false }
      tide.gaveBack(
        from: now, to: now + cost * 1_000_000, usedNanoseconds: used, residentBytes: left << 20)
      return true
    }
  }

  /// The process has 10 MiB after each time.
  @Test(arguments: [
    // looks, a second apart                                          when memory is given back
    ([Look(9, 20), Look(10, 20)], [1]),  // what starting took
    ([Look(9, 20), Look(10, 20), Look(10, 13), Look(10, 13)], [1]),  // too little
    ([Look(9, 20), Look(10, 20), Look(10, 14)], [1, 2]),
    ([Look(9, 20), Look(900, 90), Look(800, 90), Look(100, 90)], [3]),  // after the burst
    ([Look(9, 20), Look(300, 90), Look(250, 90), Look(249, 90)], [3]),
    ([Look(9, 20), Look(0, 20), Look(0, 90), Look(0, 90)], [1, 2, 3]),  // each time
  ])
  func memoryIsGivenBackOnceThereIsMoreAndLittleIsDone(_ looks: [Look], _ expected: [Int]) {
    var process = Process()
    #expect(looks.indices.filter { process.look(looks[$0]) } == expected)
  }

  /// Memory that is in use at first is freed later, and takes no more of the machine's then.
  @Test func whatIsFreedAfterwardsIsGivenBackToo() {
    var process = Process()
    let given = [
      process.look(Look(9, 10)), process.look(Look(9, 10)),
      // All of it is in use, and freed without the process having more or less.
      process.look(Look(9, 90), left: 90), process.look(Look(9, 90)), process.look(Look(90, 90)),
      process.look(Look(9, 90), left: 90), process.look(Look(0, 90, freed: true)),
      process.look(Look(100, 10)),
    ]
    #expect(given == [false, true, true, false, false, true, true, false])
    #expect(!process.tide.mayFall)
  }

  /// The first time comes when all is in use, and more than the process ever has later.
  @Test func theFirstTimeDoesNotSayHowLittleThereMayBe() {
    var process = Process()
    let given = [
      process.look(Look(9, 10)), process.look(Look(9, 90), left: 90),
      process.look(Look(9, 60, freed: true)),
    ]
    #expect(given == [false, true, true])
  }

  @Test func whatTakesLongIsDoneSeldom() {
    var process = Process()
    let given = (0..<45).map { _ in process.look(Look(9, 90), cost: 1000) }
    #expect(given.indices.filter { given[$0] } == [1, 22, 43])
  }

  @Test func nobodyLooksAgainAtOnce() {
    var tide = MemoryTide()
    #expect(tide.mayLook(at: 0))
    _ = tide.isDue(at: 0, usedNanoseconds: 0, residentBytes: 1 << 30)
    #expect(!tide.mayLook(at: MemoryTide.pause - 1))
    #expect(tide.mayLook(at: MemoryTide.pause))
  }
}
