/// A command line that says nothing we can do; the text names the word, what is wrong with it, and
/// what is allowed.
struct UsageError: Error, Hashable, CustomStringConvertible {
  let description: String
  /// What is wrong in particular, each on a line of its own.
  let details: [String]

  init(_ description: String, details: [String] = []) {
    self.description = description
    self.details = details
  }
}

/// What went wrong here although the call went well: a file that cannot be written, pictures that the
/// server refused.
struct LocalFailure: Error, Hashable, CustomStringConvertible {
  let description: String
}
