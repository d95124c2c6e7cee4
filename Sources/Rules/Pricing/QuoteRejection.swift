extension Quote {
  /// Why nothing is quoted, in order of precedence.
  public enum Rejection: Refusal {
    case productUnknown(String)
    case itemUnknown(String)
    case licences(LicenceCount.Rejection)
    /// More licences than the table of prices has.
    case individualQuote(licences: Int, last: Int)
    case quantityNotPositive(item: String, Int)
    /// An item that is counted by the unit wants a quantity; another takes none.
    case quantityMissing(item: String)
    case quantityUnasked(item: String)
    /// No order is complete without it (CARD-02).
    case mandatoryItemMissing(item: String)
    /// The catalogue has no price for it and the order gives none.
    case priceUnpublished(item: String)
    /// The catalogue's own price holds.
    case pricePublished(item: String, Yen)
    case priceNegative(item: String, Yen)
    case totals(InvoiceTotals.Rejection)
    case amountTooLarge

    public var fault: Fault {
      switch self {
      case .productUnknown(let code):
        Fault(
          .invalid, "PRODUCT_UNKNOWN", field: "product", value: code,
          limit: "a product of the catalogue", fix: "list the catalogue")
      case .itemUnknown(let code):
        Fault(
          .invalid, "ITEM_UNKNOWN", field: "items", value: code, limit: "an item of the product",
          fix: "list the product's items")
      case .licences(let rejection): rejection.fault
      case .individualQuote(let licences, let last):
        Fault(
          .outOfRange, "INDIVIDUAL_QUOTE", field: "licences", value: String(licences),
          limit: "\(last) or fewer", fix: "ask for an individual quote")
      case .quantityNotPositive(let item, let count):
        Fault(
          .invalid, "QUANTITY_NOT_POSITIVE", field: "quantities.\(item)", value: String(count),
          limit: "1 or more", fix: "leave out what is not ordered")
      case .quantityMissing(let item):
        Fault(
          .invalid, "QUANTITY_MISSING", field: "quantities.\(item)", value: "nothing",
          limit: "1 or more", fix: "say how many")
      case .quantityUnasked(let item):
        Fault(
          .invalid, "QUANTITY_UNASKED", field: "quantities.\(item)", value: "a quantity",
          limit: "none", fix: "it is counted by the contract or by its licences")
      case .mandatoryItemMissing(let item):
        Fault(
          .state, "MISSING_MANDATORY_ITEM", field: "items", value: "without \(item)",
          limit: "every mandatory item", fix: "add \(item), at zero yen if need be")
      case .priceUnpublished(let item):
        Fault(
          .state, "PARAMETER_MISSING", field: "prices.\(item)", value: "nothing",
          limit: "0 yen or more", fix: "give the price: the catalogue publishes none")
      case .pricePublished(let item, let price):
        Fault(
          .invalid, "PRICE_PUBLISHED", field: "prices.\(item)", value: price.description,
          limit: "none", fix: "the catalogue's price holds: leave it out")
      case .priceNegative(let item, let price):
        Fault(
          .invalid, "PRICE_NEGATIVE", field: "prices.\(item)", value: price.description,
          limit: "0 yen or more", fix: "give what one costs")
      case .totals(let rejection): rejection.fault
      case .amountTooLarge: .amountTooLarge("quantities")
      }
    }
  }
}
