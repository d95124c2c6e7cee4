import CivilTime

/// The calendars that the rule book itself fixes. Company closed days are the tenant's: none here.
public enum DeskCalendar: String, Sendable, CaseIterable {
  /// Monday to Friday, whole days: for counting business days (COM-05).
  case businessDays = "business-days"
  /// 09:30-17:30 (CARD-23)
  case cardSupportDesk = "card-support-desk"
  /// 10:00-17:00 (SUP-20)
  case supportCallCentre = "support-call-centre"
  /// 09:00-11:45 and 13:00-17:00 (TEL-42)
  case teleworkPhoneDesk = "telework-phone-desk"

  /// The calendar; its id is the raw value.
  public var calendar: BusinessCalendar {
    BusinessCalendar(id: rawValue, name: name, hours: hours)
  }

  private var name: LocalizedName {
    switch self {
    case .businessDays: .init(ja: "営業日", en: "Business days", zh: "营业日")
    case .cardSupportDesk:
      .init(ja: "名刺サポート窓口", en: "Business-card support desk", zh: "名片支持窗口")
    case .supportCallCentre: .init(ja: "コールセンター", en: "Call centre", zh: "呼叫中心")
    case .teleworkPhoneDesk:
      .init(ja: "テレワーク電話窓口", en: "Telework phone desk", zh: "远程办公电话窗口")
    }
  }

  private var hours: WeeklyHours {
    switch self {
    case .businessDays: WeeklyHours(mondayToFriday: .wholeDay)
    case .cardSupportDesk: WeeklyHours(mondayToFriday: WorkingWindow(literal: (9, 30), (17, 30)))
    case .supportCallCentre:
      WeeklyHours(mondayToFriday: WorkingWindow(literal: (10, 0), (17, 0)))
    case .teleworkPhoneDesk:
      WeeklyHours(
        mondayToFriday: WorkingWindow(literal: (9, 0), (11, 45)),
        WorkingWindow(literal: (13, 0), (17, 0)))
    }
  }
}
