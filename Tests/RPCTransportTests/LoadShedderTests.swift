import Testing

@testable import RPCTransport

/// A loop of virtual time: `askers` offer calls at a rate, each call takes a while of the loop's.
private struct VirtualLoop {
  var shedder = LoadShedder(target: .milliseconds(100))
  var now: Int64 = 1_000_000_000
  /// Of each connection that asks.
  var accounts: [LoadShedder.Account]
  /// Calls that have come and have not been asked for, of each.
  var waiting: [Double]
  var served: [Int]
  var shed: [Int]
  var longestTurn: Int64 = 0

  static let callNanoseconds: Int64 = 200_000
  static let shedNanoseconds: Int64 = 4_000
  /// An idle loop waits for something to come.
  static let idleNanoseconds: Int64 = 1_000_000

  init(askers count: Int) {
    accounts = Array(repeating: LoadShedder.Account(), count: count)
    waiting = Array(repeating: 0, count: count)
    served = Array(repeating: 0, count: count)
    shed = served
  }

  /// Runs for `seconds` with so many calls a second offered by each asker.
  mutating func run(seconds: Double, rates: [Double]) {
    served = Array(repeating: 0, count: accounts.count)
    shed = served
    longestTurn = 0
    let end = now + Int64(seconds * 1e9)
    while now < end {
      let began = now
      if waiting.allSatisfy({ $0 < 1 }) {
        now += Self.idleNanoseconds
      } else {
        shedder.turnBegan(at: now)
        for place in accounts.indices { read(place) }
        shedder.turnEnded(at: now)
        longestTurn = max(longestTurn, now - began)
      }
      for place in accounts.indices { waiting[place] += rates[place] * Double(now - began) / 1e9 }
    }
  }

  private mutating func read(_ place: Int) {
    for _ in 0..<Int(waiting[place]) {
      waiting[place] -= 1
      if shedder.admits(&accounts[place], now: now) {
        served[place] += 1
        now += Self.callNanoseconds
      } else {
        shed[place] += 1
        now += Self.shedNanoseconds
      }
    }
  }
}

/// Turns, and how many of the last one's calls are admitted.
struct Course: CustomTestStringConvertible, Sendable {
  /// How long the loop was idle before, how long the turn takes, both in milliseconds, and how many
  /// calls are asked for.
  struct Turn: Sendable {
    let idle: Int64, length: Int64, asked: Int
    init(_ length: Int64, _ asked: Int, after idle: Int64 = 0) {
      (self.idle, self.length, self.asked) = (idle, length, asked)
    }
  }

  let testDescription: String
  let turns: [Turn]
  let admitted: Int

  init(_ name: String, _ turns: [Turn], _ admitted: Int) {
    (testDescription, self.turns, self.admitted) = (name, turns, admitted)
  }

  static let all = [
    // turns (length, calls asked for)                                      admitted of the last
    Course("short turns", [Turn(10, 50), Turn(99, 500), Turn(100, 500), Turn(10, 900)], 900),
    Course("one long turn", [Turn(3000, 500), Turn(10, 900)], 900),
    Course("long, but not for an interval", [Turn(200, 10), Turn(499, 10), Turn(1, 70)], 70),
    Course("long for an interval", [Turn(200, 10), Turn(300, 10), Turn(200, 20), Turn(1, 70)], 10),
    Course("a short one between", [Turn(400, 9), Turn(90, 9), Turn(600, 9), Turn(1, 70)], 70),
    Course("idle between", [Turn(400, 9), Turn(600, 9, after: 101), Turn(1, 70)], 70),
    Course("calls of a second each", [Turn(1000, 1), Turn(1000, 1), Turn(1, 70)], 1),
    Course(
      "nothing shed for an interval",
      [Turn(200, 8), Turn(600, 8), Turn(100, 9), Turn(1, 900, after: 500)], 900),
    Course(
      "shed just now", [Turn(200, 8), Turn(600, 8), Turn(100, 9), Turn(1, 900, after: 499)], 3),
    Course(
      "too short turns let more in",
      [Turn(200, 40), Turn(600, 40), Turn(50, 90), Turn(1, 900)], 20),
  ]
}

@Suite struct LoadShedderTests {
  /// The target is 100 ms, the interval 500.
  @Test(arguments: Course.all)
  func turnsDecideHowManyCallsAreAdmitted(_ course: Course) {
    var shedder = LoadShedder(target: .milliseconds(100))
    var client = LoadShedder.Account()
    var now: Int64 = 1_000_000_000
    var admitted = 0
    for turn in course.turns {
      now += turn.idle * 1_000_000
      shedder.turnBegan(at: now)
      admitted = 0
      for _ in 0..<turn.asked where shedder.admits(&client, now: now) {
        admitted += 1
      }
      now += turn.length * 1_000_000
      shedder.turnEnded(at: now)
    }
    #expect(admitted == course.admitted)
  }

  @Test func aTurnThatDoesNotEndIsCutShort() {
    var shedder = LoadShedder(target: .milliseconds(100))
    var client = LoadShedder.Account()
    shedder.turnBegan(at: 1_000_000_000)
    let first = shedder.admits(&client, now: 1_000_000_000)
    shedder.turnEnded(at: 1_200_000_000)
    shedder.turnBegan(at: 1_200_000_000)
    let within = shedder.admits(&client, now: 1_699_000_000)
    let beyond = shedder.admits(&client, now: 1_700_000_000)
    #expect([first, within, beyond] == [true, true, false])
    #expect(shedder.isShedding)
  }

  @Test(arguments: [1.5, 3, 6])
  func overloadLeavesTheLoopBusyAndTurnsShort(factor: Double) {
    var loop = VirtualLoop(askers: 10)
    let capacity = 1e9 / Double(VirtualLoop.callNanoseconds)
    let rates = Array(repeating: capacity * factor / 10, count: 10)
    loop.run(seconds: 3, rates: rates)
    loop.run(seconds: 10, rates: rates)
    #expect(Double(loop.served.reduce(0, +)) >= capacity * 10 * 0.8)
    #expect(loop.longestTurn <= 2 * loop.shedder.target)
    #expect(loop.served.max()! - loop.served.min()! <= loop.served.max()! / 5)
  }

  @Test func whoAsksForLittleGetsAllOfIt() {
    var loop = VirtualLoop(askers: 3)
    let rates = [20_000.0, 100, 1000]
    loop.run(seconds: 3, rates: rates)
    loop.run(seconds: 10, rates: rates)
    #expect(loop.shed[0] > 100_000)
    #expect(loop.shed[1] == 0)
    #expect(loop.shed[2] == 0)
    #expect(loop.served.reduce(0, +) >= 40_000)
  }

  /// Its calls come in few of the turns, and behind everybody else's.
  @Test func whoAsksNowAndThenLosesNothing() {
    var loop = VirtualLoop(askers: 11)
    let rates = Array(repeating: 1500.0, count: 10) + [5]
    loop.run(seconds: 3, rates: rates)
    loop.run(seconds: 20, rates: rates)
    #expect(loop.served[10] >= 99)
    #expect(loop.shed[10] == 0)
    #expect(loop.longestTurn <= 2 * loop.shedder.target)
    #expect(loop.served.reduce(0, +) >= 80_000)
  }

  /// Five hundred calls are a turn's: each of the connections gets one in three turns.
  @Test func connectionsThatAreMoreThanTheCallsOfATurnAreServedAlike() {
    var loop = VirtualLoop(askers: 1500)
    let rates = Array(repeating: 10.0, count: 1500)
    loop.run(seconds: 3, rates: rates)
    loop.run(seconds: 10, rates: rates)
    #expect(loop.shed.reduce(0, +) > 50_000)
    #expect(loop.served.reduce(0, +) >= 40_000)
    #expect(loop.served.min()! >= 10)
    #expect(loop.served.max()! <= 60)
    #expect(loop.longestTurn <= 2 * loop.shedder.target)
  }

  @Test func aTurnTakesTwiceItsCallsAtMost() {
    var shedder = LoadShedder(target: .milliseconds(100))
    var now: Int64 = 1_000_000_000
    // Long turns of one connection, until ten calls are a turn's.
    var first = LoadShedder.Account()
    for length in [200, 500, 100] as [Int64] {
      shedder.turnBegan(at: now)
      for _ in 0..<10 { _ = shedder.admits(&first, now: now) }
      now += length * 1_000_000
      shedder.turnEnded(at: now)
    }
    shedder.turnBegan(at: now)
    var admitted: [Int] = []
    for _ in 0..<100 {
      var other = LoadShedder.Account()
      admitted.append((0..<10).count { _ in shedder.admits(&other, now: now) })
    }
    #expect(admitted[0] > 0)
    #expect(admitted.reduce(0, +) <= 2 * admitted[0])
  }

  @Test func nothingIsShedOnceTheLoadIsBorne() {
    var loop = VirtualLoop(askers: 2)
    loop.run(seconds: 5, rates: [10_000, 5_000])
    #expect(loop.shedder.isShedding)
    loop.run(seconds: 2, rates: [2000, 2000])
    loop.run(seconds: 5, rates: [2000, 2000])
    #expect(loop.shed == [0, 0])
    #expect(!loop.shedder.isShedding)
  }

  @Test func aBurstIsWorkedOff() {
    var loop = VirtualLoop(askers: 1)
    loop.waiting[0] = 2000
    loop.run(seconds: 2, rates: [1000])
    #expect(loop.shed == [0])
  }
}
