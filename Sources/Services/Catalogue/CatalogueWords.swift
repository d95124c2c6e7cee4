import MadoAPI
import Rules

// The enums of the catalogue, in the schema's words and in the rules'.

extension Contracts.LicenceModel: WordOfRules {
  typealias Rule = Product.LicenceModel
  static var prefix: String { "LICENCE_MODEL_" }
}

extension Contracts.TermStart: WordOfRules {
  typealias Rule = Product.TermStart
  static var prefix: String { "TERM_START_" }
}

extension Contracts.BilledBy: WordOfRules {
  typealias Rule = Product.BilledBy
  static var prefix: String { "BILLED_BY_" }
}

extension Contracts.Ending: WordOfRules {
  typealias Rule = CancellationTerms.Ending
  static var prefix: String { "ENDING_" }
}

extension Contracts.PenaltyFee: WordOfRules {
  typealias Rule = CancellationTerms.PenaltyFee
  static var prefix: String { "PENALTY_FEE_" }
}

extension Contracts.FeeClass: WordOfRules {
  typealias Rule = CatalogueItem.Class
  static var prefix: String { "FEE_CLASS_" }
}

extension Contracts.Charge: WordOfRules {
  typealias Rule = CatalogueItem.Charge
  static var prefix: String { "CHARGE_" }
}

extension Contracts.CountedBy: WordOfRules {
  typealias Rule = CatalogueItem.Per
  static var prefix: String { "COUNTED_BY_" }
}

extension Shared.TaxRounding: WordOfRules {
  typealias Rule = TaxRounding
  static var prefix: String { "TAX_ROUNDING_" }
}

extension Contracts.ContractState: WordOfRules {
  typealias Rule = ContractLife.State
  static var prefix: String { "CONTRACT_STATE_" }
}

extension Contracts.RenewalMode {
  /// What the source does not state has a word of its own, since the first value of an enum says nothing.
  init(_ mode: Renewal.Mode) {
    switch mode {
    case .auto: self = .auto
    case .none: self = .none
    case .unspecified: self = .unstated
    }
  }

  var rule: Renewal.Mode? {
    switch self {
    case .auto: .auto
    case .none: Renewal.Mode.none
    case .unstated: .unspecified
    case .unspecified, .unrecognized: nil
    }
  }
}
