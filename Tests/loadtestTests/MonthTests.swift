import CivilTime
import Testing

@testable import loadtest

@Test(arguments: [0, 1, 2, 30, 150])
func aWorkersDayHasItsPicturesInTheOrderOfTime(images: Int) {
  for seed in 0..<50 as Range<UInt64> {
    var (source, again) = (RandomSource(seed: seed), RandomSource(seed: seed))
    let day = WorkerDay(images: images, &source)
    let other = WorkerDay(images: images, &again)
    #expect(day.events.map(\.second) == day.events.map(\.second).sorted())
    #expect(day.events.map(\.event) == other.events.map(\.event))
    let pictures = day.events.filter {
      if case .image = $0.event { true } else { false }
    }
    #expect(pictures.count == images)
  }
}

@Test func tasksOfADayLieWithinWorkAndNeverInEachOther() throws {
  for seed in 0..<200 as Range<UInt64> {
    var source = RandomSource(seed: seed)
    var (isWorking, task) = (false, nil as String?)
    for (_, event) in WorkerDay(images: 3, &source).events {
      guard case .punch(let act, let name) = event else { continue }
      switch act {
      case .startWork:
        try #require(!isWorking)
        isWorking = true
      case .startTask:
        try #require(isWorking && task == nil)
        task = name
      case .endTask:
        try #require(task == name)
        task = nil
      default:
        try #require(isWorking)
        (isWorking, task) = (false, nil)
      }
    }
    #expect(!isWorking && task == nil)
  }
}

@Test func aFastClockIsAheadOfTheMachinesByItsSpeed() throws {
  let start = try #require(Instant("2026-06-01T00:00:00Z"))
  let clock = ServerClock(instant: start, monotonic: 1_000, speed: 3_000)
  #expect(clock.monotonic(at: start.advanced(by: .seconds(3_000))) == 1_000_001_000)
  #expect(clock.monotonic(at: start) == 1_000)
}

@Test func aDayBeginsForAllTogetherAndEndsWithTheLast() async throws {
  let gate = DayGate(agents: 2)
  let clock = ServerClock(instant: .epoch, monotonic: 0, speed: 1)
  let agents = (0..<2).map { _ in
    Task {
      var days = 0
      while await gate.clock(of: days) != nil {
        days += 1
        await gate.end()
      }
      return days
    }
  }
  for _ in 0..<3 {
    await gate.open(clock)
    #expect(await gate.allEnded())
  }
  await gate.shut()
  for agent in agents { #expect(await agent.value == 3) }
  #expect(await gate.allEnded() == false)
}
