/// A command line that says nothing we can do; the text names the word, what is wrong with it, and
/// what is allowed.
package struct UsageError: Error, Hashable, CustomStringConvertible {
  package let description: String
  /// What is wrong in particular, each on a line of its own.
  package let details: [String]

  package init(_ description: String, details: [String] = []) {
    self.description = description
    self.details = details
  }
}

/// What went wrong here although the call went well: a file that cannot be written, pictures that the
/// server refused.
package struct LocalFailure: Error, Hashable, CustomStringConvertible {
  package let description: String

  package init(description: String) { self.description = description }
}

extension UsageError {
  private static let namesMax = 20

  /// Names what is not there, and the nearest that is; if none is near, what there is.
  package static func unknown(
    _ what: String, _ word: String, of place: String?, among names: [String]
  ) -> UsageError {
    let near = NearestName.find(word, among: names)
    let more = names.count > namesMax ? " and \(names.count - namesMax) more" : ""
    let all = names.prefix(namesMax).joined(separator: ", ") + more
    let hint = near.map { "did you mean \($0)?" } ?? (all.isEmpty ? "" : "there are \(all)")
    return UsageError(
      "\(place.map { $0 + ": " } ?? "")there is no \(what) '\(word)'\(hint.isEmpty ? "" : "; \(hint)")"
    )
  }
}
