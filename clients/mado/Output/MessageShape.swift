import Protobuf

/// The fields of a message type, for showing its JSON.
struct MessageShape {
  struct Field {
    let name: String
    let jsonName: String
    let content: Content
  }

  enum Content {
    case bytes
    case scalar
    /// `google.type.Date`.
    case date
    case message(any Message.Type)
    case messages(any Message.Type)
    /// Several values, or a map.
    case many
  }

  let fields: [Field]

  init<M: Message>(_ type: M.Type) {
    fields = FieldTable<M>().fields.map { field in
      Field(name: field.name, jsonName: field.jsonName, content: Content(field.shape))
    }
  }

  /// The shape of a type that is only known when the program runs.
  static func of(_ type: any Message.Type) -> MessageShape {
    func opened<M: Message>(_ type: M.Type) -> MessageShape { MessageShape(type) }
    return opened(type)
  }

  func field(_ jsonName: String) -> Field? { fields.first { $0.jsonName == jsonName } }
}

extension MessageShape.Content {
  /// Messages that JSON writes as one text count as scalars.
  private static let textual: Set<String> = [
    "google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask",
  ]

  fileprivate init(_ shape: FieldShape) {
    switch shape {
    case .singular(.bytes), .optional(.bytes): self = .bytes
    case .singular(.message(let type)), .optional(.message(let type)):
      guard type.fullName != "google.type.Date" else {
        self = .date
        return
      }
      self = Self.textual.contains(type.fullName) ? .scalar : .message(type)
    case .singular, .optional: self = .scalar
    case .repeated(.message(let type)):
      self = Self.textual.contains(type.fullName) ? .many : .messages(type)
    case .repeated, .map: self = .many
    }
  }
}
