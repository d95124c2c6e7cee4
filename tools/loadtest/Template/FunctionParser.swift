import Buffers
import Calling
import Files

/// Reads the functions in a template's string: `order-{{seq}}-{{choice('a', 'b')}}`.
///
///     STRING   = {TEXT | "{{" FUNCTION "}}"}        "\{{" stands for "{{" itself
///     FUNCTION = NAME ["(" [ARGUMENT {"," ARGUMENT}] ")"]
///     ARGUMENT = WORD | "'" TEXT "'"
struct FunctionParser {
  /// What is wrong with a string, and where in it.
  struct Failure: Error, Hashable {
    let what: String
    /// In bytes of UTF-8.
    let offset: Int
  }

  static let help = """
      {{seq}} {{seq(START, STEP)}}   the number of the call, from 0 if nothing else is said
      {{msg}} {{msg(START, STEP)}}   the number of the message within its call
      {{connection}}                 the number of the connection, from 0
      {{int(LEAST, GREATEST)}}       a random whole number
      {{float(LEAST, GREATEST)}}     a random number
      {{string(COUNT)}} {{string(LEAST, GREATEST)}}
                                     so many random letters and digits
      {{hex(COUNT)}} {{uuid}}        random hexadecimal digits; a UUID of the time (version 7)
      {{choice(A, B, …)}}            one of these at random
      {{bytes(COUNT)}} {{bytes(LEAST, GREATEST)}}
                                     so many random bytes, for a bytes field
      {{file('PATH')}}               what a file holds, for a bytes field or a text
      {{lines('PATH')}}              the lines of a file, one after the other
      {{now}}                        the present time, for a Timestamp or a text
      {{unix}} {{unix_ms}} {{unix_ns}}
                                     the present time since 1970
    """

  private static let names = [
    "seq", "msg", "connection", "int", "float", "string", "hex", "uuid", "choice", "bytes", "file",
    "lines", "now", "unix", "unix_ms", "unix_ns",
  ]
  /// The longest text or bytes that a function makes.
  private static let countMax = 64 << 20

  private let bytes: [UInt8]
  private let files: any FileSystem
  private var position = 0

  /// Whether a string holds a function.
  static func finds(_ text: String) -> Bool { text.contains("{{") }

  /// The string's value; a single function stands for itself.
  static func parse(_ text: String, _ files: any FileSystem) throws(Failure) -> Generator {
    var parser = FunctionParser(bytes: Array(text.utf8), files: files)
    let parts = try parser.parts()
    return parts.count == 1 ? parts[0] : .text(parts)
  }

  private init(bytes: [UInt8], files: any FileSystem) {
    self.bytes = bytes
    self.files = files
  }

  private mutating func parts() throws(Failure) -> [Generator] {
    var parts: [Generator] = []
    var text: [UInt8] = []
    while position < bytes.count {
      if take("\\{{") {
        text += "{{".utf8
      } else if take("{{") {
        if !text.isEmpty { parts.append(.literal(String(decoding: text, as: UTF8.self))) }
        text = []
        parts.append(try function())
      } else {
        text.append(bytes[position])
        position += 1
      }
    }
    if !text.isEmpty || parts.isEmpty {
      parts.append(.literal(String(decoding: text, as: UTF8.self)))
    }
    return parts
  }

  private mutating func function() throws(Failure) -> Generator {
    skipBlanks()
    let start = position
    let name = word()
    guard !name.isEmpty else { throw failure("expected a function's name") }
    skipBlanks()
    var arguments: [Argument] = []
    if take("(") {
      skipBlanks()
      while !take(")") {
        if !arguments.isEmpty {
          guard take(",") else { throw failure("expected ',' or ')'") }
          skipBlanks()
        }
        arguments.append(try argument())
        skipBlanks()
      }
      skipBlanks()
    }
    guard take("}}") else { throw failure("expected }} behind \(name)") }
    let reader = Arguments(function: name, offset: start, all: arguments)
    return try generator(reader)
  }

  private func generator(_ given: Arguments) throws(Failure) -> Generator {
    switch given.function {
    case "seq":
      let (start, step) = try given.startAndStep()
      return .sequence(start: start, step: step)
    case "msg":
      let (start, step) = try given.startAndStep()
      return .message(start: start, step: step)
    case "int":
      try given.count(2...2, "LEAST, GREATEST")
      return .integer(try given.range { Int64($0) })
    case "float":
      try given.count(2...2, "LEAST, GREATEST")
      return .float(try given.range { text in Double(text).flatMap { $0.isFinite ? $0 : nil } })
    case "string": return .string(try given.counts(Self.countMax))
    case "bytes": return .bytes(try given.counts(Self.countMax))
    case "hex":
      try given.count(1...1, "COUNT")
      return .hex(try given.counts(Self.countMax).lowerBound)
    case "choice":
      try given.count(1...Int.max, "A, B, …")
      return .choice(given.all.map(\.text))
    case "file":
      try given.count(1...1, "'PATH'")
      return .file(Bytes(try contents(given)))
    case "lines":
      try given.count(1...1, "'PATH'")
      let lines = String(decoding: try contents(given), as: UTF8.self)
        .split(whereSeparator: \.isNewline).map(String.init)
      guard !lines.isEmpty else { throw given.failure("\(given.all[0].text) has no lines") }
      return .lines(lines)
    default:
      let plain: [String: Generator] = [
        "connection": .connection, "uuid": .uuid, "now": .now, "unix": .unix(perSecond: 1),
        "unix_ms": .unix(perSecond: 1000), "unix_ns": .unix(perSecond: 1_000_000_000),
      ]
      guard let found = plain[given.function] else {
        let near = NearestName.find(given.function, among: Self.names)
        throw given.failure(
          "there is no function \(given.function); "
            + (near.map { "did you mean \($0)?" }
              ?? "there are \(Self.names.joined(separator: ", "))"))
      }
      try given.count(0...0, "")
      return found
    }
  }

  private func contents(_ given: Arguments) throws(Failure) -> [UInt8] {
    do throws(FileError) {
      return try files.contents(of: given.all[0].text)
    } catch {
      throw given.failure("\(error)")
    }
  }

  // MARK: - Words

  private mutating func argument() throws(Failure) -> Argument {
    let offset = position
    guard take("'") else {
      let text = word()
      guard !text.isEmpty else { throw failure("expected an argument") }
      return Argument(text: text, offset: offset)
    }
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "'") { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard take("'") else { throw Failure(what: "the text does not end with '", offset: offset) }
    return Argument(text: text, offset: offset)
  }

  private mutating func word() -> String {
    let start = position
    let ends = Array(" ,()'{}".utf8)
    while position < bytes.count, !ends.contains(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
  }

  private func failure(_ what: String) -> Failure { Failure(what: what, offset: position) }
}

private struct Argument {
  let text: String
  let offset: Int
}

/// The arguments of a function, read as what it wants.
private struct Arguments {
  let function: String
  let offset: Int
  let all: [Argument]

  func failure(_ what: String) -> FunctionParser.Failure { .init(what: what, offset: offset) }

  func count(_ allowed: ClosedRange<Int>, _ form: String) throws(FunctionParser.Failure) {
    guard allowed.contains(all.count) else {
      throw failure("write \(function)\(form.isEmpty ? ", without arguments" : "(\(form))")")
    }
  }

  func number<N>(_ index: Int, _ read: (String) -> N?) throws(FunctionParser.Failure) -> N {
    guard let number = read(all[index].text) else {
      throw .init(
        what: "'\(all[index].text)' is no number of \(function)", offset: all[index].offset)
    }
    return number
  }

  func startAndStep() throws(FunctionParser.Failure) -> (Int64, Int64) {
    try count(0...2, "START, STEP")
    let start = try all.isEmpty ? 0 : number(0) { Int64($0) }
    return (start, try all.count < 2 ? 1 : number(1) { Int64($0) })
  }

  func range<N: Comparable>(
    _ read: (String) -> N?
  ) throws(FunctionParser.Failure) -> ClosedRange<N> {
    let (least, greatest) = (try number(0, read), try number(1, read))
    guard least <= greatest else { throw failure("\(least) is more than \(greatest)") }
    return least...greatest
  }

  /// One count, or the least and the greatest.
  func counts(_ countMax: Int) throws(FunctionParser.Failure) -> ClosedRange<Int> {
    try count(1...2, "COUNT")
    let read = { (text: String) in Int(text).flatMap { (0...countMax).contains($0) ? $0 : nil } }
    guard all.count == 2 else {
      let count = try number(0, read)
      return count...count
    }
    return try range(read)
  }
}
