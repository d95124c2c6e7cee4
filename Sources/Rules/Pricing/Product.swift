import CivilTime

/// One of the products, with everything about it that a contract is made of: data, not code.
public struct Product: Hashable, Sendable {
  /// What a licence is (COM-10).
  public enum LicenceModel: String, Sendable, Hashable, CaseIterable {
    /// 指名ユーザーライセンス: one person's.
    case namedUser = "named-user"
    /// Sharing is allowed, and discouraged.
    case sharedID = "shared-id"
    case perDevice = "per-device"
    case concurrentSession = "concurrent-session"
  }

  /// Who writes the invoice.
  public enum BilledBy: String, Sendable, Hashable, CaseIterable {
    case vendor
    /// The end customer sees no invoices (CARD-10).
    case reseller
    /// Either of them.
    case vendorOrReseller = "vendor-or-reseller"
  }

  /// From what the first term counts.
  public enum TermStart: String, Sendable, Hashable, CaseIterable {
    /// The contract's conclusion, whenever the service starts (TEL-11).
    case conclusion
    /// The first day of the service.
    case activation
    /// The first of the second month after delivery (CARD-04, CARD-06).
    case delivery
  }

  public let code: String
  public let name: LocalizedName
  public let licenceModel: LicenceModel
  public let minimumLicences: Int
  /// Nil where a contract runs on without one.
  public let termLength: Period?
  public let termStart: TermStart
  public let minimumTerm: MinimumTerm?
  public let renewal: Renewal.Mode
  public let cancellation: CancellationTerms
  public let addition: LicenceChange.Addition
  /// Whether a change is applied for, as a contract is, and can be refused (TEL-12).
  public let changesByApplication: Bool
  /// The hours of its desk; nil where the source gives none, or they are the customer's own.
  public let desk: DeskCalendar?
  public let billedBy: BilledBy
  public let items: [CatalogueItem]

  public init(
    _ code: String, _ name: LocalizedName, licenceModel: LicenceModel, minimumLicences: Int = 1,
    termLength: Period?, termStart: TermStart = .activation, minimumTerm: MinimumTerm? = nil,
    renewal: Renewal.Mode, cancellation: CancellationTerms,
    addition: LicenceChange.Addition = .atRenewal(.com10), changesByApplication: Bool = false,
    desk: DeskCalendar? = nil, billedBy: BilledBy = .vendor,
    items: [CatalogueItem]
  ) {
    self.code = code
    self.name = name
    self.licenceModel = licenceModel
    self.minimumLicences = minimumLicences
    self.termLength = termLength
    self.termStart = termStart
    self.minimumTerm = minimumTerm
    self.renewal = renewal
    self.cancellation = cancellation
    self.addition = addition
    self.changesByApplication = changesByApplication
    self.desk = desk
    self.billedBy = billedBy
    self.items = items
  }

  /// The item of that code.
  public subscript(code: String) -> CatalogueItem? { items.first { $0.code == code } }
}
