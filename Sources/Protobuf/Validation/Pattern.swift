/// A regular expression in RE2's syntax that says whether it matches somewhere in a text.
///
/// The time it takes grows with the length of the text times that of the expression, whatever either
/// is: all alternatives are followed at once (Thompson's construction, Pike's simulation), none twice.
///
/// Supported: literals and escapes; `.`; classes with ranges, negation, `\d \w \s` and `[:alpha:]`;
/// general categories (`\pL`, `\p{Lu}`); groups, named or not; `|`; `* + ? {n} {n,} {n,m}`, lazy or
/// not; `^ $ \A \z \b \B`; the flags `i`, `m`, `s` and `U`. Refused, besides what RE2 refuses (references
/// back, looking around): scripts such as `\p{Han}`, and `\C`.
public struct Pattern: Sendable {
  /// As it was written.
  public let text: String
  let program: [Instruction]
  /// What the program comes to, for texts that it can be told of in advance.
  private let table: PatternTable?

  /// One step; the next is the one behind it unless another is named.
  enum Instruction: Sendable {
    case scalar(ScalarSet)
    /// Goes on at both.
    case split(Int, Int)
    case jump(Int)
    case assert(Place)
    case match
  }

  /// A place between two characters.
  enum Place: Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
  }

  /// Longer programs are refused: `(a{1000}){1000}` would take a million steps a character.
  static let programMax = 10_000

  /// - Throws: ``PatternError`` where the expression is wrong or beyond what is supported.
  public init(_ text: String) throws(PatternError) {
    var parser = PatternParser(text)
    let tree = try parser.parse()
    var compiler = PatternCompiler()
    try compiler.compile(tree)
    compiler.program.append(.match)
    self.text = text
    program = compiler.program
    table = PatternTable(program)
  }

  /// An expression that the schema compiler has checked. One that is wrong matches nothing.
  public init(checked text: String) {
    do throws(PatternError) {
      self = try Pattern(text)
    } catch {
      (self.text, program, table) = (text, [], nil)
    }
  }

  /// Whether the expression matches somewhere in `text`.
  public func matches(_ text: String) -> Bool {
    if let table { return table.matches(text) }
    return isFollowed(in: text)
  }
}

/// What is wrong with a regular expression.
public struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String
}

/// Characters, as ranges of code points.
struct ScalarSet: Sendable, Hashable {
  /// A general category by the letters that Unicode gives it.
  struct Category: Sendable, Hashable {
    let letters: String
    let isNegated: Bool
  }

  var ranges: [ClosedRange<UInt32>] = []
  var categories: [Category] = []
  var isNegated = false
  /// Whether a letter stands for its other case too.
  var foldsCase = false

  init(_ ranges: ClosedRange<UInt32>...) { self.ranges = ranges }

  mutating func insert(_ other: ScalarSet) {
    ranges += other.isNegated ? other.complement : other.ranges
    categories += other.categories.map {
      Category(letters: $0.letters, isNegated: $0.isNegated != other.isNegated)
    }
  }

  private var complement: [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    // Negated categories have no ranges beside them: see the parser.
    guard categories.isEmpty else { return [] }
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = max(next, range.upperBound + 1)
    }
    if next <= 0x10FFFF { result.append(next...0x10FFFF) }
    return result
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var isIn = has(scalar)
    if !isIn, foldsCase { isIn = scalar.otherCases.contains(where: has) }
    return isIn != isNegated
  }

  private func has(_ scalar: Unicode.Scalar) -> Bool {
    for range in ranges where range.contains(scalar.value) { return true }
    for category in categories {
      let own = scalar.properties.generalCategory.letters
      if own.hasPrefix(category.letters) != category.isNegated { return true }
    }
    return false
  }
}

extension Unicode.Scalar {
  /// The characters that differ from this one in case only, by simple mappings.
  fileprivate var otherCases: [Unicode.Scalar] {
    func single(_ text: String) -> Unicode.Scalar? {
      text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
    }
    let lower = single(properties.lowercaseMapping)
    let upper = single(properties.uppercaseMapping)
    let both = [lower, upper, upper.flatMap { single($0.properties.lowercaseMapping) }]
    // The Kelvin sign and the long s are letters of other cases that no letter maps to.
    let odd: Unicode.Scalar? =
      switch self {
      case "k", "K": "\u{212A}"
      case "s", "S": "\u{17F}"
      default: nil
      }
    return (both + [odd]).compactMap { $0 }
  }

  var isWord: Bool {
    value < 0x80 && (UInt8(value).isAlphanumeric || self == "_")
  }
}

extension Unicode.GeneralCategory {
  /// As Unicode abbreviates it: `Lu`.
  fileprivate var letters: String {
    switch self {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }
}
