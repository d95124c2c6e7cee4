/// A day off that a law makes, in one year.
public struct Holiday: Hashable, Sendable {
  public let date: CivilDate
  public let name: LocalizedName
  public let kind: Kind
  public let source: Source

  public init(date: CivilDate, name: LocalizedName, kind: Kind, source: Source) {
    self.date = date
    self.name = name
    self.kind = kind
    self.source = source
  }

  /// Which rule makes the day a holiday (COM-06).
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// The same day of the month each year.
    case fixed
    /// The nth Monday of a month (ハッピーマンデー).
    case happyMonday
    /// The day of an equinox (春分の日, 秋分の日).
    case equinox
    /// Moved or made by a law for one year: 2019, 2020, 2021.
    case specialLaw
    /// In place of a holiday on a Sunday (振替休日).
    case substitute
    /// Between two national holidays (国民の休日).
    case sandwiched
  }

  /// How firmly the date stands.
  public enum Source: Sendable, Hashable, CaseIterable {
    /// By statute, or an equinox that the gazette has announced.
    case official
    /// From the override table of this service.
    case override
    /// By an equinox formula: the gazette of February of the preceding year may move it. So are the
    /// substitute and sandwiched days that hang on such an equinox.
    case computed

    /// The less firm of two sources on which a date depends.
    func weaker(_ other: Source) -> Source {
      let order: [Source] = [.computed, .override]
      return order.first { $0 == self || $0 == other } ?? .official
    }
  }
}

/// A holiday by name, as the Act on National Holidays (国民の祝日に関する法律) lists them, and the two
/// days that the law on the accession of 2019 made.
public enum NamedHoliday: Sendable, Hashable, CaseIterable {
  case newYear, comingOfAge, nationalFoundation, emperorsBirthday, vernalEquinox, showa
  case constitution, greenery, children, marine, mountain, respectForTheAged, autumnalEquinox
  /// 体育の日, to 2019
  case healthAndSports
  /// スポーツの日, from 2020
  case sports
  case culture, labourThanksgiving
  /// 天皇の即位の日, 2019
  case accession
  /// 即位礼正殿の儀の行われる日, 2019
  case enthronementCeremony

  public var name: LocalizedName {
    switch self {
    case .newYear: .init(ja: "元日", en: "New Year's Day", zh: "元旦")
    case .comingOfAge: .init(ja: "成人の日", en: "Coming of Age Day", zh: "成人节")
    case .nationalFoundation:
      .init(ja: "建国記念の日", en: "National Foundation Day", zh: "建国纪念日")
    case .emperorsBirthday: .init(ja: "天皇誕生日", en: "The Emperor's Birthday", zh: "天皇诞生日")
    case .vernalEquinox: .init(ja: "春分の日", en: "Vernal Equinox Day", zh: "春分日")
    case .showa: .init(ja: "昭和の日", en: "Showa Day", zh: "昭和日")
    case .constitution: .init(ja: "憲法記念日", en: "Constitution Memorial Day", zh: "宪法纪念日")
    case .greenery: .init(ja: "みどりの日", en: "Greenery Day", zh: "绿之日")
    case .children: .init(ja: "こどもの日", en: "Children's Day", zh: "儿童节")
    case .marine: .init(ja: "海の日", en: "Marine Day", zh: "海之日")
    case .mountain: .init(ja: "山の日", en: "Mountain Day", zh: "山之日")
    case .respectForTheAged: .init(ja: "敬老の日", en: "Respect for the Aged Day", zh: "敬老日")
    case .autumnalEquinox: .init(ja: "秋分の日", en: "Autumnal Equinox Day", zh: "秋分日")
    case .healthAndSports: .init(ja: "体育の日", en: "Health and Sports Day", zh: "体育日")
    case .sports: .init(ja: "スポーツの日", en: "Sports Day", zh: "运动日")
    case .culture: .init(ja: "文化の日", en: "Culture Day", zh: "文化日")
    case .labourThanksgiving:
      .init(ja: "勤労感謝の日", en: "Labor Thanksgiving Day", zh: "勤劳感谢日")
    case .accession: .init(ja: "天皇の即位の日", en: "Day of the Accession", zh: "天皇即位日")
    case .enthronementCeremony:
      .init(
        ja: "即位礼正殿の儀の行われる日", en: "Day of the Enthronement Ceremony", zh: "即位礼正殿之仪举行日")
    }
  }
}

extension LocalizedName {
  /// 振替休日
  static let substituteHoliday = LocalizedName(
    ja: "振替休日", en: "Substitute Holiday", zh: "补休日")
  /// 国民の休日
  static let citizensHoliday = LocalizedName(
    ja: "国民の休日", en: "Citizens' Holiday", zh: "国民休息日")
}
