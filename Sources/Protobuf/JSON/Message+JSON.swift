import Buffers

extension Message {
  /// The message in JSON. Fields that its schema does not know are left out.
  ///
  /// Throws for what has no JSON: an instant, a duration or a field mask that is none, a number in a
  /// `google.protobuf.Value` that is not finite.
  public func json(_ options: JSONOptions = JSONOptions()) throws(JSONError) -> String {
    var writer = JSONWriter(options)
    writeJSON(to: &writer)
    if let failure = writer.failure { throw failure }
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
    let fields = Generated(message: self)
    writer.message { fields.visit(&$0) }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    try reader.message(Self.self, skipping: nil)
  }
}

extension JSONReader {
  /// A message from the object of its fields; the member `skipping` is passed over.
  mutating func message<M: Message>(
    _ type: M.Type, skipping: String?
  ) throws(JSONError) -> M {
    var message = M()
    let table = table(of: M.self)
    var members = MemberSet(typeName: M.fullName)
    try nested { reader throws(JSONError) in
      try reader.object { reader, name throws(JSONError) in
        if name == skipping { return try reader.skip() }
        guard let index = table.indexByName[name] else {
          return try members.unknown(name, &reader) {
            table.fields.flatMap { [$0.jsonName, $0.name] }
          }
        }
        let field = table.fields[index]
        try members.enter(field.number, reader)
        try field.read(&message, &reader)
      }
    }
    return message
  }
}

/// What stands in a message's object so far.
struct MemberSet {
  let typeName: String
  private var seen: Set<Int> = []

  init(typeName: String) { self.typeName = typeName }

  /// Refuses a field that stands twice, by whichever of its names.
  mutating func enter(_ number: Int, _ reader: JSONReader) throws(JSONError) {
    guard seen.insert(number).inserted else { throw reader.error("the field stands twice") }
  }

  /// Skips or refuses the member `name`, which is no field's, as the options say.
  func unknown(
    _ name: String, _ reader: inout JSONReader, names: () -> [String]
  ) throws(JSONError) {
    if reader.options.ignoresUnknown { return try reader.skip() }
    throw reader.error("\(typeName) has no such field" + suggestion(for: name, among: names()))
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
