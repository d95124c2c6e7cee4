import Buffers

extension GoogleProtobuf.`Any` {
  /// `message` with the name of its type.
  public init<M: Message>(packing message: M) {
    self.init(typeUrl: "type.googleapis.com/\(M.fullName)", value: message.encoded())
  }

  /// Whether it holds a message of that type.
  public func holds<M: Message>(_ type: M.Type) -> Bool {
    typeUrl.split(separator: "/").last.map(String.init) == M.fullName
  }

  /// The message, or nil if it is of another type or cannot be read.
  public func unpacked<M: Message>(_ type: M.Type) -> M? {
    holds(type) ? try? M(decoding: value) : nil
  }

  /// `@type` and the message's fields, if its type is among the options'; else its bytes.
  public func writeJSON(to writer: inout JSONWriter) {
    let type = writer.options.type(typeUrl)
    let message = type.flatMap { decoded($0) }
    writer.object { writer in
      writer.member("@type")
      writer.string(typeUrl)
      if let message {
        Self.write(message, &writer)
      } else {
        writer.member("value")
        value.writeJSON(to: &writer)
      }
    }
  }

  private func decoded<M: Message>(_ type: M.Type) -> (any Message)? { try? M(decoding: value) }

  private static func write<M: Message>(_ message: M, _ writer: inout JSONWriter) {
    guard isSpecial(M.self) else { return writer.fields(of: message) }
    writer.member("value")
    message.writeJSON(to: &writer)
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    var probe = reader
    var url: String?
    try probe.object { probe, name throws(JSONError) in
      if name == "@type" { url = try probe.string() } else { try probe.skip() }
    }
    guard let url else {
      // An empty object is an empty Any.
      try reader.object { reader, _ throws(JSONError) in
        throw reader.error("an Any needs an @type")
      }
      return Self()
    }
    if let type = reader.options.type(url) { return try read(type, url, &reader) }
    var result = Self(typeUrl: url)
    try reader.object { reader, name throws(JSONError) in
      switch name {
      case "@type": try reader.skip()
      case "value": result.value = try Bytes.readJSON(from: &reader) ?? Bytes()
      default:
        throw reader.error("\(url) is not among the known types; only its bytes can be given")
      }
    }
    return result
  }

  private static func read<M: Message>(
    _ type: M.Type, _ url: String, _ reader: inout JSONReader
  ) throws(JSONError) -> Self {
    var message = M()
    var members = FieldSet(reader.table(of: M.self))
    try reader.object { reader, name throws(JSONError) in
      if name == "@type" {
        try reader.skip()
      } else if isSpecial(type), name == "value" {
        message = try M.readJSON(from: &reader) ?? M()
      } else {
        try members.read(name, into: &message, &reader)
      }
    }
    return Self(typeUrl: url, value: message.encoded())
  }

  /// Whether the type's JSON is not an object of its fields.
  private static func isSpecial<M: Message>(_ type: M.Type) -> Bool {
    switch type {
    case is Self.Type, is GoogleProtobuf.Timestamp.Type, is GoogleProtobuf.Duration.Type,
      is GoogleProtobuf.FieldMask.Type, is GoogleProtobuf.Struct.Type,
      is GoogleProtobuf.Value.Type, is GoogleProtobuf.ListValue.Type, is any Wrapper.Type:
      true
    default: false
    }
  }
}
