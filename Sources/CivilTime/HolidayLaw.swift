/// One line of the law: a holiday, the rule for its day, the years in which that rule stood.
struct HolidayLaw {
  let holiday: NamedHoliday
  let rule: DayRule
  let years: ClosedRange<Int>

  init(_ holiday: NamedHoliday, _ rule: DayRule, _ years: ClosedRange<Int>) {
    self.holiday = holiday
    self.rule = rule
    self.years = years
  }

  /// The day in a year of ``years``.
  func holiday(in year: Int) -> Holiday {
    let source: Holiday.Source =
      rule.kind == .equinox && year > HolidayLaw.gazettedThrough ? .computed : .official
    return Holiday(date: rule.date(in: year), name: holiday.name, kind: rule.kind, source: source)
  }

  /// The last year whose equinoxes the gazette has announced (暦要項, each February for the year
  /// after). Equinoxes up to here are official; the formula gave the same days.
  static let gazettedThrough = 2027

  /// The Act on National Holidays as it stood in each year, with the laws for 2019 (accession), 2020
  /// and 2021 (Olympic games). Source: COM-06.
  static let all: [HolidayLaw] = [
    .init(.newYear, .fixed(1, 1), 2007...2099),
    .init(.comingOfAge, .monday(2, ofMonth: 1), 2007...2099),
    .init(.nationalFoundation, .fixed(2, 11), 2007...2099),
    .init(.emperorsBirthday, .fixed(12, 23), 2007...2018),
    .init(.emperorsBirthday, .fixed(2, 23), 2020...2099),
    .init(.vernalEquinox, .marchEquinox, 2007...2099),
    .init(.showa, .fixed(4, 29), 2007...2099),
    .init(.accession, .special(5, 1), 2019...2019),
    .init(.constitution, .fixed(5, 3), 2007...2099),
    .init(.greenery, .fixed(5, 4), 2007...2099),
    .init(.children, .fixed(5, 5), 2007...2099),
    .init(.marine, .monday(3, ofMonth: 7), 2007...2019),
    .init(.marine, .special(7, 23), 2020...2020),
    .init(.marine, .special(7, 22), 2021...2021),
    .init(.marine, .monday(3, ofMonth: 7), 2022...2099),
    .init(.mountain, .fixed(8, 11), 2016...2019),
    .init(.mountain, .special(8, 10), 2020...2020),
    .init(.mountain, .special(8, 8), 2021...2021),
    .init(.mountain, .fixed(8, 11), 2022...2099),
    .init(.respectForTheAged, .monday(3, ofMonth: 9), 2007...2099),
    .init(.autumnalEquinox, .septemberEquinox, 2007...2099),
    .init(.healthAndSports, .monday(2, ofMonth: 10), 2007...2019),
    .init(.sports, .special(7, 24), 2020...2020),
    .init(.sports, .special(7, 23), 2021...2021),
    .init(.sports, .monday(2, ofMonth: 10), 2022...2099),
    .init(.enthronementCeremony, .special(10, 22), 2019...2019),
    .init(.culture, .fixed(11, 3), 2007...2099),
    .init(.labourThanksgiving, .fixed(11, 23), 2007...2099),
  ]
}

/// How a law names the day of a holiday.
enum DayRule {
  /// Month and day.
  case fixed(Int, Int)
  /// Month and day, by a law for that year alone.
  case special(Int, Int)
  /// The nth Monday of a month.
  case monday(Int, ofMonth: Int)
  case marchEquinox
  case septemberEquinox

  var kind: Holiday.Kind {
    switch self {
    case .fixed: .fixed
    case .special: .specialLaw
    case .monday: .happyMonday
    case .marchEquinox, .septemberEquinox: .equinox
    }
  }

  /// The day in a year from 2007 to 2099.
  func date(in year: Int) -> CivilDate {
    switch self {
    case .fixed(let month, let day), .special(let month, let day):
      return CivilDate(literal: year, month, day)
    case .monday(let nth, let month):
      let first = CivilDate(literal: year, month, 1)
      let toMonday = (8 - first.weekday.rawValue) % 7
      return first.advanced(by: toMonday + 7 * (nth - 1))
    case .marchEquinox:
      return CivilDate(literal: year, 3, DayRule.equinoxDay(208_431, in: year))
    case .septemberEquinox:
      return CivilDate(literal: year, 9, DayRule.equinoxDay(232_488, in: year))
    }
  }

  /// The day of the month of an equinox, valid from 1980 to 2099 (COM-06):
  /// `floor(base + 0.242194·(y−1980)) − floor((y−1980)/4)`, in integers, `base` in ten-thousandths.
  private static func equinoxDay(_ base: Int, in year: Int) -> Int {
    let years = year - 1980
    return (base * 100 + 242_194 * years) / 1_000_000 - years / 4
  }
}
