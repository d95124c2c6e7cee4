import Contexts
import RPC

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
      case .call(let command, let given):
        format = try self.format(given)
        try await command.run(try call(command, given, format))
      case .shortcut(let shortcut, let command, let given):
        format = try self.format(given)
        try await shortcut.run(given, try call(command, given, format), console)
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
    } catch let error as UsageError {
      console.complain("mado: \(error)")
      return 2
    } catch {
      console.complain("mado: \(error)")
      return 1
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

  private func call(
    _ command: Command, _ given: Invocation.Given, _ format: Output.Format
  ) throws -> Call {
    let target = try Target(given, environment: environment, contexts: contexts)
    var options = CallOptions(maxResponseBytes: 64 << 20)
    if let token = target.token { try options.metadata.add("authorization", "Bearer \(token)") }
    let timeout = try given["timeout"].map { (word) throws(UsageError) in try Timeout.parse(word) }
    if let timeout = timeout ?? (command.method.kind == .unary ? Client.timeoutDefault : nil) {
      options.deadline = Deadline(after: timeout)
    }
    let requests = RequestSource(
      text: given["json"].map(RequestSource.Text.init), flags: given.flags, console: console)
    let output = Output(
      format, isSingle: command.method.kind.hasSingleResponse, files: try files(given), console)
    return Call(
      transport: try connect(target), options: options, requests: requests, output: output)
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
