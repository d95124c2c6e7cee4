import RPC

/// In which order a list comes: a field that the method lists, then the row's own key (AIP-132).
///
///     time desc
///
/// A method says which fields it sorts by and which columns they are. Its page tokens are bound to the text.
struct Order: Sendable {
  /// A field to sort by.
  struct Field: Sendable {
    let name: String
    /// Expressions of SQL, the last of which no two rows share.
    let columns: [String]

    init(_ name: String, columns: String...) {
      self.name = name
      self.columns = columns
    }
  }

  let field: Field
  let isDescending: Bool

  /// Reads an order; an empty one is by the first field.
  ///
  /// - Throws: INVALID_ARGUMENT that says what there is to sort by.
  init(_ text: String, of fields: [Field]) throws(RPCError) {
    let words = text.split { $0 == " " || $0 == "\t" }
    let name = words.first.map(String.init) ?? fields.first?.name
    let direction = words.dropFirst().first?.lowercased()
    guard words.count <= 2, direction == nil || direction == "asc" || direction == "desc",
      let field = fields.first(where: { $0.name == name })
    else {
      let known = fields.map(\.name).joined(separator: ", ")
      throw .invalid(
        [
          .init(
            field: "order_by",
            description: "\"\(text)\" is no order: give one of \(known), alone or with desc")
        ], reason: "ORDER_INVALID")
    }
    self.field = field
    isDescending = direction == "desc"
  }

  /// What follows ORDER BY.
  var clause: String {
    field.columns.map { isDescending ? "\($0) DESC" : $0 }.joined(separator: ", ")
  }

  /// The condition that a row comes behind the one of whose columns the values are, with a `?` for each.
  var isBehind: String {
    let places = field.columns.map { _ in "?" }.joined(separator: ", ")
    return "(\(field.columns.joined(separator: ", "))) \(isDescending ? "<" : ">") (\(places))"
  }
}
