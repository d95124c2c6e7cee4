/// The national holidays of Japan from 2007 to 2099 (COM-06): those of the law, the substitutes for
/// Sundays (振替休日) and the days between two holidays (国民の休日), with the changes of an override
/// table where the gazette or a new law moved one.
public struct NationalHolidays: Sendable {
  /// The years whose laws are known.
  public static let years = 2007...2099

  /// As the law stands, without overrides.
  public static let standard = NationalHolidays(named: lawful(), changes: [])

  /// What differs from the law as this program knows it.
  public let changes: [HolidayChange]

  private let days: [CivilDate: Holiday]

  /// The law with `changes` applied in order; substitutes and sandwiched days follow from the result.
  public init(changes: [HolidayChange]) throws(HolidayChangeError) {
    var named = NationalHolidays.lawful()
    for change in changes {
      try named.apply(change)
    }
    self.init(named: named, changes: changes)
  }

  private init(named: NamedDays, changes: [HolidayChange]) {
    self.changes = changes
    var days = named.byDate
    // A substitute wins over a sandwiched day where a day is both.
    for holiday in named.sandwiched() + named.substitutes() {
      days[holiday.date] = holiday
    }
    self.days = days
  }

  private static func lawful() -> NamedDays {
    var named = NamedDays()
    for law in HolidayLaw.all {
      for year in law.years {
        named.insert(law.holiday(in: year), as: law.holiday)
      }
    }
    return named
  }

  /// Which laws, gazette and overrides an answer was computed from, for replaying it (COM-12).
  public var version: String {
    "jp-gazetted-\(HolidayLaw.gazettedThrough)" + (changes.isEmpty ? "" : "+\(changes.count)")
  }

  /// The holiday on `date`, or nil.
  public func holiday(on date: CivilDate) throws(YearOutOfRange) -> Holiday? {
    try YearOutOfRange.check(date.year)
    return days[date]
  }

  /// The holidays of `years`, in order of date.
  public func holidays(in years: ClosedRange<Int>) throws(YearOutOfRange) -> [Holiday] {
    try YearOutOfRange.check(years.lowerBound)
    try YearOutOfRange.check(years.upperBound)
    return days.values.filter { years.contains($0.date.year) }.sorted { $0.date < $1.date }
  }
}

/// A date lies outside the years whose holidays are known.
public struct YearOutOfRange: Error, Hashable, CustomStringConvertible {
  public let year: Int

  public init(year: Int) {
    self.year = year
  }

  /// Nil where `year` is one of ``NationalHolidays/years``.
  public init?(outside year: Int) {
    if NationalHolidays.years.contains(year) { return nil }
    self.year = year
  }

  /// Throws unless `year` is one of ``NationalHolidays/years``.
  public static func check(_ year: Int) throws(YearOutOfRange) {
    guard NationalHolidays.years.contains(year) else { throw YearOutOfRange(year: year) }
  }

  public var description: String {
    let years = NationalHolidays.years
    return "year \(year) lies outside \(years.lowerBound) to \(years.upperBound), "
      + "the years whose holiday laws are known"
  }
}

/// A line of the override table.
public enum HolidayChange: Hashable, Sendable {
  /// The holiday of that year falls on `to`.
  case moved(NamedHoliday, year: Int, to: CivilDate)
  /// The holiday is not observed in that year.
  case dropped(NamedHoliday, year: Int)
  /// A holiday that the law as known does not have.
  case added(LocalizedName, on: CivilDate)
}

/// Why a line of the override table cannot be applied.
public enum HolidayChangeError: Error, Hashable, CustomStringConvertible {
  case yearOutOfRange(YearOutOfRange)
  case notObserved(NamedHoliday, year: Int)
  case alreadyHoliday(CivilDate, LocalizedName)

  public var description: String {
    switch self {
    case .yearOutOfRange(let error): error.description
    case .notObserved(let holiday, let year): "\(holiday.name.en) is not observed in \(year)"
    case .alreadyHoliday(let date, let name): "\(date) is a holiday already: \(name.en)"
    }
  }
}

/// The holidays that have a name of their own: the only ones that make substitutes and sandwiches.
private struct NamedDays {
  private(set) var byDate: [CivilDate: Holiday] = [:]
  private var dates: [Key: CivilDate] = [:]

  private struct Key: Hashable {
    let holiday: NamedHoliday
    let year: Int
  }

  mutating func insert(_ day: Holiday, as holiday: NamedHoliday) {
    byDate[day.date] = day
    dates[Key(holiday: holiday, year: day.date.year)] = day.date
  }

  mutating func apply(_ change: HolidayChange) throws(HolidayChangeError) {
    switch change {
    case .dropped(let holiday, let year):
      _ = try remove(holiday, in: year)
    case .moved(let holiday, let year, let date):
      let old = try remove(holiday, in: year)
      try check(free: date)
      insert(
        Holiday(date: date, name: old.name, kind: old.kind, source: .override), as: holiday)
    case .added(let name, let date):
      try check(free: date)
      byDate[date] = Holiday(date: date, name: name, kind: .specialLaw, source: .override)
    }
  }

  private mutating func remove(
    _ holiday: NamedHoliday, in year: Int
  ) throws(HolidayChangeError) -> Holiday {
    guard let date = dates.removeValue(forKey: Key(holiday: holiday, year: year)),
      let old = byDate.removeValue(forKey: date)
    else { throw .notObserved(holiday, year: year) }
    return old
  }

  private func check(free date: CivilDate) throws(HolidayChangeError) {
    do {
      try YearOutOfRange.check(date.year)
    } catch {
      throw .yearOutOfRange(error)
    }
    if let other = byDate[date] { throw .alreadyHoliday(date, other.name) }
  }

  /// For each holiday on a Sunday the first following day that is not itself a national holiday.
  func substitutes() -> [Holiday] {
    byDate.values.filter { $0.date.weekday == .sunday }.map { sunday in
      var source = sunday.source
      var date = sunday.date.advanced(by: 1)
      while let taken = byDate[date] {
        source = source.weaker(taken.source)
        date = date.advanced(by: 1)
      }
      return Holiday(date: date, name: .substituteHoliday, kind: .substitute, source: source)
    }
  }

  /// Each day that is no national holiday and lies between two.
  func sandwiched() -> [Holiday] {
    byDate.values.compactMap { before in
      let date = before.date.advanced(by: 1)
      guard byDate[date] == nil, let after = byDate[date.advanced(by: 1)] else { return nil }
      return Holiday(
        date: date, name: .citizensHoliday, kind: .sandwiched,
        source: before.source.weaker(after.source))
    }
  }
}
