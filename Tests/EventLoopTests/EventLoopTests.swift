import EventLoop
import Glibc
import Synchronization
import Testing

/// Runs `body` with a group of loops and shuts it down.
func withLoops(
  _ count: Int = 1, _ body: (EventLoopGroup) async throws -> Void
) async throws {
  let group = try EventLoopGroup(count: count)
  defer { group.shutdown() }
  try await body(group)
}

/// Confined to one loop in each test that uses it.
final class Recorder: @unchecked Sendable {
  var entries: [Int] = []
}

@Test func workFromAnotherThreadRunsInTheOrderItWasPosted() async throws {
  try await withLoops { group in
    let loop = group.loops[0]
    let recorder = Recorder()
    for number in 0..<10_000 { loop.execute { recorder.entries.append(number) } }
    let entries = await loop.run { recorder.entries }
    #expect(entries == Array(0..<10_000))
  }
}

@Test func workPostedOnTheLoopRunsAfterTheCallerInOrder() async throws {
  try await withLoops { group in
    let loop = group.loops[0]
    let recorder = Recorder()
    await withCheckedContinuation { continuation in
      loop.execute {
        loop.execute { recorder.entries.append(2) }
        loop.execute { recorder.entries.append(3) }
        loop.execute { continuation.resume() }
        recorder.entries.append(1)
      }
    }
    #expect(await loop.run { recorder.entries } == [1, 2, 3])
  }
}

@Test func timersFireInTheOrderOfTheirInstantsAndACancelledOneNever() async throws {
  try await withLoops { group in
    let loop = group.loops[0]
    let recorder = Recorder()
    await withCheckedContinuation { continuation in
      loop.execute {
        let start = MonotonicClock.nanoseconds
        var cancelled: [Timer] = []
        for number in [5, 1, 4, 2, 3] {
          _ = loop.schedule(at: start + Int64(number) * 1_000_000) {
            #expect(MonotonicClock.nanoseconds >= start + Int64(number) * 1_000_000)
            recorder.entries.append(number)
          }
          cancelled.append(
            loop.schedule(at: start + Int64(number) * 1_000_000) { recorder.entries.append(-1) })
        }
        for timer in cancelled { timer.cancel() }
        _ = loop.schedule(after: .milliseconds(6)) { continuation.resume() }
      }
    }
    #expect(await loop.run { recorder.entries } == [1, 2, 3, 4, 5])
  }
}

@Test func aHeapOfManyTimersGivesThemBackSortedWhateverWasCancelled() async throws {
  try await withLoops { group in
    let loop = group.loops[0]
    let recorder = Recorder()
    var random = SystemRandomNumberGenerator()
    let order = Array(0..<1000).shuffled(using: &random)
    await withCheckedContinuation { continuation in
      loop.execute {
        let start = MonotonicClock.nanoseconds
        var odd: [Timer] = []
        for number in order {
          let timer = loop.schedule(at: start + Int64(number)) { recorder.entries.append(number) }
          if !number.isMultiple(of: 2) { odd.append(timer) }
        }
        for timer in odd { timer.cancel() }
        _ = loop.schedule(at: start + 1000) { continuation.resume() }
      }
    }
    #expect(await loop.run { recorder.entries } == Array(stride(from: 0, to: 1000, by: 2)))
  }
}

@Test func aTaskThatPrefersTheLoopReturnsToItAfterEverySuspension() async throws {
  try await withLoops { group in
    let loop = group.loops[0]
    let task = await loop.run {
      Task.immediate(executorPreference: loop) {
        var places = [loop.inLoop]
        await Task.yield()
        places.append(loop.inLoop)
        try? await Task.sleep(for: .milliseconds(1))
        places.append(loop.inLoop)
        async let child = loop.inLoop
        places.append(await child)
        await withCheckedContinuation { continuation in
          Task.detached { continuation.resume() }
        }
        places.append(loop.inLoop)
        return places
      }
    }
    #expect(await task.value == [true, true, true, true, true])
    #expect(!loop.inLoop)
  }
}

@Test func anImmediateTaskRunsWithinItsCallerUntilItSuspends() async throws {
  try await withLoops { group in
    let loop = group.loops[0]
    let recorder = Recorder()
    await loop.run {
      _ = Task.immediate(executorPreference: loop) {
        recorder.entries.append(1)
        await Task.yield()
        recorder.entries.append(3)
      }
      recorder.entries.append(2)
    }
    await loop.run {}
    #expect(await loop.run { recorder.entries } == [1, 2, 3])
  }
}

@Test func theTurnsEndComesAfterTheTasksOfTheTurn() async throws {
  final class Flush: TurnEndWork, @unchecked Sendable {
    let recorder: Recorder
    let done: @Sendable () -> Void
    init(_ recorder: Recorder, _ done: @escaping @Sendable () -> Void) {
      self.recorder = recorder
      self.done = done
    }
    func turnEnded() {
      recorder.entries.append(9)
      done()
    }
  }
  try await withLoops { group in
    let loop = group.loops[0]
    let recorder = Recorder()
    await withCheckedContinuation { continuation in
      loop.execute {
        loop.atTurnEnd(Flush(recorder) { continuation.resume() })
        loop.execute { recorder.entries.append(2) }
        recorder.entries.append(1)
      }
    }
    #expect(await loop.run { recorder.entries } == [1, 2, 9])
  }
}

@Test func aStoppedLoopLetsItsThreadEnd() throws {
  let group = try EventLoopGroup(count: 3)
  #expect(group.loops.count == 3)
  group.shutdown()
}

@Test func aKeyHasTheSameHomeEachTime() async throws {
  try await withLoops(3) { group in
    for key in 0..<50 { #expect(group.home(of: key) === group.home(of: key)) }
    #expect(Set((0..<200).map { ObjectIdentifier(group.home(of: $0)) }).count == 3)
  }
}

@Test func aDurationIsHeldWithinNanoseconds() {
  #expect(Duration.seconds(1).clampedNanoseconds == 1_000_000_000)
  #expect(Duration.nanoseconds(-1).clampedNanoseconds == -1)
  #expect(Duration.seconds(Int64.max).clampedNanoseconds == .max)
  #expect(Duration.seconds(Int64.min).clampedNanoseconds == .min)
}
