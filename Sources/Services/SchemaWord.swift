import MadoAPI
import Protobuf

/// An enum of the schema whose values have words: `TENANT_ROLE_WORKER` is `WORKER`. Rows keep the words, and people
/// read them.
protocol SchemaWord: ProtobufEnum, Hashable {
  /// What stands before the word in the schema.
  static var prefix: String { get }
}

extension SchemaWord {
  /// The value of that word; nil when there is none.
  init?(word: String) {
    self.init(name: Self.prefix + word)
    if number == 0 { return nil }
  }

  /// What rows keep and people read.
  var word: String { name.map { String($0.dropFirst(Self.prefix.count)) } ?? "\(number)" }
}

/// An enum of the schema that says what an enum of the rules says, in the same words: `prepaid-year` is
/// `CHARGE_PREPAID_YEAR`.
protocol WordOfRules: SchemaWord {
  associatedtype Rule: RawRepresentable<String>
}

extension WordOfRules {
  /// Unspecified where the schema has no such word.
  init(_ rule: Rule) {
    self = Self(word: rule.rawValue.uppercased().replacing("-", with: "_")) ?? Self()
  }

  /// Nil where it is not said, or not known.
  var rule: Rule? { Rule(rawValue: word.lowercased().replacing("_", with: "-")) }
}
