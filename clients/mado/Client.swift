import Calling
import Contexts
import Protobuf
import RPC
import RPCTransport

/// The program: a command line in, an exit status out.
struct Client: Sendable {
  let tree: CommandTree
  let console: Console
  let environment: [String: String]
  /// Makes the way to a server.
  let connect: @Sendable (Target) throws(UsageError) -> any ClientTransport

  static let version = "0.1.0"

  /// What a unary call may take when nothing is said.
  private static let timeoutDefault = Duration.seconds(60)

  func run(_ arguments: [String]) async -> Int32 {
    var format = Output.Format.table
    do {
      switch try Parser.parse(arguments, tree) {
      case .help(let topic): console.print(Help(tree: tree).text(topic))
      case .version: console.print("mado \(Client.version)")
      case .context(let words, let given):
        try ContextCommands(contexts: contexts, console: console).run(words, given)
      case .agent(let words, let given):
        try await agent(try AgentCommand.Settings(words, given), given).run()
      case .call(let command, let given):
        format = try self.format(given)
        try await command.run(try call(command.method.kind, given, format))
      case .shortcut(let shortcut, let command, let given):
        format = try self.format(given)
        try await shortcut.run(given, try call(command.method.kind, given, format), console)
      case .schema(let command, let given):
        format = try self.format(given)
        try await schemaCommands(given).run(command)
      }
      return 0
    } catch let error as RPCError {
      let report = ErrorReport(error: error)
      if format == .table {
        report.lines.forEach(console.complain)
      } else {
        console.complain(report.json.text)
      }
      return report.exitStatus
    } catch {
      // It may quote what a server has sent.
      console.complain("mado: \(TextWidth.onOneLine("\(error)"))")
      for detail in (error as? UsageError)?.details ?? [] {
        console.complain("  \(TextWidth.onOneLine(detail))")
      }
      return error is UsageError ? 2 : 1
    }
  }

  private var contexts: ContextFolder { ContextFolder(ContextFolder.defaultPath(environment)) }

  private func format(_ given: Invocation.Given) throws(UsageError) -> Output.Format {
    guard let word = given["output"] else { return .table }
    guard let format = Output.Format(rawValue: word) else {
      throw UsageError("--output: '\(word)' is not allowed; give table, json or jsonl")
    }
    return format
  }

  /// In which language errors are wanted: that of the terminal, if the service has it.
  private var language: String {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let locale = names.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return ["ja", "zh"].first(where: locale.hasPrefix) ?? "en"
  }

  private func target(_ given: Invocation.Given) throws(UsageError) -> Target {
    try Target(given: { given[$0] }, environment: environment, contexts: contexts)
  }

  private func options(
    _ target: Target, _ kind: MethodDescriptor.Kind, _ given: Invocation.Given
  ) throws -> CallOptions {
    var options = CallOptions(maxResponseBytes: 64 << 20)
    // What is given comes first, and the first counts.
    options.metadata = try target.metadata(
      and: (given.options["metadata"] ?? []) + ["accept-language=\(language)"])
    let timeout = try given["timeout"].map { (word) throws(UsageError) in try Timeout.parse(word) }
    if let timeout = timeout ?? (kind == .unary ? Client.timeoutDefault : nil) {
      options.deadline = Deadline(after: timeout)
    }
    return options
  }

  /// - Parameter transport: the way to the server, if there is one already.
  private func call(
    _ kind: MethodDescriptor.Kind, _ given: Invocation.Given, _ format: Output.Format,
    over transport: (any ClientTransport)? = nil
  ) throws -> Call {
    let target = try target(given)
    let options = try options(target, kind, given)
    let requests = RequestSource(
      text: given["json"].map(RequestSource.Text.init), flags: given.flags, console: console)
    let output = Output(
      format, isSingle: kind.hasSingleResponse, isWide: given["wide"] != nil,
      files: try files(given), console)
    return Call(
      transport: try transport ?? connect(target), options: options, requests: requests,
      output: output)
  }

  /// An agent's streams may be silent for long: a line that is dead is to be known for it. One of 32 kbit/s takes half a
  /// minute for a picture, in which nothing comes back.
  private func agent(
    _ settings: AgentCommand.Settings, _ given: Invocation.Given
  ) throws -> AgentCommand {
    var target = try target(given)
    target.keepalive = Keepalive(interval: .seconds(30), timeout: .seconds(45))
    return AgentCommand(
      settings: settings, transport: try connect(target),
      options: try options(target, .bidirectional, given), console: console,
      environment: environment)
  }

  /// The schema comes from the file that is given, else from the server. Responses are lines of
  /// JSON unless another form is asked for.
  private func schemaCommands(_ given: Invocation.Given) throws -> SchemaCommands {
    let format = given["output"] == nil ? .jsonl : try format(given)
    if let path = given["descriptor-set"] {
      return SchemaCommands(source: try DescriptorSetFile(path), console: console) { kind in
        try call(kind, given, format)
      }
    }
    let target = try target(given)
    let transport = try connect(target)
    let reflection = Reflection(transport: transport, options: try options(target, .unary, given))
    return SchemaCommands(source: reflection, console: console) { kind in
      try call(kind, given, format, over: transport)
    }
  }

  private func files(_ given: Invocation.Given) throws(UsageError) -> ByteFiles? {
    switch (given["out"], given["save"]) {
    case (nil, nil): nil
    case (let file?, nil): ByteFiles(.file(file))
    case (nil, let folder?): ByteFiles(.folder(folder))
    case (_?, _?): throw UsageError("--out and --save exclude each other; give one")
    }
  }
}
