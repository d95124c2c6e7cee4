/// A JSON text taken apart: what flags are put into and tables are taken out of.
///
/// Numbers stay as they are written, so that no 64-bit one loses digits.
package indirect enum JSONTree: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONTree])
  case object([Member])

  package struct Member: Sendable, Hashable {
    package let name: String
    package var value: JSONTree

    package init(name: String, value: JSONTree) {
      self.name = name
      self.value = value
    }
  }

  package static let emptyObject = JSONTree.object([])

  /// The value of a member of an object.
  package subscript(name: String) -> JSONTree? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The members of an object, none of anything else.
  package var members: [Member] {
    if case .object(let members) = self { members } else { [] }
  }

  /// The elements of an array, none of anything else.
  package var elements: [JSONTree] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// Lets `change` have the value at `path`, making the objects on the way. What stands in the way
  /// and is no object gives way. Fields may be named as in the schema or as in JSON.
  package mutating func update(_ path: ArraySlice<String>, _ change: (inout JSONTree) -> Void) {
    guard let name = path.first else { return change(&self) }
    var members = members
    if let index = members.firstIndex(where: { JSONTree.isSame($0.name, name) }) {
      members[index].value.update(path.dropFirst(), change)
    } else {
      var value = JSONTree.null
      value.update(path.dropFirst(), change)
      members.append(Member(name: name, value: value))
    }
    self = .object(members)
  }

  /// Whether both name the same field: `captured_at` is `capturedAt`.
  private static func isSame(_ a: String, _ b: String) -> Bool {
    a == b || jsonName(a) == jsonName(b)
  }

  private static func jsonName(_ name: String) -> String {
    let words = name.split(separator: "_")
    let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
    return (words.first.map(String.init) ?? "") + rest.joined()
  }
}
