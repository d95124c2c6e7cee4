/// The ways in which names of the schema are written.
///
/// Words begin at capitals and behind delimiters. Digits belong to the word before them, so that both
/// `line_1` and `line1` are lower snake case.
enum Casing {
  /// `image_kind` and `imageKind` as `ImageKind`; capitals stay, so `HTTPServer` is left alone.
  static func pascal(_ name: String) -> String {
    var result = ""
    var startsWord = true
    for character in name {
      if isDelimiter(character) {
        startsWord = true
        continue
      }
      let raised = startsWord || character.isUppercase
      result += raised ? character.uppercased() : character.lowercased()
      startsWord = false
    }
    return result
  }

  /// `ImageKind` as `image_kind`, `HTTPServer` as `http_server`.
  static func lowerSnake(_ name: String) -> String { snake(name).lowercased() }

  /// `ImageKind` as `IMAGE_KIND`.
  static func upperSnake(_ name: String) -> String { snake(name).uppercased() }

  private static func snake(_ name: String) -> String {
    let trimmed = Array(
      name.drop(while: isDelimiter).reversed().drop(while: isDelimiter).reversed())
    var result: [Character] = []
    for (index, character) in trimmed.enumerated() {
      let last = result.last
      if isDelimiter(character) {
        if last != "_" { result.append("_") }
        continue
      }
      let next = index + 1 < trimmed.count ? trimmed[index + 1] : nil
      let precedesLower =
        next.map { !$0.isUppercase && !$0.isNumber && !isDelimiter($0) } ?? false
      let followsLower = index > 0 && trimmed[index - 1].isLowercase
      if index > 0, character.isUppercase, last != "_", precedesLower || followsLower {
        result.append("_")
      }
      result.append(character)
    }
    return String(result)
  }

  private static func isDelimiter(_ character: Character) -> Bool {
    ".-_ \t\n\r".contains(character)
  }

  /// Whether the last part of a package is a version: `v1`, `v1beta1`, `v1p1alpha2`, `v1test…`.
  static func hasVersion(_ package: String) -> Bool {
    let parts = package.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last, last.first == "v" else { return false }
    let version = last.dropFirst()
    if let test = range(of: "test", in: version) { return isPositive(version[..<test.lowerBound]) }
    let stages = ["alpha", "beta"].compactMap { range(of: $0, in: version) }
    guard let stage = stages.first else { return isPositive(version) }
    guard stages.count == 1 else { return false }
    let (major, minor) = (version[..<stage.lowerBound], version[stage.upperBound...])
    guard minor.isEmpty || isPositive(minor) else { return false }
    return major.split(separator: "p", maxSplits: 1, omittingEmptySubsequences: false)
      .allSatisfy(isPositive)
  }

  private static func isPositive(_ digits: Substring) -> Bool {
    digits.allSatisfy { $0.isASCII && $0.isNumber } && (Int32(digits) ?? 0) > 0
  }

  private static func range(of part: String, in text: Substring) -> Range<Substring.Index>? {
    text.indices.lazy.map { text[$0...] }.first { $0.hasPrefix(part) }
      .map { $0.startIndex..<text.index($0.startIndex, offsetBy: part.count) }
  }
}
