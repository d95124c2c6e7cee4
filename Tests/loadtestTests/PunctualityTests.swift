import Testing

@testable import loadtest

/// Ten sends, one due every 10 ms. All in milliseconds.
struct Course: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Of the generator, for each send.
  var work = 1
  /// How long the server holds up which sends.
  var stalls: [Int: Int] = [:]
  /// How late the generator wakes for which sends.
  var oversleeps: [Int: Int] = [:]
  /// Of the generator's own doing, the latest send.
  let latest: Int
}

@Test(arguments: [
  Course(testDescription: "in time", latest: 0),
  Course(testDescription: "as much work as there is time", work: 10, latest: 0),
  Course(testDescription: "more work than time, never idle", work: 15, latest: 45),
  Course(testDescription: "one late awakening", oversleeps: [3: 12], latest: 12),
  Course(testDescription: "one send held up", stalls: [2: 95], latest: 0),
  Course(
    testDescription: "every send held up",
    stalls: Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, 20) }), latest: 0),
  Course(
    testDescription: "held up, and more work than time", work: 15, stalls: [0: 95], latest: 45),
])
func latenessIsTheGeneratorsUnlessTheServerHeldItUp(course: Course) {
  var punctuality = Punctuality(interval: 10_000_000)
  func nanoseconds(_ milliseconds: Int) -> Int64 { Int64(milliseconds) * 1_000_000 }
  var (now, latest) = (0, Int64(0))
  for send in 0..<10 {
    let due = 10 * send
    if now < due { now = due + course.oversleeps[send, default: 0] }
    let lateness = punctuality.begin(due: nanoseconds(due), at: nanoseconds(now))
    latest = max(latest, lateness)
    let stall = course.stalls[send, default: 0]
    now += course.work + stall
    punctuality.end(at: nanoseconds(now), heldUp: nanoseconds(stall))
  }
  #expect(latest == nanoseconds(course.latest))
}
