import CivilTime

/// What was sent, an object of JSON a line, for whoever holds the server's answers against it.
struct SentLog: Sendable {
  private(set) var text: [UInt8] = []

  mutating func add(
    _ subject: String, at instant: Instant, _ fields: [(name: String, value: String)]
  ) {
    text += "{\"agent\":\"\(subject)\",\"time\":\"\(instant)\"".utf8
    for (name, value) in fields {
      // Numbers stand as they are; the other values are words of ours, none of which needs an escape.
      let shown = Int64(value) == nil ? "\"\(value)\"" : value
      text += ",\"\(name)\":\(shown)".utf8
    }
    text += "}\n".utf8
  }
}
