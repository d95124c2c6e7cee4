import Buffers

extension Message {
  /// The message in JSON. Fields that its schema does not know are left out.
  public func json(_ options: JSONOptions = JSONOptions()) -> String {
    var writer = JSONWriter(options)
    writeJSON(to: &writer)
    return writer.text
  }

  /// The message that `json` holds.
  public init(json: String, _ options: JSONOptions = JSONOptions()) throws(JSONError) {
    try self.init(jsonUnits: Array(json.utf8), options)
  }

  /// The message that `json` holds in UTF-8.
  public init(json: Bytes, _ options: JSONOptions = JSONOptions()) throws(JSONError) {
    try self.init(jsonUnits: Array(json), options)
  }

  private init(jsonUnits: [UInt8], _ options: JSONOptions) throws(JSONError) {
    var reader = JSONReader(jsonUnits, options)
    let value = try Self.readJSON(from: &reader)
    try reader.expectEnd()
    self = value ?? Self()
  }

  public func writeJSON(to writer: inout JSONWriter) {
    writer.object { $0.fields(of: self) }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    var message = Self()
    var members = FieldSet(reader.table(of: Self.self))
    try reader.object { reader, name throws(JSONError) in
      try members.read(name, into: &message, &reader)
    }
    return message
  }
}

extension JSONWriter {
  /// The members of a message's object.
  mutating func fields<M: Message>(of message: M) {
    for field in table(of: M.self).fields { field.write(message, &self) }
  }
}

/// The fields of a message while its object is read.
struct FieldSet<M: Message> {
  private let table: FieldTable<M>
  private var seen: Set<Int> = []

  init(_ table: FieldTable<M>) { self.table = table }

  /// Reads the member `name`, by either of its names.
  mutating func read(
    _ name: String, into message: inout M, _ reader: inout JSONReader
  ) throws(JSONError) {
    guard let field = table.fields.first(where: { $0.jsonName == name || $0.name == name }) else {
      if reader.options.ignoresUnknown { return try reader.skip() }
      throw reader.error(
        "\(M.fullName) has no such field"
          + suggestion(for: name, among: table.fields.flatMap { [$0.jsonName, $0.name] }))
    }
    guard seen.insert(field.number).inserted else { throw reader.error("the field stands twice") }
    try field.read(&message, &reader)
  }
}

/// `; did you mean x?`, if one of the names is near.
func suggestion(for name: String, among names: [String]) -> String {
  let nearest = names.map { (name: $0, distance: distance(name, $0)) }.min {
    $0.distance < $1.distance
  }
  guard let nearest, nearest.distance <= max(2, name.count / 3) else { return "" }
  return "; did you mean \(nearest.name)?"
}

/// How many characters must be inserted, removed or replaced to make `b` of `a`, whatever their case.
private func distance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a.lowercased()), Array(b.lowercased()))
  // Names are short; what comes from outside need not be.
  guard a.count <= 100 else { return .max }
  var row = Array(0...b.count)
  for (i, left) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, right) in b.enumerated() {
      let replaced = diagonal + (left == right ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
