extension Message {
  /// The message in text format. Every message has one; text format is for people, and no promise
  /// is made that other programs read it.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    var writer = TextWriter(options)
    writer.fields(of: Generated(message: self))
    return writer.text
  }

  /// The message that `text` holds in text format. Extensions are not read.
  public init(textFormat text: String, _ options: TextOptions = TextOptions()) throws(TextError) {
    self.init()
    var reader = TextReader(Array(text.utf8), options)
    try reader.fields(of: &self, closing: nil)
  }

  public func writeText(_ name: String, to writer: inout TextWriter) {
    let fields = Generated(message: self)
    writer.block(name) { $0.fields(of: fields) }
  }

  public static func readText(from reader: inout TextReader) throws(TextError) -> Self {
    try reader.block { reader, closing throws(TextError) in
      var message = Self()
      try reader.fields(of: &message, closing: closing)
      return message
    }
  }
}

extension TextReader {
  /// The fields of a message up to `closing`, or to the end of the text.
  fileprivate mutating func fields<M: Message>(
    of message: inout M, closing: UInt8?
  ) throws(TextError) {
    let table = table(of: M.self)
    var seen: Set<Int> = []
    while try !takeEnd(closing) {
      if take("[") {
        try bracketed(in: &message)
      } else {
        let name = try identifier()
        if let index = table.indexByTextName[name] {
          let field = table.fields[index]
          if !field.isRepeated, !seen.insert(field.number).inserted {
            throw error("the field \(name) stands twice")
          }
          try field.readText(&message, &self)
        } else if table.reservedNames.contains(name) {
          try skipValue()
        } else {
          throw error(
            "\(M.fullName) has no field \(name)"
              + suggestion(for: name, among: table.fields.map(\.textName)))
        }
      }
      takeSeparator()
    }
  }

  /// What an Any holds, behind the name of its type.
  private mutating func bracketed<M: Message>(in message: inout M) throws(TextError) {
    let url = try bracketedName()
    guard message is GoogleProtobuf.`Any` else {
      throw error("the extension \(url) is not known")
    }
    guard let entry = options.types.entry(at: url), let read = entry.readText else {
      throw error("the type \(url) is not known")
    }
    _ = take(":")
    let packed = GoogleProtobuf.`Any`(typeUrl: url, value: try read(&self).encoded())
    if let packed = packed as? M { message = packed }
  }

  /// The value of a field behind its name.
  mutating func value<V: FieldValue>(_ type: V.Type) throws(TextError) -> V {
    try colon(before: type)
    return try V.readText(from: &self)
  }

  /// The values of a repeated field behind its name.
  mutating func values<V: FieldValue>(
    _ type: V.Type, _ body: (V) -> Void
  ) throws(TextError) {
    try colon(before: type)
    try oneOrMore { reader throws(TextError) in body(try V.readText(from: &reader)) }
  }

  /// The entries of a map behind its name.
  mutating func entries<K: MapKey, V: FieldValue>(
    _ key: K.Type, _ value: V.Type, _ body: (K, V) -> Void
  ) throws(TextError) {
    _ = take(":")
    try oneOrMore { reader throws(TextError) in
      var entry = (key: K(), value: V())
      try reader.block { reader, closing throws(TextError) in
        while try !reader.takeEnd(closing) {
          switch try reader.identifier() {
          case "key": entry.key = try reader.value(K.self)
          case "value": entry.value = try reader.value(V.self)
          case let name: throw reader.error("an entry of a map has no field \(name)")
          }
          reader.takeSeparator()
        }
      }
      body(entry.key, entry.value)
    }
  }

  /// Before a message the colon may be missing.
  private mutating func colon<V: FieldValue>(before type: V.Type) throws(TextError) {
    if case .message = V.kind { _ = take(":") } else { try expect(":") }
  }
}
