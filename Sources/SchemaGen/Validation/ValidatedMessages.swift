import SchemaModel

/// Which messages have rules, in themselves or in what they hold.
struct ValidatedMessages {
  private var names: Set<String> = []

  init(_ schema: Schema) {
    guard schema.file("buf/validate/validate.proto") != nil else { return }
    var users: [String: [String]] = [:]
    var pending: [String] = []
    for message in schema.allMessages where !message.isMapEntry {
      if Self.hasOwnRules(message) { pending.append(message.fullName) }
      for field in message.fields {
        guard case .message(let name) = schema.mapEntry(of: field)?.value.type ?? field.type else {
          continue
        }
        guard Ignoring(field) != .always else { continue }
        users[name, default: []].append(message.fullName)
      }
    }
    while let name = pending.popLast() {
      guard names.insert(name).inserted else { continue }
      pending += users[name] ?? []
    }
  }

  func contains(_ name: String) -> Bool { names.contains(name) }

  private static func hasOwnRules(_ message: Schema.Message) -> Bool {
    func holds(_ rules: RuleTree?) -> Bool { rules.map { !$0.isEmpty } ?? false }
    return holds(RuleTree(.message, in: message.options.unknownFields))
      || message.oneofs.contains {
        holds(RuleTree(.oneof, in: $0.descriptor.options?.unknownFields ?? .init()))
      }
      || message.fields.contains { holds(RuleTree(.field, in: $0.options.unknownFields)) }
  }
}

/// When the rules of a field do not count.
enum Ignoring {
  case unsaid, ifZero, always

  init(_ rules: RuleTree?) {
    switch rules?.number("ignore") {
    case 1: self = .ifZero
    case 3: self = .always
    default: self = .unsaid
    }
  }

  init(_ field: Schema.Field) {
    self.init(RuleTree(.field, in: field.options.unknownFields))
  }
}
