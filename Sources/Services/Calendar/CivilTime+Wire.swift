import CivilTime
import MadoAPI
import Protobuf
import StandardAPI

// What the calendar's values are on the wire. Reading gives nil for what the value cannot be.

extension CivilDate {
  /// Nil unless all three parts name a day.
  init?(_ date: GoogleType.Date) {
    self.init(year: Int(date.year), month: Int(date.month), day: Int(date.day))
  }

  var message: GoogleType.Date {
    let (year, month, day) = civil
    return GoogleType.Date(year: Int32(year), month: Int32(month), day: Int32(day))
  }
}

extension Instant {
  /// Nil outside of years 1 to 9999, or with nanoseconds that are none.
  init?(_ timestamp: GoogleProtobuf.Timestamp) {
    self.init(seconds: timestamp.seconds, nanoseconds: timestamp.nanos)
  }

  var message: GoogleProtobuf.Timestamp {
    GoogleProtobuf.Timestamp(seconds: seconds, nanos: nanoseconds)
  }
}

extension Duration {
  /// Nil past ten thousand years, or where seconds and nanoseconds differ in sign.
  init?(_ duration: GoogleProtobuf.Duration) {
    let secondsMax: Int64 = 315_576_000_000  // google/protobuf/duration.proto
    guard (-secondsMax...secondsMax).contains(duration.seconds),
      (-999_999_999...999_999_999).contains(duration.nanos),
      duration.seconds == 0 || duration.nanos == 0
        || (duration.seconds < 0) == (duration.nanos < 0)
    else { return nil }
    self = .seconds(duration.seconds) + .nanoseconds(Int64(duration.nanos))
  }

  var message: GoogleProtobuf.Duration {
    let (seconds, attoseconds) = components
    return GoogleProtobuf.Duration(seconds: seconds, nanos: Int32(attoseconds / 1_000_000_000))
  }
}

extension LocalizedName {
  var message: Shared.LocalizedName { Shared.LocalizedName(ja: ja, en: en, zh: zh) }
}

extension Holiday {
  var message: Calendar.Holiday {
    Calendar.Holiday(
      date: date.message, name: name.message, kind: kind.message, source: source.message)
  }
}

extension Holiday.Kind {
  fileprivate var message: Calendar.HolidayKind {
    switch self {
    case .fixed: .fixed
    case .happyMonday: .happyMonday
    case .equinox: .equinox
    case .specialLaw: .specialLaw
    case .substitute: .substitute
    case .sandwiched: .sandwiched
    }
  }
}

extension Holiday.Source {
  fileprivate var message: Calendar.HolidaySource {
    switch self {
    case .official: .official
    case .override: .override
    case .computed: .computed
    }
  }
}

extension ClosedReason {
  var message: Calendar.ClosedReason {
    switch self {
    case .weekday: .init(kind: .weekday, name: name.message)
    case .nationalHoliday(let holiday):
      .init(kind: .nationalHoliday, name: name.message, holiday: holiday.message)
    case .companyHoliday: .init(kind: .companyHoliday, name: name.message)
    }
  }
}

extension WorkingWindow {
  var message: Calendar.WorkingWindow {
    Calendar.WorkingWindow(open: open.description, close: close.description)
  }
}

extension CompanyHoliday {
  /// The day it closes in `year`, as a holiday of that year.
  func message(in year: Int) -> Calendar.Holiday? {
    date(in: year).map {
      Calendar.Holiday(date: $0.message, name: name.message, kind: .company, source: .official)
    }
  }
}
