import Testing

@testable import AgentSpool

@Suite struct SpoolTests {
  @Test("TEL-36: of 620 pictures taken offline, 1 to 120 are lost")
  func capacity() {
    var spool = Spool()
    var dropped: [Int64] = []
    for number in Int64(1)...620 {
      #expect(spool.take() == number)
      dropped += spool.drop()
    }
    #expect(dropped == Array(1...120))
    #expect(spool.kept == Array(121...620) && spool.lost == [1...120] && spool.next == 621)
    spool.acknowledge(121)
    spool.acknowledge(121)
    #expect(spool.kept.first == 122 && spool.take() == 621 && spool.drop() == [])
    spool.told(of: 50...60)
    #expect(spool.lost == [1...49, 61...120])
    spool.told(of: 1...200)
    #expect(spool.lost.isEmpty)
  }

  @Test(
    "what is on its way is not dropped, and what is refused in the middle is one loss with its neighbours"
  )
  func losses() {
    var spool = Spool(capacity: 3)
    for _ in 1...3 { _ = spool.take() }
    _ = spool.take()
    _ = spool.take()
    #expect(spool.drop(sparing: [1, 3]) == [2, 4])
    #expect(spool.lost == [2...2, 4...4] && spool.kept == [1, 3, 5])
    spool.lose(3)
    spool.lose(3)
    spool.lose(99)
    #expect(spool.lost == [2...4])
    spool.lose(1)
    spool.lose(5)
    #expect(spool.lost == [1...5] && spool.kept.isEmpty)
  }

  @Test("TEL-36: each number is kept, acknowledged or lost, and the spool is found again as it was")
  func found() {
    var random = SeededRandom(state: 36)
    for _ in 0..<100 {
      let capacity = Int.random(in: 1...20, using: &random)
      var spool = Spool(capacity: capacity)
      var (acknowledged, lost): (Set<Int64>, Set<Int64>) = ([], [])
      for _ in 1...100 {
        _ = spool.take()
        lost.formUnion(spool.drop())
        if Int.random(in: 0..<3, using: &random) == 0,
          let some = spool.kept.randomElement(using: &random)
        {
          if Bool.random(using: &random) {
            spool.acknowledge(some)
            acknowledged.insert(some)
          } else {
            spool.lose(some)
            lost.insert(some)
          }
        }
        #expect(spool.kept.count <= capacity)
      }
      #expect(spool.lost.flatMap { Array($0) } == lost.sorted())
      #expect(Set(spool.kept).union(acknowledged).union(lost) == Set(1...100))
      #expect(Set(spool.kept).isDisjoint(with: acknowledged.union(lost)))
      let again = Spool(
        capacity: capacity, kept: spool.kept.reversed(), lost: lost.shuffled(using: &random),
        next: 101)
      #expect(again == spool)
    }
  }
}

/// Chance that can be repeated (splitmix64).
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
