import Buffers
import Calling
import Files
import Protobuf

extension Flag {
  /// What a word on the command line means for the field; throws the sentence that says why not.
  func value(_ word: String) throws(UsageError) -> JSONTree {
    if kind == .bytes, word.hasPrefix("@") {
      let content = try contents(of: String(word.dropFirst()))
      return .string(Base64.json.encode(content))
    }
    guard let tree = kind.tree(word) else {
      let near = kind.nearest(to: word).map { "; did you mean \($0)?" } ?? ""
      throw UsageError("--\(name): '\(word)' is not allowed; give \(kind.allowed)\(near)")
    }
    return tree
  }

  /// Puts a value into a request: in the place of an older one, or behind it.
  func put(_ value: JSONTree, into request: inout JSONTree) {
    request.update(path[...]) { field in
      switch kind {
      case .entry: field = .object(field.members + value.members)
      default: field = isRepeated ? .array(field.elements + [value]) : value
      }
    }
  }

  private func contents(of path: String) throws(UsageError) -> [UInt8] {
    do throws(FileError) {
      return try LinuxFileSystem().contents(of: path)
    } catch {
      throw UsageError("--\(name): \(error)")
    }
  }
}

extension Flag.Kind {
  fileprivate func tree(_ word: String) -> JSONTree? {
    switch self {
    case .bool: word == "true" ? .bool(true) : word == "false" ? .bool(false) : nil
    case .int32: Int32(word).map { .number("\($0)") }
    case .int64: Int64(word).map { .string("\($0)") }
    case .uint32: UInt32(word).map { .number("\($0)") }
    case .uint64: UInt64(word).map { .string("\($0)") }
    case .float, .double: Double(word).map { $0.isFinite ? .number("\($0)") : .string(word) }
    case .string: .string(word)
    case .timestamp: text(word, as: GoogleProtobuf.Timestamp.self)
    case .duration:
      text(word, as: GoogleProtobuf.Duration.self)
        ?? (try? Timeout.parse(word)).map { .string(GoogleProtobuf.Duration.text($0)) }
    case .bytes: Base64.json.decode(word).map { _ in .string(word) }
    case .choice(let names): names.contains(word) ? .string(word) : shortChoice(word, names)
    case .date: date(word)
    case .entry(let kind): entry(word, kind)
    case .json: try? JSONParser.parse(word)
    }
  }

  /// A text that is the JSON form of a message.
  private func text<M: Message>(_ word: String, as type: M.Type) -> JSONTree? {
    let tree = JSONTree.string(word)
    return (try? M(json: tree.text)).map { _ in tree }
  }

  /// The choice that is `word` behind what all names begin with, whatever its case: `billing` for
  /// `VENDOR_ROLE_BILLING`, beside `VENDOR_ROLE_SUPER_BILLING`; else the one that ends with it, nil when there are
  /// several.
  private func shortChoice(_ word: String, _ names: [String]) -> JSONTree? {
    guard !word.isEmpty else { return nil }
    let end = "_" + word.uppercased().split(separator: "-").joined(separator: "_")
    let matches = names.filter { $0.hasSuffix(end) }
    let whole = matches.first { name in
      let beginning = name.dropLast(end.count - 1)
      return names.allSatisfy { $0.hasPrefix(beginning) }
    }
    return (whole ?? (matches.count == 1 ? matches[0] : nil)).map { .string($0) }
  }

  private func date(_ word: String) -> JSONTree? {
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    let members = zip(["year", "month", "day"], parts).compactMap { name, digits in
      Int(digits).map { JSONTree.Member(name: name, value: .number("\($0)")) }
    }
    return .object(members)
  }

  private func entry(_ word: String, _ kind: Flag.Kind) -> JSONTree? {
    guard let equals = word.firstIndex(of: "="),
      let value = kind.tree(String(word[word.index(after: equals)...]))
    else { return nil }
    return .object([JSONTree.Member(name: String(word[..<equals]), value: value)])
  }

  fileprivate func nearest(to word: String) -> String? {
    guard case .choice(let names) = self else { return nil }
    return NearestName.find(word.uppercased(), among: names)
  }
}

extension GoogleProtobuf.Duration {
  /// `5400.250s`
  fileprivate static func text(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let nanos = "\(attoseconds / 1_000_000_000)"
    return "\(seconds).\(String(repeating: "0", count: max(0, 9 - nanos.count)))\(nanos)s"
  }
}
