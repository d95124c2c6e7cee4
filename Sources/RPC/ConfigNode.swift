import Protobuf

/// A value of a service config's JSON with the place where it stands, for errors that name it.
struct ConfigNode {
  typealias Invalid = ServiceConfig.Invalid

  let path: String
  let value: GoogleProtobuf.Value

  func invalid(_ problem: String) -> Invalid { Invalid(field: path, problem: problem) }

  private func mismatch(_ allowed: String) -> Invalid {
    let text = (try? value.json()) ?? "this"
    return invalid(
      "\(text.count > 64 ? text.prefix(64) + "…" : text) is not allowed; give \(allowed)")
  }

  func object() throws(Invalid) -> ConfigObject {
    guard case .structValue(let object) = value.kind else {
      throw mismatch("an object such as {\"name\": 1}")
    }
    return ConfigObject(path: path, members: object.fields)
  }

  func array() throws(Invalid) -> [ConfigNode] {
    guard case .listValue(let list) = value.kind else { throw mismatch("a list in brackets") }
    return list.values.enumerated().map { ConfigNode(path: "\(path)[\($0)]", value: $1) }
  }

  func text() throws(Invalid) -> String {
    guard case .stringValue(let text) = value.kind else { throw mismatch("a text in quotes") }
    return text
  }

  func bool() throws(Invalid) -> Bool {
    guard case .boolValue(let flag) = value.kind else { throw mismatch("true or false") }
    return flag
  }

  /// A whole number, as a number or in quotes.
  func integer(_ range: ClosedRange<Int>) throws(Invalid) -> Int {
    let number: Int? =
      switch value.kind {
      case .numberValue(let number): Int(exactly: number)
      case .stringValue(let text): Int(text)
      default: nil
      }
    guard let number, range.contains(number) else {
      throw mismatch("a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func positive() throws(Invalid) -> Double {
    guard case .numberValue(let number) = value.kind, number > 0, number.isFinite else {
      throw mismatch("a number above 0")
    }
    return number
  }

  /// A duration as protobuf's JSON has it: `"1.5s"`.
  func duration(from shortest: Duration) throws(Invalid) -> Duration {
    guard case .stringValue = value.kind, let json = try? value.json(),
      let duration = try? GoogleProtobuf.Duration(json: json)
    else { throw mismatch("seconds such as \"1.5s\"") }
    let length = Duration.seconds(duration.seconds) + .nanoseconds(Int64(duration.nanos))
    guard length >= shortest else {
      throw mismatch(shortest == .zero ? "\"0s\" or more" : "more than \"0s\"")
    }
    return length
  }

  /// A status code by its name or its number.
  func code() throws(Invalid) -> Code {
    let code: Code? =
      switch value.kind {
      case .stringValue(let text): Code.allCases.first { $0.name == text.uppercased() }
      case .numberValue(let number): Int32(exactly: number).flatMap(Code.init(rawValue:))
      default: nil
      }
    guard let code, code != .ok else {
      throw mismatch("the name or the number of a status other than OK, such as \"UNAVAILABLE\"")
    }
    return code
  }
}

/// The members of an object of a service config.
struct ConfigObject {
  let path: String
  let members: [String: GoogleProtobuf.Value]

  var names: [String] { members.keys.sorted() }

  /// A member; null is none.
  subscript(name: String) -> ConfigNode? {
    guard let value = members[name] else { return nil }
    if case .nullValue = value.kind { return nil }
    return ConfigNode(path: path.isEmpty ? name : "\(path).\(name)", value: value)
  }

  func required(_ name: String) throws(ConfigNode.Invalid) -> ConfigNode {
    guard let node = self[name] else {
      throw ConfigNode.Invalid(field: path, problem: "\(name) is missing")
    }
    return node
  }
}
