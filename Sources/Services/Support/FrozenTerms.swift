import CivilTime
import MadoAPI
import Rules
import SQLite

/// What a case keeps of its policy and its calendar as they are when it is opened: whatever becomes of them, its clocks
/// run by these.
extension Support.FrozenTerms {
  /// A policy, with its calendar and the holidays as they are now.
  init(_ policy: Support.SlaPolicy, _ connection: Connection) throws {
    let kept = try CalendarStore(.ofTheVendor, connection).calendar(policy.calendarId)
    let desk = DeskCalendar(rawValue: policy.calendarId)
    guard let calendar = kept ?? desk.map({ Calendar.BusinessCalendar($0.calendar) }) else {
      throw DamagedRow(table: "sla_policy")
    }
    self.init(
      policy: policy, calendar: calendar, overrides: try OverrideStore(connection).all())
    calendarVersion = try national.version
  }

  /// The calendar as it was.
  ///
  /// - Throws: ``DamagedRow`` for what is none.
  var frozenCalendar: BusinessCalendar {
    get throws {
      guard let found = calendar?.calendar(try national) else {
        throw DamagedRow(table: "support_case")
      }
      return found
    }
  }

  private var national: NationalHolidays {
    get throws {
      let changes = overrides.flatMap(\.known)
      // What was right when it was put is right for ever, unless a later program knows more of the law.
      return try changes.isEmpty
        ? .standard : (try? NationalHolidays(changes: changes)) ?? .standard
    }
  }

  /// The calendars that a policy may name: those of the rule book, and those that the vendor keeps.
  static func calendars(_ connection: Connection) throws -> [String] {
    DeskCalendar.allCases.map(\.rawValue)
      + (try CalendarStore(.ofTheVendor, connection).all().map(\.id))
  }
}
