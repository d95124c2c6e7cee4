/// Reads RE2's syntax (github.com/google/re2/wiki/Syntax).
struct PatternParser {
  private struct Flags {
    var foldsCase = false
    /// `^` and `$` at lines.
    var isMultiline = false
    /// `.` takes line ends too.
    var takesLineEnds = false
  }

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var flags = Flags()
  private var depth = 0

  /// RE2's limit of a counted repetition.
  private static let repetitionMax = 1_000
  private static let depthMax = 200

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func parse() throws(PatternError) -> PatternTree {
    let tree = try choice()
    guard position == scalars.count else { throw wrong("there is a ) without its (") }
    return tree
  }

  private var next: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  private mutating func take(_ text: String) -> Bool {
    guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  private func wrong(_ description: String) -> PatternError {
    PatternError(description: description)
  }

  // MARK: - Structure

  private mutating func choice() throws(PatternError) -> PatternTree {
    var parts = [try sequence()]
    while take("|" as Unicode.Scalar) { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(PatternError) -> PatternTree {
    var parts: [PatternTree] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      if take("\\Q") {
        while next != nil, !take("\\E") { parts.append(literal(try any())) }
        continue
      }
      let start = position
      let part = try single()
      guard let part else { continue }  // Flags alone
      parts.append(try repetitions(of: part, from: start))
    }
    return parts.isEmpty ? .empty : .sequence(parts)
  }

  private mutating func repetitions(
    of part: PatternTree, from start: Int
  ) throws(PatternError) -> PatternTree {
    var tree = part
    var isRepeated = false
    while let (least, most) = try repetition() {
      guard !isRepeated else {
        throw wrong("a repetition is repeated: put the inner one in parentheses")
      }
      // Lazy or not: whether there is a match is the same.
      _ = take("?" as Unicode.Scalar)
      isRepeated = true
      tree = .repeated(tree, least, most)
    }
    return tree
  }

  private mutating func repetition() throws(PatternError) -> (Int, Int?)? {
    switch next {
    case "*":
      position += 1
      return (0, nil)
    case "+":
      position += 1
      return (1, nil)
    case "?":
      position += 1
      return (0, 1)
    case "{":
      let start = position
      position += 1
      guard let least = number() else {
        position = start
        return nil
      }
      var most: Int? = least
      if take("," as Unicode.Scalar) { most = number() }
      guard take("}" as Unicode.Scalar) else {
        position = start
        return nil
      }
      guard least <= Self.repetitionMax, most ?? 0 <= Self.repetitionMax else {
        throw wrong("it repeats more than \(Self.repetitionMax) times")
      }
      guard most.map({ $0 >= least }) ?? true else {
        throw wrong("{\(least),\(most ?? 0)} asks for more than it allows")
      }
      return (least, most)
    default: return nil
    }
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let digit = next?.value, 0x30...0x39 ~= digit {
      value = min((value ?? 0) * 10 + Int(digit - 0x30), 100_000)
      position += 1
    }
    return value
  }

  private mutating func any() throws(PatternError) -> Unicode.Scalar {
    guard let scalar = next else { throw wrong("it ends too early") }
    position += 1
    return scalar
  }

  /// One character, class, place or group; nil for flags alone.
  private mutating func single() throws(PatternError) -> PatternTree? {
    let scalar = try any()
    switch scalar {
    case "(": return try group()
    case "[": return .scalar(try bracketed())
    case "\\": return try escape()
    case "^": return .assert(flags.isMultiline ? .lineStart : .textStart)
    case "$": return .assert(flags.isMultiline ? .lineEnd : .textEnd)
    case ".":
      return .scalar(
        flags.takesLineEnds ? ScalarSet(0...0x10FFFF) : ScalarSet(0...9, 11...0x10FFFF))
    case "*", "+", "?": throw wrong("there is nothing before \(scalar) to repeat")
    default:
      // A brace that begins no repetition stands for itself, as in RE2.
      if scalar == "{" {
        position -= 1
        let isRepetition = try repetition() != nil
        guard !isRepetition else { throw wrong("there is nothing before { to repeat") }
        position += 1
      }
      return literal(scalar)
    }
  }

  private func literal(_ scalar: Unicode.Scalar) -> PatternTree {
    .scalar(folding(ScalarSet(scalar.value...scalar.value)))
  }

  private func folding(_ set: ScalarSet) -> ScalarSet {
    var set = set
    set.foldsCase = flags.foldsCase
    return set
  }

  private mutating func group() throws(PatternError) -> PatternTree? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthMax else { throw wrong("its groups are nested too deep") }
    let around = flags
    if take("?" as Unicode.Scalar) {
      if take("P<") || take("<") {
        guard next != "=", next != "!" else { throw wrong("looking around is not supported") }
        let name = scalars[position...].prefix { $0 != ">" }
        guard !name.isEmpty, name.allSatisfy(\.isWord) else {
          throw wrong("a group's name is of letters, digits and underscores")
        }
        position += name.count + 1
      } else {
        guard next != "=", next != "!", next != "P" else {
          throw wrong("looking around and references back are not supported")
        }
        try readFlags()
        if take(")" as Unicode.Scalar) { return nil }
        guard take(":" as Unicode.Scalar) else { throw wrong("(? is followed by flags or a name") }
      }
    }
    let tree = try choice()
    guard take(")" as Unicode.Scalar) else { throw wrong("a ( has no )") }
    flags = around
    return tree
  }

  private mutating func readFlags() throws(PatternError) {
    var isOn = true
    while let flag = next, flag != ":", flag != ")" {
      position += 1
      switch flag {
      case "i": flags.foldsCase = isOn
      case "m": flags.isMultiline = isOn
      case "s": flags.takesLineEnds = isOn
      case "U": break  // Lazy or not: whether there is a match is the same.
      case "-" where isOn: isOn = false
      default: throw wrong("there is no flag '\(flag)'; there are i, m, s and U")
      }
    }
  }

  // MARK: - Escapes and classes

  private mutating func escape() throws(PatternError) -> PatternTree {
    switch next {
    case "A": return place(.textStart)
    case "z": return place(.textEnd)
    case "b": return place(.wordBoundary)
    case "B": return place(.noWordBoundary)
    default: break
    }
    if let set = try classEscape() { return .scalar(folding(set)) }
    return literal(try scalarEscape())
  }

  private mutating func place(_ place: Pattern.Place) -> PatternTree {
    position += 1
    return .assert(place)
  }

  /// `\d`, `\pL` and their like; nil when it is another escape.
  private mutating func classEscape() throws(PatternError) -> ScalarSet? {
    guard let letter = next else { throw wrong("it ends with \\") }
    switch letter {
    case "d", "D", "w", "W", "s", "S":
      position += 1
      var set = Self.perlClass(letter.properties.lowercaseMapping)
      set.isNegated = letter.properties.isUppercase
      return set
    case "p", "P":
      position += 1
      return try category(isNegated: letter == "P")
    default: return nil
    }
  }

  private static func perlClass(_ letter: String) -> ScalarSet {
    switch letter {
    case "d": ScalarSet(0x30...0x39)
    case "w": ScalarSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
    default: ScalarSet(0x09...0x0A, 0x0C...0x0D, 0x20...0x20)
    }
  }

  private mutating func category(isNegated: Bool) throws(PatternError) -> ScalarSet {
    var isNegated = isNegated
    var name = ""
    if take("{" as Unicode.Scalar) {
      if take("^" as Unicode.Scalar) { isNegated.toggle() }
      while let scalar = next, scalar != "}" {
        name.unicodeScalars.append(scalar)
        position += 1
      }
      guard take("}" as Unicode.Scalar) else { throw wrong("\\p{ has no }") }
    } else {
      name.unicodeScalars.append(try any())
    }
    let categories =
      "C Cc Cf Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl "
      + "Zp Zs"
    guard categories.split(separator: " ").contains(Substring(name)) else {
      throw wrong("\\p{\(name)} is no general category; write a script's characters as ranges")
    }
    var set = ScalarSet()
    set.categories = [ScalarSet.Category(letters: name, isNegated: isNegated)]
    return set
  }

  private mutating func scalarEscape() throws(PatternError) -> Unicode.Scalar {
    let letter = try any()
    switch letter {
    case "a": return "\u{07}"
    case "f": return "\u{0C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{0B}"
    case "x": return try hexadecimal()
    case "0"..."7": return try octal(letter)
    default:
      // Anything that is no letter or digit stands for itself.
      guard letter.value < 0x80, !UInt8(letter.value).isAlphanumeric else {
        throw wrong("there is no escape \\\(letter)")
      }
      return letter
    }
  }

  /// `\x41` or `\x{3042}`.
  private mutating func hexadecimal() throws(PatternError) -> Unicode.Scalar {
    var digits = ""
    if take("{" as Unicode.Scalar) {
      while let scalar = next, scalar != "}" {
        digits.unicodeScalars.append(scalar)
        position += 1
      }
      guard take("}" as Unicode.Scalar) else { throw wrong("\\x{ has no }") }
    } else {
      for _ in 0..<2 { digits.unicodeScalars.append(try any()) }
    }
    let isNumber = digits.utf8.allSatisfy(\.isHexadecimal)
    guard isNumber, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw wrong("\\x\(digits) is no character")
    }
    return scalar
  }

  /// `\0` and up to two digits, or three digits: `\123`. A single digit would refer back.
  private mutating func octal(_ first: Unicode.Scalar) throws(PatternError) -> Unicode.Scalar {
    var value = first.value - 0x30
    var count = 1
    while count < 3, let digit = next?.value, 0x30...0x37 ~= digit {
      value = value * 8 + (digit - 0x30)
      count += 1
      position += 1
    }
    guard first == "0" || count == 3, let scalar = Unicode.Scalar(value) else {
      throw wrong("references back are not supported")
    }
    return scalar
  }

  /// A class in brackets, the first of which has been read.
  private mutating func bracketed() throws(PatternError) -> ScalarSet {
    var set = ScalarSet()
    set.isNegated = take("^" as Unicode.Scalar)
    var isFirst = true
    while isFirst || next != "]" {
      isFirst = false
      guard next != nil else { throw wrong("a [ has no ]") }
      if take("[:") {
        set.insert(try namedClass())
        continue
      }
      if next == "\\" {
        position += 1
        if let inner = try classEscape() {
          set.insert(inner)
          continue
        }
        position -= 1
      }
      let low = try classScalar()
      guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
        set.ranges.append(low.value...low.value)
        continue
      }
      position += 1
      let high = try classScalar()
      guard low.value <= high.value else {
        throw wrong("the range \(low)-\(high) runs backwards")
      }
      set.ranges.append(low.value...high.value)
    }
    position += 1
    return folding(set)
  }

  private mutating func classScalar() throws(PatternError) -> Unicode.Scalar {
    take("\\" as Unicode.Scalar) ? try scalarEscape() : try any()
  }

  private mutating func namedClass() throws(PatternError) -> ScalarSet {
    let isNegated = take("^" as Unicode.Scalar)
    for (name, ranges) in Self.namedClasses where take("\(name):]") {
      var set = ScalarSet()
      set.ranges = ranges
      set.isNegated = isNegated
      return set
    }
    throw wrong("there is no class [:…:] of that name; there is [:alpha:], for example")
  }

  private static let namedClasses: [(String, [ClosedRange<UInt32>])] = [
    ("alnum", [0x30...0x39, 0x41...0x5A, 0x61...0x7A]), ("alpha", [0x41...0x5A, 0x61...0x7A]),
    ("ascii", [0x00...0x7F]), ("blank", [0x09...0x09, 0x20...0x20]),
    ("cntrl", [0x00...0x1F, 0x7F...0x7F]), ("digit", [0x30...0x39]), ("graph", [0x21...0x7E]),
    ("lower", [0x61...0x7A]), ("print", [0x20...0x7E]),
    ("punct", [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]),
    ("space", [0x09...0x0D, 0x20...0x20]), ("upper", [0x41...0x5A]),
    ("word", [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]),
    ("xdigit", [0x30...0x39, 0x41...0x46, 0x61...0x66]),
  ]
}
