import Calling
import Testing

@testable import loadtest

@Suite struct ScheduleTests {
  private static func schedule(
    _ text: String, seconds: Double? = nil, calls: Int? = nil
  ) throws -> Schedule {
    try ScheduleParser.schedule(ScheduleParser.parse(text), seconds: seconds, calls: calls)
  }

  private static func instants(
    _ schedule: Schedule, first: Int = 0, stride: Int = 1, spread: Arrivals.Spread = .even
  ) -> [Int64] {
    var arrivals = Arrivals(
      schedule, first: first, stride: stride, spread: spread, random: RandomSource(seed: 5))
    var found: [Int64] = []
    while let next = arrivals.next() { found.append(next) }
    return found
  }

  /// How many calls are due in each second.
  private static func perSecond(_ text: String, seconds: Double? = nil) throws -> [Int] {
    let schedule = try schedule(text, seconds: seconds)
    var counts = [Int](repeating: 0, count: Int(schedule.seconds.rounded(.up)))
    for instant in instants(schedule) {
      counts[min(counts.count - 1, Int(instant / 1_000_000_000))] += 1
    }
    return counts
  }

  @Test(
    "each shape has its calls in each second",
    arguments: [
      ("100", 3.0, [100, 100, 100]),
      ("10,20,30", 3, [10, 20, 30]),
      ("10:2s,100:1s,10:2s", nil, [10, 10, 100, 10, 10]),
      ("0..40:4s", nil, [5, 15, 25, 35]),
      ("40..0:4s", nil, [35, 25, 15, 5]),
      ("0:1s,5:2s", nil, [0, 5, 5]),
      ("100:500ms,0.5:2s", nil, [50, 0, 1]),
    ] as [(String, Double?, [Int])])
  func shapes(text: String, seconds: Double?, counts: [Int]) throws {
    let found = try Self.perSecond(text, seconds: seconds)
    #expect(found.count == counts.count)
    // A call on the border of two seconds may fall into either by rounding.
    for (found, wanted) in zip(found, counts) { #expect(abs(found - wanted) <= 1) }
    #expect(found.reduce(0, +) == counts.reduce(0, +))
  }

  @Test("of a constant rate each call has its instant, however many came before")
  func constant() throws {
    let schedule = try Self.schedule("2000", seconds: 100)
    let instants = Self.instants(schedule)
    #expect(instants.count == 200_000)
    for index in [0, 1, 77_777, 199_999] { #expect(instants[index] == Int64(index) * 500_000) }
  }

  @Test("several loops take the calls of one schedule between them")
  func strides() throws {
    let schedule = try Self.schedule("5..300:3s,40:2s,0.3..9:4s")
    let together = (0..<3).flatMap { Self.instants(schedule, first: $0, stride: 3) }.sorted()
    #expect(together == Self.instants(schedule))
  }

  @Test("random arrivals keep the rate and are not even")
  func random() throws {
    let schedule = try Self.schedule("1000", seconds: 50)
    let instants = Self.instants(schedule, spread: .random)
    #expect(abs(instants.count - 50_000) < 1_500)
    let gaps = zip(instants.dropFirst(), instants).map { Double($0 - $1) }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    let variance = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)
    // Of an exponential distribution the deviation is the mean.
    #expect(abs(variance.squareRoot() / mean - 1) < 0.05)
    #expect(Self.instants(schedule, spread: .random) == instants)
  }

  @Test("the warm-up goes on at the first rate")
  func warmUp() throws {
    let schedule = try Self.schedule("10..30", seconds: 2).warmedUp(for: 3)
    #expect(schedule.seconds == 5 && schedule.calls == 30 + 40)
    #expect(Self.instants(schedule)[29] == 2_900_000_000)
  }

  @Test("a number of calls bounds a schedule without a time")
  func calls() throws {
    #expect(try Self.schedule("100", calls: 250).seconds == 2.5)
    #expect(try Self.schedule("0..100", calls: 100).seconds == 2)
  }

  @Test(
    "a wrong schedule is named with its place",
    arguments: [
      ("", "column 1: '' is no rate"), ("abc", "column 1: 'abc' is no rate"),
      ("100,-1", "column 5: '-1' is no rate"), ("10..x", "column 5: 'x' is no rate"),
      ("10:1s,20:5x", "column 10: '5x' is no time"), ("10:1s,nan", "column 7: 'nan' is no rate"),
      ("0", "column 1: a rate of 0 needs its time"), ("1e9", "column 1: '1e9' is no rate"),
    ])
  func errors(text: String, message: String) {
    let error = #expect(throws: UsageError.self) { try ScheduleParser.parse(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("segments and --duration must agree")
  func durations() {
    #expect(throws: UsageError.self) { try Self.schedule("10:5s", seconds: 6) }
    #expect(throws: UsageError.self) { try Self.schedule("10:5s,20", seconds: 5) }
    #expect(throws: UsageError.self) { try Self.schedule("10,20", calls: 5) }
  }
}
