/// The candidate that a misspelt name most likely meant, or nil when none is close.
///
/// Close is an edit distance (insertion, removal, replacement, swap of neighbours; case counts half)
/// of at most a third of the longer name; of names with dots, what differs behind a dot counts.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let target = Array(name.utf8)
  guard !target.isEmpty, target.count <= nameBytesMax else { return nil }
  let parts = target.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  var best: (name: String, cost: Int)?
  for candidate in candidates where candidate != name {
    let other = Array(candidate.utf8)
    guard other.count <= nameBytesMax else { continue }
    let otherParts = other.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let shared = zip(parts, otherParts).prefix { $0 == $1 }.reduce(0) { $0 + $1.0.count + 1 }
    let (length, shorter) = (
      max(target.count, other.count) - shared, min(target.count, other.count) - shared
    )
    // Not so much that hardly anything of the name is left.
    let limit = min(max(2, 2 * length / 3), max(1, 2 * shorter - 2))
    guard 2 * abs(target.count - other.count) <= limit else { continue }
    let cost = editDistance(target, other)
    guard cost <= limit else { continue }
    if let best, (best.cost, best.name) <= (cost, candidate) { continue }
    best = (candidate, cost)
  }
  return best?.name
}

/// Longer names are not compared: the time is quadratic in their length.
private let nameBytesMax = 128

/// Edit distance in half steps: 2 for an edit, 1 for a change of case.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = (0...b.count).map { 2 * $0 }
  var current = last
  for i in a.indices {
    current[0] = 2 * (i + 1)
    for j in b.indices {
      let change = a[i] == b[j] ? 0 : (a[i] ^ b[j] == 0x20 ? 1 : 2)
      var cost = min(last[j + 1] + 2, current[j] + 2, last[j] + change)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 2)
      }
      current[j + 1] = cost
    }
    (beforeLast, last, current) = (last, current, beforeLast)
  }
  return last[b.count]
}
