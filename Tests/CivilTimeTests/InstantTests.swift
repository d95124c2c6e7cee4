import Foundation
import Testing

@testable import CivilTime

@Suite struct InstantTests {
  @Test(arguments: [
    // RFC 3339 in, UTC out
    ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ("2026-02-01T00:00:00+09:00", "2026-01-31T15:00:00Z"),
    ("2026-01-31t15:00:00.5z", "2026-01-31T15:00:00.500Z"),
    ("2026-01-31T23:59:59.000001-05:30", "2026-02-01T05:29:59.000001Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
    ("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.250Z"),
  ])
  func textRoundTrips(text: String, expected: String) throws {
    let instant = try #require(Instant(text))
    #expect(instant.description == expected)
    #expect(Instant(expected) == instant)
  }

  @Test(arguments: [
    "", "2026-01-31", "2026-01-31T15:00Z", "2026-01-31T15:00:00", "2026-01-31T24:00:00Z",
    "2026-01-31T15:00:60Z", "2026-01-31T15:00:00.Z", "2026-01-31T15:00:00+24:00",
    "2026-02-30T15:00:00Z", "2026-01-31T15:00:00Z ", "0001-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01", "2026-01-31T15:00:00.1234567890Z",
  ])
  func whatIsNoInstantIsRefused(text: String) {
    #expect(Instant(text) == nil)
  }

  @Test func numbersOutsideTheRangeAreRefused() {
    #expect(Instant(seconds: -62_135_596_801) == nil)
    #expect(Instant(seconds: 253_402_300_800) == nil)
    #expect(Instant(seconds: 0, nanoseconds: 1_000_000_000) == nil)
    #expect(Instant(seconds: 0, nanoseconds: -1) == nil)
    #expect(Instant(seconds: .max, nanoseconds: .max) == nil)
  }

  @Test func durationsAddAndSubtract() throws {
    let start = try #require(Instant("1969-12-31T23:59:59.75Z"))
    let later = start.advanced(by: .milliseconds(500))
    #expect(later.description == "1970-01-01T00:00:00.250Z")
    #expect(start.duration(to: later) == .milliseconds(500))
    #expect(later.duration(to: start) == .milliseconds(-500))
    #expect(later.advanced(by: .milliseconds(-500)) == start)
    #expect(start < later)
    #expect(Instant.max.advanced(by: .seconds(1)) == .max)
    #expect(Instant.min.advanced(by: .seconds(Int64.min)) == .min)
    #expect(Instant.min.duration(to: .max) == .nanoseconds(999_999_999) + .seconds(315_537_897_599))
  }

  /// COM-01, against Foundation's own time zone database.
  @Test func theDayInJapanAgreesWithTheTimeZoneDatabase() throws {
    var calendar = Foundation.Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "Asia/Tokyo"))
    var random = SeededRandom(state: 20_260_501)
    for _ in 0..<2_000 {
      // From 1952, the first year without daylight saving, to 2099.
      let seconds = Int64.random(in: -568_000_000...4_102_444_799, using: &random)
      let instant = try #require(Instant(seconds: seconds))
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second],
        from: Date(timeIntervalSince1970: TimeInterval(seconds)))
      let local = JST.dateTime(of: instant)
      let found = [
        local.date.year, local.date.month, local.date.day, local.time.hour, local.time.minute,
        local.time.second,
      ]
      let expected = [
        parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second,
      ]
      #expect(found.map(Optional.some) == expected, "\(instant)")
      #expect(JST.instant(local.date, local.time) == instant)
    }
  }

  @Test(arguments: [
    // rule, instant, day in Japan
    ("COM-01", "2026-01-31T14:59:59.999999999Z", "2026-01-31 23:59:59.999999999"),
    ("COM-01", "2026-01-31T15:00:00Z", "2026-02-01 00:00"),
    ("CARD-04", "2026-01-31T15:10:00Z", "2026-02-01 00:10"),
    ("COM-01", "1969-12-31T14:59:59Z", "1969-12-31 23:59:59"),
    ("COM-01", "1969-12-31T15:00:00Z", "1970-01-01 00:00"),
  ])
  func theDayBeginsAt1500UTC(rule: String, text: String, expected: String) throws {
    let instant = try #require(Instant(text))
    #expect(JST.dateTime(of: instant).description == expected, "\(rule)")
  }

  @Test func aDayIsHalfOpenAndEndsAt24() throws {
    let day = JST.day(CivilDate(literal: 2026, 2, 1))
    #expect(day.lowerBound.description == "2026-01-31T15:00:00Z")
    #expect(day.upperBound.description == "2026-02-01T15:00:00Z")
    #expect(!day.contains(day.upperBound))
    #expect(JST.instant(CivilDate(literal: 2026, 2, 1), .endOfDay) == day.upperBound)
  }

  @Test func theEndsOfTheRangeSaturate() {
    #expect(JST.date(of: .max) == .max)
    #expect(JST.date(of: .min) == .min)
    #expect(JST.instant(.min) == .min)
    #expect(JST.instant(.max, .endOfDay).description == "9999-12-31T15:00:00Z")
  }

  @Test func timesOfDayRoundTripAnd24IsLegal() throws {
    for text in ["00:00", "09:30", "23:59:59", "17:29:59.999", "12:00:00.000000001", "24:00"] {
      #expect(try #require(TimeOfDay(text)).description == text)
    }
    for text in ["", "9:30", "24:01", "24:00:00.1", "12:60", "12:00:60", "-1:00", "12:00:00."] {
      #expect(TimeOfDay(text) == nil, "\(text)")
    }
    #expect(try #require(TimeOfDay("24:00:00")) == .endOfDay)
  }

  @Test func aTestClockStandsStillUntilItIsSet() throws {
    let clock = TestClock(try #require(Instant("2026-05-01T00:00:00Z")))
    #expect(clock.now == clock.now)
    clock.advance(by: .seconds(90))
    #expect(clock.now.description == "2026-05-01T00:01:30Z")
    clock.set(.epoch)
    #expect(clock.now == .epoch)
  }

  @Test func theSystemClockAgreesWithFoundation() {
    let before = Date().timeIntervalSince1970
    let now = Double(SystemClock().now.seconds)
    let after = Date().timeIntervalSince1970
    #expect(now >= before.rounded(.down) && now <= after)
  }
}

/// A generator with a fixed seed (splitmix64), so that a failure repeats.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
