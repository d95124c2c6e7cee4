import Calling
import MadoAPI
import Protobuf
import RPC
import Synchronization

/// Writes responses in the form that the person wants.
final class Output: Sendable {
  enum Format: String, Sendable, CaseIterable {
    /// For people.
    case table
    /// JSON in many lines.
    case json
    /// A line of JSON for each response.
    case jsonl
  }

  let format: Format
  private let console: Console
  /// The columns that a table may take; nil for any.
  private let width: Int?
  /// Whether a call gives one response at most.
  private let isSingle: Bool
  /// An optional mutex would crash the program when it goes: Swift 6.3.1.
  private let files: Mutex<ByteFiles?>

  init(
    _ format: Format, isSingle: Bool, isWide: Bool = false, files: ByteFiles?, _ console: Console
  ) {
    width = isWide ? nil : console.columns
    self.format = format
    self.isSingle = isSingle
    self.files = Mutex(files)
    self.console = console
  }

  /// Refuses, before the call is made, responses of a stream that a table cannot show.
  func expect<M: Message>(_ type: M.Type) throws(UsageError) {
    guard format == .table, !isSingle, files.withLock({ $0 == nil }) else { return }
    for field in MessageShape(type).fields {
      guard case .bytes = field.content else { continue }
      throw UsageError(
        "the responses are parts of a file (\(field.name)): give --out FILE to keep it, or "
          + "--output jsonl for lines of JSON")
    }
  }

  func write<M: Message>(_ message: M) {
    let options = JSONOptions(types: Self.results)
    write(try? message.json(options), MessageShape(M.self)) { message.text() }
  }

  /// What comes within a `google.protobuf.Any`: what operations come to.
  private static let results: TypeRegistry = [
    Audit.VerifyResponse.self, Billing.BillingCycleReport.self,
  ]

  /// Writes a response of a schema that the program was not built with.
  func write(_ message: DynamicMessage) {
    write(try? message.json(), MessageShape(message.descriptor)) { message.text() }
  }

  /// - Parameter text: how a response is shown that has no JSON, such as an instant of the year 10000.
  private func write(_ json: String?, _ shape: MessageShape, text: () -> String) {
    guard let json, var tree = try? JSONParser.parse(json) else { return console.print(text()) }
    let isPart = files.withLock { files in
      files?.take(from: &tree, shape)
      return files?.isOneFile == true
    }
    switch format {
    case .json: console.print(tree.prettyText)
    case .jsonl: console.print(tree.text)
    case .table where isPart: break
    case .table where isSingle:
      Table(tree: tree, shape: shape).lines(within: width).forEach(console.print)
    case .table: console.print(Table(tree: tree, shape: shape).line)
    }
  }

  /// The call has ended well. Throws when a file could not be written.
  func finish() throws(LocalFailure) {
    let problem = files.withLock { $0?.finish() }
    if let problem { throw LocalFailure(description: problem) }
    let summary = files.withLock { $0?.summary }
    if format == .table, let summary { console.print(summary) }
  }
}
