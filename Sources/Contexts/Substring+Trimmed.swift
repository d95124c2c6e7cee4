extension Substring {
  /// Without the blanks at either end: a name or a value of a line `name = value`.
  package var trimmed: Substring {
    let blanks: Set<Character> = [" ", "\t", "\r"]
    var rest = drop { blanks.contains($0) }
    while let last = rest.last, blanks.contains(last) { rest.removeLast() }
    return rest
  }
}
