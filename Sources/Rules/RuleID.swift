/// The rules of the rule book that the functions of this module apply. The ids are stable: traces,
/// answers and tests name them.
public enum RuleID: String, Sendable, Hashable, CaseIterable {
  // What the five products share.

  /// A day is a day in Japan.
  case com01 = "COM-01"
  /// Windows are half-open.
  case com02 = "COM-02"
  /// Months clamp from the anchor.
  case com03 = "COM-03"
  /// Periods exclude their first day and may roll.
  case com04 = "COM-04"
  /// What a business day is.
  case com05 = "COM-05"
  /// What a national holiday is.
  case com06 = "COM-06"
  /// Tax is rounded once per invoice and rate.
  case com08 = "COM-08"
  /// Interest and penalties bear no tax.
  case com09 = "COM-09"
  /// Four licence models.
  case com10 = "COM-10"
  /// Each product ends its own way.
  case com11 = "COM-11"
  /// A contract keeps its catalogue version.
  case com13 = "COM-13"

  // Business cards.

  /// What an introduction has to contain.
  case card02 = "CARD-02"
  /// Start information within 8 or 12 business days.
  case card03 = "CARD-03"
  /// Billing starts in the second month after delivery.
  case card04 = "CARD-04"
  /// The setup period before it.
  case card05 = "CARD-05"
  /// A term of one year.
  case card06 = "CARD-06"
  /// Notice 30 days before the term's end.
  case card07 = "CARD-07"
  /// Without notice another year.
  case card08 = "CARD-08"
  /// What costs more.
  case card09 = "CARD-09"
  /// A licence is one person's.
  case card11 = "CARD-11"
  /// Who only looks needs a licence too.
  case card12 = "CARD-12"
  /// At least five licences.
  case card13 = "CARD-13"
  /// A card's side counts as one.
  case card15 = "CARD-15"
  /// Included sides first, then packs.
  case card16 = "CARD-16"
  /// Answer by the next business day.
  case card24 = "CARD-24"
  /// Minor maintenance from 01:00 to 06:00.
  case card25 = "CARD-25"
  /// Stopping maintenance is announced.
  case card26 = "CARD-26"
  /// Trials end in a purge or a contract.
  case card28 = "CARD-28"

  // Support and the call centre.

  /// News of versions.
  case sup02 = "SUP-02"
  /// The free form promises no time.
  case sup03 = "SUP-03"
  /// Who may open a case.
  case sup04 = "SUP-04"
  /// What the free form takes on.
  case sup05 = "SUP-05"
  /// Leavers' seats are freed.
  case sup09 = "SUP-09"
  /// The annual fee of paid support.
  case sup11 = "SUP-11"
  /// A unit for each half hour begun.
  case sup12 = "SUP-12"
  /// Rounded per handling, merged before the report.
  case sup13 = "SUP-13"
  /// Lots of ten units, a year each.
  case sup14 = "SUP-14"
  /// Earliest expiry first, all or nothing.
  case sup15 = "SUP-15"
  /// The notice of consumption.
  case sup16 = "SUP-16"
  /// Support that is paid for wants a contract.
  case sup17 = "SUP-17"
  /// What the call centre takes on.
  case sup19 = "SUP-19"
  /// The call centre's hours.
  case sup20 = "SUP-20"
  /// The call centre's tiers.
  case sup21 = "SUP-21"
  /// A tier holds for a contract year.
  case sup22 = "SUP-22"
  /// The call centre starts when it is prepared.
  case sup23 = "SUP-23"
  /// What paid support takes on.
  case sup24 = "SUP-24"

  // Telework.

  /// Changes of terms are posted 30 days ahead.
  case tel04 = "TEL-04"
  /// Inquiries come from registered administrators.
  case tel05 = "TEL-05"
  /// When a notice counts as delivered.
  case tel06 = "TEL-06"
  /// An application may be refused.
  case tel09 = "TEL-09"
  /// Acceptance concludes.
  case tel10 = "TEL-10"
  /// One year from conclusion.
  case tel11 = "TEL-11"
  /// Added accounts pay by the month.
  case tel13 = "TEL-13"
  /// Ends on the last day of the month after receipt.
  case tel14 = "TEL-14"
  /// The vendor may terminate for cause.
  case tel15 = "TEL-15"
  /// The vendor may terminate with 30 days' notice.
  case tel16 = "TEL-16"
  /// States of a contract.
  case tel18 = "TEL-18"
  /// Discontinuation with 30 days' notice.
  case tel19 = "TEL-19"
  /// Nothing is refunded.
  case tel20 = "TEL-20"
  /// Late interest of 14.6 %.
  case tel21 = "TEL-21"
  /// The vendor may suspend for maintenance.
  case tel23 = "TEL-23"
  /// Confidential information: 7 days, 3 years.
  case tel24 = "TEL-24"
  /// Erasure one month after the end.
  case tel27 = "TEL-27"
  /// Punches of work and tasks.
  case tel29 = "TEL-29"
  /// Day and night but for announced stops.
  case tel39 = "TEL-39"
  /// Data of three months before the present one.
  case tel40 = "TEL-40"
  /// No reply within a week is acceptance.
  case tel41 = "TEL-41"
  /// First answer within three hours of the desk.
  case tel43 = "TEL-43"

  // Meetings.

  /// Cancellation at a month's end, a month ahead.
  case mtg02 = "MTG-02"
  /// Fees run to the end month.
  case mtg03 = "MTG-03"
  /// The fee of the remaining months.
  case mtg04 = "MTG-04"

  // Pop-ups.

  /// 30 yen for a call that pops up.
  case cti03 = "CTI-03"
  /// Half of it for employees.
  case cti04 = "CTI-04"
  /// Nothing for spam.
  case cti05 = "CTI-05"
  /// Nothing out of hours.
  case cti06 = "CTI-06"
  /// Which of these rules wins.
  case cti07 = "CTI-07"
  /// Maintenance by the month.
  case cti08 = "CTI-08"
  /// Software by the month and PC.
  case cti09 = "CTI-09"
  /// Twelve months from the month after the start.
  case cti11 = "CTI-11"
  /// The maintenance of the remaining months.
  case cti12 = "CTI-12"
  /// Lists entered for the customer.
  case cti13 = "CTI-13"
  /// Connections in packs of five, by the year.
  case cti14 = "CTI-14"
  /// What counts as a connection.
  case cti15 = "CTI-15"
  /// Packs for a peak.
  case cti16 = "CTI-16"
  /// At most 100 web sessions.
  case cti17 = "CTI-17"
  /// The monthly bill.
  case cti20 = "CTI-20"
  /// Packs bought later.
  case cti21 = "CTI-21"
  /// Reduction at renewal only.
  case cti22 = "CTI-22"
}
