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
    writer.message { writer in
      if typeUrl.isEmpty, value.isEmpty { return }
      writer.member("@type")
      writer.string(typeUrl)
      guard let entry = writer.options.types.entry(at: typeUrl) else {
        writer.member("value")
        return value.writeJSON(to: &writer)
      }
      do throws(DecodeError) {
        let message = try entry.decode(value, max(0, writer.nestingLeft - 1))
        guard entry.hasOwnJSON else { return writer.nested { message.visit(&$0) } }
        writer.member("value")
        message.writeJSON(to: &writer)
      } catch {
        writer.fail("what the Any holds is no \(typeUrl): \(error)")
      }
    }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    try reader.nested { reader throws(JSONError) in try read(from: &reader) }
  }

  private static func read(from reader: inout JSONReader) throws(JSONError) -> Self {
    guard let url = try type(in: reader) else {
      // An empty object is an empty Any.
      try reader.object { reader, _ throws(JSONError) in
        throw reader.error("an Any needs an @type")
      }
      return Self()
    }
    guard url.contains("/") else {
      throw reader.error("an @type such as \"type.googleapis.com/package.Message\" expected")
    }
    if let entry = reader.options.types.entry(at: url) {
      let message = try contents(entry, &reader)
      return Self(typeUrl: url, value: message.encoded())
    }
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

  /// The `@type` of the object that comes next, wherever in it that stands.
  private static func type(in reader: JSONReader) throws(JSONError) -> String? {
    var probe = reader
    var url: String?
    try probe.object { probe, name throws(JSONError) in
      if name == "@type", url == nil { url = try probe.string() } else { try probe.skip() }
    }
    return url
  }

  private static func contents(
    _ entry: TypeRegistry.Entry, _ reader: inout JSONReader
  ) throws(JSONError) -> any FieldwiseMessage {
    guard entry.hasOwnJSON else { return try entry.readJSON(&reader, "@type") }
    var message: (any FieldwiseMessage)?
    try reader.object { reader, name throws(JSONError) in
      switch name {
      case "@type": try reader.skip()
      case "value" where message == nil: message = try entry.readJSON(&reader, nil)
      default: throw reader.error("only @type and value stand here, each once")
      }
    }
    guard let message else { throw reader.error("the Any has no value") }
    return message
  }
}
