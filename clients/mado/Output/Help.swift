/// The help texts. What they say of the schema are the schema's own comments.
struct Help {
  let tree: CommandTree
  /// In columns.
  var width = 90

  func text(_ topic: Invocation.Topic) -> String {
    switch topic {
    case .root: root
    case .context: ContextCommands.help
    case .agent: AgentCommand.help
    case .area(let area): text(area)
    case .service(let service, let area): text(service, of: area)
    case .command(let command): text(command)
    case .schema: schema
    }
  }

  private var root: String {
    """
    mado calls a Mado server: every method of its schema is a command. By call, list and describe
    it calls and shows any other gRPC server, too.

      mado AREA [SERVICE] METHOD [--FLAG VALUE…]
      mado call PACKAGE.SERVICE/METHOD [--FLAG VALUE…]
      mado list|describe [NAME]
      mado agent run --spool DIR
      mado context add|use|list|show|remove
      mado help [AREA [SERVICE] [METHOD]]

    Areas:
    \(list(tree.areas.map { ($0.name, summary(help($0))) }))

    Options of every call:
    \(list(Option.all.map { (title($0), $0.help) }))

    Without --context and --server the context in use counts; MADO_SERVER and MADO_TOKEN stand
    in for --server and --token. Times are RFC 3339, bytes base64 or @FILE, messages JSON.

    Exit status: 0 when the call ended with OK; 1 when it did but a file could not be written or
    pictures were refused, or when a server's reflection makes no sense; 2 when the command line or a request was wrong; else 10 and the number
    of the gRPC status: 12 UNKNOWN, 13 INVALID_ARGUMENT, 14 DEADLINE_EXCEEDED, 15 NOT_FOUND,
    17 PERMISSION_DENIED, 18 RESOURCE_EXHAUSTED, 19 FAILED_PRECONDITION, 21 OUT_OF_RANGE,
    24 UNAVAILABLE, 26 UNAUTHENTICATED.
    """
  }

  private var schema: String {
    """
    mado call, list and describe work on any gRPC server, whatever its schema.

      mado call PACKAGE.SERVICE/METHOD [--data JSON|@FILE|-]
                                 call it; a stream of requests is a line of JSON each; so are
                                 the responses, unless --output says otherwise
      mado list [SERVICE]        the services, or the methods of one
      mado describe [NAME]       the services, or one service, method, message or enum, as a
                                 schema declares them

    The schema is the server's own, asked for by reflection (grpc.reflection, v1 or v1alpha), or
    that of --descriptor-set FILE, as made by protoc --include_imports --descriptor_set_out=FILE.
    Methods that mado was built with take flags, too; --reflection asks the server all the same.

    Options of every call: see mado --help
    """
  }

  private func text(_ area: Area) -> String {
    let others = area.services.filter { $0.name != area.name }
    var parts = ["mado \(area.name)\n\n" + indented(help(area))]
    if !others.isEmpty {
      parts.append("Services:\n" + list(others.map { ($0.name, summary($0.help)) }))
    }
    if !area.ownCommands.isEmpty {
      parts.append("Commands:\n" + list(area.ownCommands.map { ($0.name, summary($0.help)) }))
    }
    return parts.joined(separator: "\n\n")
  }

  private func text(_ service: ServiceCommands, of area: Area) -> String {
    """
    mado \(area.name) \(service.name): \(service.descriptor.name)

    \(indented(service.help))

    Commands:
    \(list(service.commands.map { ($0.name, summary($0.help)) }))
    """
  }

  private func text(_ command: Command) -> String {
    let method = command.method
    var parts = [
      "mado \(words(to: command)): \(method.path.dropFirst())\(streaming(command))",
      indented(command.help),
    ]
    if !command.flags.isEmpty {
      parts.append("Flags:\n" + list(command.flags.map { (title($0), help($0)) }))
    }
    for shortcut in command.shortcuts {
      parts.append("Instead:\n" + list(shortcut.options.map { (title($0), $0.help) }))
    }
    parts.append("Options of every call: see mado --help")
    return parts.joined(separator: "\n\n")
  }

  /// The words that lead to a command.
  func words(to command: Command) -> String {
    for area in tree.areas {
      for service in area.services
      where service.commands.contains(where: { $0.method == command.method }) {
        let isOwn = area.ownCommands.contains { $0.method == command.method }
        return (isOwn ? [area.name] : [area.name, service.name]).joined(separator: " ")
          + " \(command.name)"
      }
    }
    return command.name
  }

  private func streaming(_ command: Command) -> String {
    switch command.method.kind {
    case .unary: ""
    case .clientStreaming: " (many requests: --json, a line each)"
    case .serverStreaming: " (many responses)"
    case .bidirectional: " (many requests: --json, a line each; many responses)"
    }
  }

  /// The package's comment, or that of its first service.
  private func help(_ area: Area) -> String {
    area.help.isEmpty ? area.services.first?.help ?? "" : area.help
  }

  private func title(_ flag: Flag) -> String {
    "--\(flag.name)" + (flag.kind.placeholder.map { " \($0)" } ?? "")
  }

  private func title(_ option: Option) -> String {
    "--\(option.name)" + (option.placeholder.map { " \($0)" } ?? "")
  }

  private func help(_ flag: Flag) -> String {
    var help = flag.help
    if case .choice(let names) = flag.kind { help += " One of \(Flag.Kind.listed(names))." }
    if flag.isRepeated { help += " May be given several times." }
    return help
  }

  private func list(_ entries: [(String, String)]) -> String {
    let indent = min(entries.map { TextWidth.of($0.0) }.max() ?? 0, 28) + 4
    return entries.map { name, help in
      let lines = TextWidth.wrap(help, to: max(width - indent, 20))
      let margin = String(repeating: " ", count: indent)
      let first = TextWidth.pad("  " + name, to: indent)
      let fits = TextWidth.of(name) + 4 <= indent
      let head = fits ? first + (lines.first ?? "") : first + "\n" + margin + (lines.first ?? "")
      return ([head] + lines.dropFirst().map { margin + $0 }).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private func indented(_ text: String) -> String {
    TextWidth.wrap(text.isEmpty ? "The schema says nothing of it." : text, to: width - 2)
      .map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n")
  }

  /// The first sentence.
  private func summary(_ text: String) -> String {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    guard let end = words.firstIndex(where: { $0.hasSuffix(".") }) else {
      return words.joined(separator: " ")
    }
    return words[...end].joined(separator: " ")
  }
}
