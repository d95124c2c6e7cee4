/// The working days and hours of one desk: its weekly hours, less national holidays, less its
/// company's own (COM-05). Defined from 2007 to 2099.
public struct BusinessCalendar: Sendable {
  /// What a request names it by: `card-support-desk`.
  public let id: String
  public let name: LocalizedName
  public let hours: WeeklyHours
  /// The company's own closed days (弊社の定める休業日). The closing of the year's end is one of these,
  /// since only 1 January is a national holiday.
  public let companyHolidays: [CompanyHoliday]
  public let national: NationalHolidays
  private let closed: ClosedDays

  public init(
    id: String, name: LocalizedName, hours: WeeklyHours, companyHolidays: [CompanyHoliday] = [],
    national: NationalHolidays = .standard
  ) {
    self.id = id
    self.name = name
    self.hours = hours
    self.companyHolidays = companyHolidays
    self.national = national
    closed = ClosedDays(companyHolidays)
  }

  /// The same desk of a company that is closed on these days, and no others of its own.
  public func closed(on companyHolidays: [CompanyHoliday]) -> BusinessCalendar {
    BusinessCalendar(
      id: id, name: name, hours: hours, companyHolidays: companyHolidays, national: national)
  }

  /// Every reason why `date` is no business day; none means that it is one.
  public func reasonsClosed(on date: CivilDate) throws(YearOutOfRange) -> [ClosedReason] {
    var reasons: [ClosedReason] = []
    if hours[date.weekday].isEmpty { reasons.append(.weekday(date.weekday)) }
    if let holiday = try national.holiday(on: date) { reasons.append(.nationalHoliday(holiday)) }
    reasons += closed.names(on: date).map { .companyHoliday($0) }
    return reasons
  }

  /// Whether `date` is a business day (営業日).
  public func isBusinessDay(_ date: CivilDate) throws(YearOutOfRange) -> Bool {
    let holiday = try national.holiday(on: date)
    return holiday == nil && !hours[date.weekday].isEmpty
      && closed.names(on: date).isEmpty
  }

  /// The working windows on `date`, in order; none unless it is a business day.
  public func windows(on date: CivilDate) throws(YearOutOfRange) -> [WorkingWindow] {
    try isBusinessDay(date) ? hours[date.weekday] : []
  }

  /// Whether the desk works at `instant`: 17:30:00.000 is outside of 09:30-17:30 (COM-02).
  public func isOpen(at instant: Instant) throws(YearOutOfRange) -> Bool {
    let local = JST.dateTime(of: instant)
    return try windows(on: local.date).contains { $0.contains(local.time) }
  }
}

/// Why a day is no business day.
public enum ClosedReason: Hashable, Sendable {
  /// The desk has no hours on that weekday.
  case weekday(Weekday)
  case nationalHoliday(Holiday)
  case companyHoliday(LocalizedName)
}

extension ClosedReason {
  /// The weekday's or the holiday's name.
  public var name: LocalizedName {
    switch self {
    case .weekday(let weekday): weekday.name
    case .nationalHoliday(let holiday): holiday.name
    case .companyHoliday(let name): name
    }
  }
}

/// A day on which a company is closed, every year or once.
public struct CompanyHoliday: Hashable, Sendable {
  public let day: Day
  public let name: LocalizedName

  public enum Day: Hashable, Sendable {
    /// Each year; 29 February falls in leap years only.
    case annual(month: Int, day: Int)
    case once(CivilDate)
  }

  public init(_ day: Day, name: LocalizedName) {
    self.day = day
    self.name = name
  }

  /// The date in `year`, if it falls in it.
  public func date(in year: Int) -> CivilDate? {
    switch day {
    case .annual(let month, let day): CivilDate(year: year, month: month, day: day)
    case .once(let once): once.year == year ? once : nil
    }
  }
}

/// A company's closed days by date, since counts ask for thousands of days.
private struct ClosedDays: Sendable {
  /// By month and day: 1229.
  private var annual: [Int: [LocalizedName]] = [:]
  private var once: [CivilDate: [LocalizedName]] = [:]

  init(_ holidays: [CompanyHoliday]) {
    for holiday in holidays {
      switch holiday.day {
      case .annual(let month, let day): annual[month * 100 + day, default: []].append(holiday.name)
      case .once(let date): once[date, default: []].append(holiday.name)
      }
    }
  }

  func names(on date: CivilDate) -> [LocalizedName] {
    if annual.isEmpty && once.isEmpty { return [] }
    let (_, month, day) = date.civil
    return (annual[month * 100 + day] ?? []) + (once[date] ?? [])
  }
}
