import CivilTime
import MadoAPI
import RPC
import StandardAPI

// Calendars that are kept, and what differs from the law, between the schema's words and values.

extension Calendar.BusinessCalendar {
  /// A calendar of the rule book in the schema's words.
  init(_ calendar: BusinessCalendar) {
    self.init(
      id: calendar.id, name: calendar.name.en,
      hours: Weekday.allCases.filter { !calendar.hours[$0].isEmpty }.map { day in
        .init(weekday: day.message, windows: calendar.hours[day].map(\.message))
      })
  }

  /// What was right when it was kept, with the holidays as they are now; nil for what is not right.
  func calendar(_ national: NationalHolidays) -> BusinessCalendar? {
    var fields = FieldViolations()
    guard let hours = try? fields.hours(hours, ""), (try? fields.refuse()) != nil else {
      return nil
    }
    return BusinessCalendar(
      id: id, name: LocalizedName(ja: name, en: name, zh: name), hours: hours,
      companyHolidays: fields.companyHolidays(companyHolidays, ""), national: national)
  }
}

extension FieldViolations {
  /// The windows of each weekday.
  ///
  /// - Throws: INVALID_ARGUMENT OVERLAP where two windows of a day overlap.
  mutating func hours(
    _ hours: [Calendar.WeekdayHours], _ field: String
  ) throws(RPCError) -> WeeklyHours {
    var windows: [Weekday: [WorkingWindow]] = [:]
    for (place, day) in hours.enumerated() {
      let path = "\(field)[\(place)]"
      guard let weekday = Weekday(day.weekday) else { continue }
      if windows[weekday] != nil {
        add("\(path).weekday", "\(weekday) stands here twice: give all its windows at once")
      }
      windows[weekday] = day.windows.enumerated().compactMap { index, window in
        self.window(window, "\(path).windows[\(index)]")
      }
    }
    do {
      return try WeeklyHours(windows)
    } catch {
      try refuse()
      throw RPCError.invalid([.init(field: field, description: "\(error)")], reason: "OVERLAP")
    }
  }

  private mutating func window(
    _ window: Calendar.WorkingWindow, _ field: String
  ) -> WorkingWindow? {
    let (open, close) = (TimeOfDay(window.open), TimeOfDay(window.close))
    for (name, text, time) in [("open", window.open, open), ("close", window.close, close)]
    where time == nil {
      add("\(field).\(name)", "\"\(text)\" is no time: give one from 00:00 to 24:00, as 09:30")
    }
    guard let open, let close else { return nil }
    let made = WorkingWindow(open: open, close: close)
    if made == nil {
      add(field, "\(window.open)-\(window.close) is no span: let it close after it opens")
    }
    return made
  }

  /// A company's closed days.
  mutating func companyHolidays(
    _ days: [Calendar.CompanyHoliday], _ field: String = "company_holidays"
  ) -> [CompanyHoliday] {
    days.enumerated().map { index, day in companyHoliday(day, "\(field)[\(index)]") }
  }

  private mutating func companyHoliday(
    _ day: Calendar.CompanyHoliday, _ field: String
  ) -> CompanyHoliday {
    let name =
      day.name.isEmpty
      ? LocalizedName(ja: "休業日", en: "Company holiday", zh: "公司休息日")
      : LocalizedName(ja: day.name, en: day.name, zh: day.name)
    switch day.day {
    case .annual(let annual):
      // 2028 is a leap year: 29 February is a day of some years.
      let (month, day) = (Int(annual.month), Int(annual.day))
      if CivilDate(year: 2028, month: month, day: day) != nil {
        return CompanyHoliday(.annual(month: month, day: day), name: name)
      }
      add("\(field).annual", "month \(month) has no day \(day): give one that it has")
    case .once(let once):
      return CompanyHoliday(.once(date(once, "\(field).once")), name: name)
    case nil: break
    }
    return CompanyHoliday(.once(.min), name: name)
  }

  /// What has changed of a year's holidays.
  mutating func changes(
    _ changes: [Calendar.HolidayOverride], of year: Int32
  ) -> [HolidayChange] {
    changes.enumerated().compactMap { place, change in
      let field = "changes[\(place)]"
      guard let known = change.known(in: Int(year)) else {
        add(field, "it has no day that there is: give a holiday and days of \(year)")
        return nil
      }
      if let date = known.date, date.year != Int(year) {
        add(field, "\(date) is not of \(year): put it with its own year")
      }
      return known
    }
  }
}

extension Calendar.YearOverride {
  /// What was right when it was put.
  var known: [HolidayChange] { changes.compactMap { $0.known(in: Int(year)) } }
}

extension Calendar.HolidayOverride {
  /// Nil for what names no holiday, or no day.
  fileprivate func known(in year: Int) -> HolidayChange? {
    switch change {
    case .moved(let moved):
      guard let holiday = NamedHoliday(moved.holiday),
        let day = moved.to.flatMap({ CivilDate($0) })
      else { return nil }
      return .moved(holiday, year: year, to: day)
    case .dropped(let dropped):
      return NamedHoliday(dropped.holiday).map { .dropped($0, year: year) }
    case .added(let added):
      let name = added.name
      return added.date.flatMap { CivilDate($0) }.map {
        .added(LocalizedName(ja: name, en: name, zh: name), on: $0)
      }
    case nil: return nil
    }
  }
}

extension HolidayChange {
  /// The day that it puts a holiday on.
  fileprivate var date: CivilDate? {
    switch self {
    case .moved(_, _, let date), .added(_, let date): date
    case .dropped: nil
    }
  }
}

extension NamedHoliday {
  /// Nil for one that is not said or not known.
  fileprivate init?(_ holiday: Calendar.NamedHoliday) {
    switch holiday {
    case .newYear: self = .newYear
    case .comingOfAge: self = .comingOfAge
    case .nationalFoundation: self = .nationalFoundation
    case .emperorsBirthday: self = .emperorsBirthday
    case .vernalEquinox: self = .vernalEquinox
    case .showa: self = .showa
    case .constitution: self = .constitution
    case .greenery: self = .greenery
    case .children: self = .children
    case .marine: self = .marine
    case .mountain: self = .mountain
    case .respectForTheAged: self = .respectForTheAged
    case .autumnalEquinox: self = .autumnalEquinox
    case .sports: self = .sports
    case .culture: self = .culture
    case .labourThanksgiving: self = .labourThanksgiving
    case .unspecified, .unrecognized: return nil
    }
  }
}
