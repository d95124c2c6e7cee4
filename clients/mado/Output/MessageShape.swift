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
    case message(Inner)
    case messages(Inner)
    /// Several values, or a map.
    case many
  }

  /// The shape of a field's message, asked for when there is one: types may hold themselves.
  typealias Inner = () -> MessageShape

  let fields: [Field]

  init<M: Message>(_ type: M.Type) {
    fields = FieldTable<M>().fields.map { field in
      Field(name: field.name, jsonName: field.jsonName, content: Content(field.shape))
    }
  }

  /// The shape of a type of a schema that the program was not built with.
  init(_ type: MessageDescriptor) {
    fields = type.fields.map { field in
      Field(name: field.name, jsonName: field.jsonName, content: Content(field, of: type))
    }
  }

  fileprivate static func of(_ type: any Message.Type) -> MessageShape {
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
      self =
        Self.textual.contains(type.fullName) ? .scalar : .message { MessageShape.of(type) }
    case .singular, .optional: self = .scalar
    case .repeated(.message(let type)):
      self = Self.textual.contains(type.fullName) ? .many : .messages { MessageShape.of(type) }
    case .repeated, .map: self = .many
    }
  }

  fileprivate init(_ field: FieldDescriptor, of type: MessageDescriptor) {
    let inner = type.message(of: field).flatMap {
      Self.textual.contains($0.fullName) ? nil : $0
    }
    switch (inner, field.isRepeated) {
    case (_?, true) where field.isMap: self = .many
    case (let inner?, true): self = .messages { MessageShape(inner) }
    case (let inner?, false) where inner.fullName == "google.type.Date": self = .date
    case (let inner?, false): self = .message { MessageShape(inner) }
    case (nil, true): self = .many
    case (nil, false): self = field.type == .bytes ? .bytes : .scalar
    }
  }
}
