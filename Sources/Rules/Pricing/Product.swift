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

  public let code: String
  public let name: LocalizedName
  public let licenceModel: LicenceModel
  public let minimumLicences: Int
  /// Nil where a contract runs on without one.
  public let termLength: Period?
  public let minimumTerm: MinimumTerm?
  public let renewal: Renewal.Mode
  public let cancellation: CancellationTerms
  public let addition: LicenceChange.Addition
  /// The hours of its desk; nil where the source gives none, or they are the customer's own.
  public let desk: DeskCalendar?
  public let billedBy: BilledBy
  public let items: [CatalogueItem]

  public init(
    _ code: String, _ name: LocalizedName, licenceModel: LicenceModel, minimumLicences: Int = 1,
    termLength: Period?, minimumTerm: MinimumTerm? = nil, renewal: Renewal.Mode,
    cancellation: CancellationTerms, addition: LicenceChange.Addition = .atRenewal(.com10),
    desk: DeskCalendar? = nil, billedBy: BilledBy = .vendor,
    items: [CatalogueItem]
  ) {
    self.code = code
    self.name = name
    self.licenceModel = licenceModel
    self.minimumLicences = minimumLicences
    self.termLength = termLength
    self.minimumTerm = minimumTerm
    self.renewal = renewal
    self.cancellation = cancellation
    self.addition = addition
    self.desk = desk
    self.billedBy = billedBy
    self.items = items
  }

  /// The item of that code.
  public subscript(code: String) -> CatalogueItem? { items.first { $0.code == code } }
}
