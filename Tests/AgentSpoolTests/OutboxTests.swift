import Testing

@testable import AgentSpool

@Suite struct OutboxTests {
  private func outbox(_ pictures: Int, capacity: Int = 500) -> Outbox {
    var outbox = Outbox(Spool(capacity: capacity))
    for _ in 0..<pictures { _ = outbox.take() }
    return outbox
  }

  @Test("losses go first, then the oldest pictures, and no more than a window of them")
  func order() {
    var outbox = outbox(30, capacity: 20)
    #expect(outbox.drop() == Array(1...10))
    #expect(outbox.next() == .loss(1...10))
    for number in 11..<Int64(11 + Outbox.underWayMax) { #expect(outbox.next() == .picture(number)) }
    #expect(outbox.next() == nil && !outbox.isIdle)
    outbox.answered(12, .taken)
    #expect(outbox.next() == .picture(Int64(11 + Outbox.underWayMax)))
    outbox.answered(1...10, .taken)
    #expect(outbox.spool.lost.isEmpty && outbox.takenCount == 2)
  }

  @Test("what has no answer when the stream ends goes out again; a second answer changes nothing")
  func again() {
    var outbox = outbox(2)
    #expect(outbox.next() == .picture(1) && outbox.next() == .picture(2) && outbox.next() == nil)
    outbox.answered(2, .taken)
    outbox.answered(2, .never)
    outbox.begin()
    #expect(outbox.next() == .picture(1) && outbox.next() == nil)
    outbox.answered(1, .taken)
    outbox.answered(1, .taken)
    #expect(outbox.isEmpty && outbox.isIdle && outbox.takenCount == 2)
  }

  @Test(
    "a stream that breaks with pictures under way halves them on the next; each taken lets one more"
  )
  func narrowing() {
    var outbox = outbox(30)
    func window() -> Int { (1...).prefix { _ in outbox.next() != nil }.count }
    for expected in [8, 4, 2, 1, 1] {
      #expect(window() == expected)
      outbox.begin()
    }
    #expect(outbox.next() == .picture(1) && outbox.next() == nil)
    outbox.answered(1, .taken)
    #expect(window() == 2)
    outbox.answered(2, .taken)
    outbox.answered(3, .taken)
    #expect(window() == 4)
    for number in Int64(4)...7 { outbox.answered(number, .taken) }
    // Nothing was under way: the line did no harm.
    outbox.begin()
    #expect(window() == 8)
  }

  @Test("what the server cannot keep now waits for another stream, what it never will is a loss")
  func refusals() {
    var outbox = outbox(2)
    _ = (outbox.next(), outbox.next())
    outbox.answered(1, .later)
    outbox.answered(2, .never)
    #expect(!outbox.isIdle && outbox.next() == .loss(2...2) && outbox.next() == nil)
    outbox.answered(2...2, .later)
    #expect(outbox.isIdle && !outbox.isEmpty && outbox.next() == nil)
    outbox.begin()
    #expect(outbox.next() == .loss(2...2) && outbox.next() == .picture(1))
    // A loss that the server refuses is not told for ever.
    outbox.answered(2...2, .never)
    #expect(outbox.spool.lost.isEmpty)
  }

  @Test("a loss that grows while it is told of is told of in two")
  func growing() {
    var outbox = outbox(3, capacity: 2)
    #expect(outbox.drop() == [1])
    #expect(outbox.next() == .loss(1...1))
    _ = outbox.take()
    #expect(outbox.drop() == [2])
    outbox.answered(1...1, .taken)
    #expect(outbox.next() == .loss(2...2))
  }

  @Test(
    "over any order of pictures, answers and broken streams the server ends up with each number once, as picture or loss"
  )
  func everything() {
    for seed in UInt64(1)...200 {
      var random = SeededRandom(state: seed)
      var outbox = Outbox(Spool(capacity: Int.random(in: 2...30, using: &random)))
      var (stored, told): (Set<Int64>, Set<Int64>) = ([], [])
      var (underWay, taken): ([Outbox.Item], Int64) = ([], 0)
      var steps = 0
      while taken < 60 || !outbox.isEmpty {
        steps += 1
        guard steps < 10_000 else { break }
        switch Int.random(in: 0..<8, using: &random) {
        case 0...1:
          guard taken < 60 else { continue }
          taken += 1
          _ = outbox.take()
          _ = outbox.drop()
        case 2 where Int.random(in: 0..<4, using: &random) == 0:
          outbox.begin()
          // What was under way may have arrived all the same.
          for item in underWay where Bool.random(using: &random) {
            if case .picture(let number) = item { stored.insert(number) }
          }
          underWay = []
        case 3...5:
          if let item = outbox.next() { underWay.append(item) }
        default:
          guard let place = underWay.indices.randomElement(using: &random) else { continue }
          let answer: Outbox.Answer =
            [.taken, .taken, .later, .never].randomElement(using: &random) ?? .taken
          switch underWay.remove(at: place) {
          case .picture(let number):
            let known: Outbox.Answer = stored.contains(number) ? .taken : answer
            if known == .taken { stored.insert(number) }
            outbox.answered(number, known)
          case .loss(let range):
            let answer: Outbox.Answer = answer == .never ? .taken : answer
            if answer == .taken { told.formUnion(range) }
            outbox.answered(range, answer)
          }
        }
        if outbox.isIdle, underWay.isEmpty { outbox.begin() }
      }
      #expect(steps < 10_000 && outbox.isEmpty, "seed \(seed)")
      #expect(stored.union(told) == Set(1...60), "seed \(seed)")
    }
  }
}
