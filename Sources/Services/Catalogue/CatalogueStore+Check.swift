import CivilTime
import RPC

extension CatalogueStore {
  /// Throws INVALID_ARGUMENT unless each code is that of a product of the version in effect on a day; every other one
  /// is named.
  ///
  /// - Parameter codes: by the fields of the request.
  func check(_ codes: KeyValuePairs<String, String>, on day: CivilDate) throws {
    try check(codes.map { ($0.key, $0.value) }, on: day)
  }

  /// The same of a list of fields and codes.
  func check(_ codes: [(field: String, code: String)], on day: CivilDate) throws {
    let products = try version(on: day)?.products.map(\.code) ?? []
    var violations = FieldViolations()
    for (field, code) in codes where !products.contains(code) {
      violations.add(
        field,
        "\"\(code)\" is no product: give one of \(products.joined(separator: ", "))")
    }
    try violations.refuse()
  }
}
