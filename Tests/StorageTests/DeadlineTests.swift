import Buffers
import Deadlines
import EventLoop
import Glibc
import Testing

@testable import ForgetfulFiles
@testable import Storage

@Test func aRequestWhoseDeadlineHasPassedIsNotBegun() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  let past = Deadline(nanoseconds: MonotonicClock.nanoseconds - 1)
  try await Deadline.$current.withValue(past) {
    await #expect(throws: StorageError.deadlinePassed) {
      try await database.write { _ in Issue.record("written") }
    }
    await #expect(throws: StorageError.deadlinePassed) {
      try await database.read { _ in Issue.record("read") }
    }
    await #expect(throws: StorageError.deadlinePassed) {
      _ = try await database.keys.key(tenant: "t", worker: "late")
    }
  }
  #expect(try await database.keys.existingKey(tenant: "t", worker: "late") == nil)
}

@Test func aRequestWhoseDeadlinePassesInTheQueueIsNotBegun() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  let release = try await database.holdCommits()
  let due = Deadline(after: .seconds(1))
  let late = try await Deadline.$current.withValue(due) {
    try await database.submit { _ in Issue.record("written") }
  }
  let inTime = try await Deadline.$current.withValue(Deadline(after: .seconds(600))) {
    try await database.submit { _ in 1 }
  }
  while !due.hasPassed() { try await Task.sleep(for: due.remaining()) }
  release()
  await #expect(throws: StorageError.deadlinePassed) { try await late.value }
  #expect(try await inTime.value == 1)
}

@Test func aCommitThatHasBegunOutlivesItsDeadline() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  // On a busy machine the first deadlines may pass before the work has begun.
  var timeout = Duration.milliseconds(50)
  var isStored = false
  while !isStored {
    let due = Deadline(after: timeout)
    timeout *= 2
    do {
      isStored = try await Deadline.$current.withValue(due) {
        try await database.write { transaction in
          try transaction.connection.run("INSERT INTO image VALUES (1, '2026-07', 0, 0)")
          while !due.hasPassed() { usleep(1000) }
          return true
        }
      }
    } catch StorageError.deadlinePassed {}
  }
  #expect(try await database.storedSequences() == [1])
}
