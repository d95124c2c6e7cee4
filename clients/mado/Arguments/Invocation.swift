/// What a command line asks for.
enum Invocation: Sendable {
  case help(Topic)
  case version
  case call(Command, Given)
  case shortcut(Shortcut, Command, Given)
  case context([String], Given)
  case agent([String], Given)
  case schema(SchemaCommand, Given)

  /// Where in the tree help is wanted.
  enum Topic: Sendable {
    case root
    case context
    case agent
    case area(Area)
    case service(ServiceCommands, of: Area)
    case command(Command)
    case schema(SchemaCommand)
  }

  /// The options and flags of a command line.
  struct Given: Sendable {
    /// By name; a switch has the value `true`.
    var options: [String: [String]] = [:]
    /// In their order.
    var flags: [RequestSource.Given] = []

    /// Whether the schema is to be that of the server or of a file, not the one built in.
    var wantsSchema: Bool { self["reflection"] != nil || self["descriptor-set"] != nil }

    /// The last value counts.
    subscript(name: String) -> String? { options[name]?.last }
  }
}
