/// What incoming calls cost, from the catalogue's items (CTI-03 to 05, CTI-13).
public struct CallRates: Hashable, Sendable {
  /// How lists that the vendor enters are charged: one way in a contract (CTI-13).
  public enum ListInput: String, Sendable, Hashable, CaseIterable {
    case none
    /// On top of each pop-up that is charged.
    case perPopUp = "per-pop-up"
    /// For each entry; calls cost nothing more.
    case perEntry = "per-entry"
  }

  /// Without what lists cost on top.
  public let standard: Yen
  public let employee: Yen
  public let spam: Yen
  /// On top of a standard or employee's call.
  public let surcharge: Yen
  /// Whether calls out of hours cost as any other while somebody is signed in (CTI-06): a stricter
  /// contract's.
  public let chargesStaffedOutOfHours: Bool
  private let standardSum: Yen
  private let employeeSum: Yen

  /// Nil if a call and what lists cost on top do not fit an amount.
  public init?(
    standard: Yen = 30, employee: Yen = 15, spam: Yen = 0, surcharge: Yen = 0,
    chargesStaffedOutOfHours: Bool = false
  ) {
    guard let standardSum = try? standard.plus(surcharge),
      let employeeSum = try? employee.plus(surcharge)
    else { return nil }
    self.standard = standard
    self.employee = employee
    self.spam = spam
    self.surcharge = surcharge
    self.chargesStaffedOutOfHours = chargesStaffedOutOfHours
    self.standardSum = standardSum
    self.employeeSum = employeeSum
  }

  /// What a call costs that a rule matches.
  public func price(of match: RatedCall.Match) -> Yen {
    switch match {
    case .notShown, .outOfHours: .zero
    case .spam: spam
    case .employee: employeeSum
    case .standard: standardSum
    }
  }

  /// The rates of a product's items; nil if it has none for calls.
  public init?(
    _ product: Product, listInput: ListInput = .none, chargesStaffedOutOfHours: Bool = false
  ) {
    func price(_ code: String) -> Yen? {
      if case .fixed(let yen)? = product[code]?.price { yen } else { nil }
    }
    guard let standard = price("pop-up"), let employee = price("pop-up-employee"),
      let spam = price("pop-up-spam"), let list = price("list-pop-up")
    else { return nil }
    self.init(
      standard: standard, employee: employee, spam: spam,
      surcharge: listInput == .perPopUp ? list : .zero,
      chargesStaffedOutOfHours: chargesStaffedOutOfHours)
  }
}

/// A call as it is rated.
public struct RatedCall: Hashable, Sendable {
  /// Which rule made the price (CTI-07), in order of precedence.
  public enum Match: String, Sendable, Hashable, CaseIterable {
    /// No client was there to show it (CTI-03).
    case notShown = "not-shown"
    /// On a closed day or out of hours (CTI-06).
    case outOfHours = "out-of-hours"
    case spam
    case employee
    case standard

    public var rule: RuleID {
      switch self {
      case .notShown, .standard: .cti03
      case .outOfHours: .cti06
      case .spam: .cti05
      case .employee: .cti04
      }
    }
  }

  public let match: Match
  public let price: Yen

  /// Whether an entry may be made in the history of this call: not of spam, whatever else it was (CTI-05).
  public let allowsHistory: Bool
}
