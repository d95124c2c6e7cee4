import Calling
import Protobuf

/// Where a call's requests come from: flags, a JSON text, a file, standard input.
struct RequestSource: Sendable {
  /// What `--json` names.
  enum Text: Sendable, Hashable {
    case literal(String)
    case file(String)
    case standardInput

    /// `-` is standard input, `@` a file, anything else the text itself.
    init(_ word: String) {
      switch word.first {
      case "-" where word == "-": self = .standardInput
      case "@": self = .file(String(word.dropFirst()))
      default: self = .literal(word)
      }
    }
  }

  /// A flag that was given, with its value.
  struct Given: Sendable {
    let flag: Flag
    let value: JSONTree
  }

  let text: Text?
  /// In the order of the command line; they go into every request, over what the text says.
  let flags: [Given]
  let console: Console

  /// The one request.
  func single<Request: Message>() throws(UsageError) -> Request {
    try single(Request.fullName) { (json) throws(JSONError) in try Request(json: json) }
  }

  /// The one request, a message `type` that `read` makes of its JSON.
  func single<Request>(
    _ type: String, _ read: (String) throws(JSONError) -> Request
  ) throws(UsageError) -> Request {
    guard let text else { return try request(.emptyObject, type, origin: "the request", read) }
    let (whole, origin) =
      switch text {
      case .literal(let text): (text, "--json")
      case .file(let path): (try Lines.file(path).rest(), path)
      case .standardInput: (console.input.rest(), "standard input")
      }
    return try request(try tree(whole, origin), type, origin: origin, read)
  }

  /// Many requests: a line of JSON each. Without `--json`, the one that the flags make.
  func stream() throws(UsageError) -> Reader {
    switch text {
    case nil:
      guard !flags.isEmpty else {
        throw UsageError(
          "there is nothing to send: give --json with a line for each request, or flags; see --help"
        )
      }
      return Reader(source: self, lines: Lines("{}"), origin: "flags")
    case .literal(let text): return Reader(source: self, lines: Lines(text), origin: "--json")
    case .file(let path): return Reader(source: self, lines: try Lines.file(path), origin: path)
    case .standardInput: return Reader(source: self, lines: console.input, origin: "standard input")
    }
  }

  struct Reader {
    let source: RequestSource
    let lines: Lines
    let origin: String
    var lineNumber = 0

    /// The request on the next line that isn't empty.
    mutating func next<Request: Message>() throws(UsageError) -> Request? {
      try next(Request.fullName) { (json) throws(JSONError) in try Request(json: json) }
    }

    mutating func next<Request>(
      _ type: String, _ read: (String) throws(JSONError) -> Request
    ) throws(UsageError) -> Request? {
      while let line = lines.next() {
        lineNumber += 1
        guard line.contains(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { continue }
        let origin = "\(origin), line \(lineNumber)"
        return try source.request(source.tree(line, origin), type, origin: origin, read)
      }
      return nil
    }
  }

  private func tree(_ text: String, _ origin: String) throws(UsageError) -> JSONTree {
    do throws(JSONParser.Failure) {
      return try JSONParser.parse(text)
    } catch {
      throw UsageError("\(origin) is no JSON: \(error)")
    }
  }

  private func request<Request>(
    _ tree: JSONTree, _ type: String, origin: String,
    _ read: (String) throws(JSONError) -> Request
  ) throws(UsageError) -> Request {
    var tree = tree
    for given in flags { given.flag.put(given.value, into: &tree) }
    var request = try message(tree, type, origin: origin, read)
    // A type of another schema is known at run time only: its rules are left to its server.
    guard var violations = (request as? any Message)?.violations() else { return request }
    if violations.all.contains(where: { $0.field == "request_id" && $0.rule == "required" }) {
      // Who gives none means each call to count for itself.
      tree.update(["request_id"]) { $0 = .string(RequestID.make()) }
      request = try message(tree, type, origin: origin, read)
      violations = (request as? any Message)?.violations() ?? Violations()
    }
    guard violations.isEmpty else { throw UsageError(breaking: violations, in: origin) }
    return request
  }

  private func message<Request>(
    _ tree: JSONTree, _ type: String, origin: String,
    _ read: (String) throws(JSONError) -> Request
  ) throws(UsageError) -> Request {
    do throws(JSONError) {
      return try read(tree.text)
    } catch {
      throw UsageError("\(origin) is no \(type): \(error)")
    }
  }
}

extension UsageError {
  /// The rules of the schema that a request breaks, each on its line with the field's flag.
  fileprivate init(breaking violations: Violations, in origin: String) {
    let details = violations.all.map { violation in
      let flag = violation.field.split(separator: "_").joined(separator: "-")
      let name = flag.isEmpty ? "" : "--\(flag): "
      return "\(name)\(violation.message) (\(violation.rule))"
    }
    self.init("\(origin) breaks rules of the schema:", details: details)
  }
}
