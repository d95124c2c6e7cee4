/// A day of the week, numbered as in ISO 8601.
public enum Weekday: Int, CaseIterable, Sendable, Hashable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  public var isWeekend: Bool { self == .saturday || self == .sunday }
}

extension Weekday {
  public var name: LocalizedName {
    switch self {
    case .monday: .init(ja: "月曜日", en: "Monday", zh: "星期一")
    case .tuesday: .init(ja: "火曜日", en: "Tuesday", zh: "星期二")
    case .wednesday: .init(ja: "水曜日", en: "Wednesday", zh: "星期三")
    case .thursday: .init(ja: "木曜日", en: "Thursday", zh: "星期四")
    case .friday: .init(ja: "金曜日", en: "Friday", zh: "星期五")
    case .saturday: .init(ja: "土曜日", en: "Saturday", zh: "星期六")
    case .sunday: .init(ja: "日曜日", en: "Sunday", zh: "星期日")
    }
  }
}

extension Weekday: CustomStringConvertible {
  /// `Mon` to `Sun`
  public var description: String {
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][rawValue - 1]
  }
}
