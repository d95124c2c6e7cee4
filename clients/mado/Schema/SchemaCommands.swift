import Calling
import Protobuf
import RPC

/// What is asked of a schema that the program was not built with.
enum SchemaCommand: Sendable, Hashable {
  /// A method, `package.Service/Method`.
  case call(String?)
  /// All services, or the methods of one.
  case list(String?)
  /// All services, or what has this name.
  case describe(String?)

  var word: String {
    switch self {
    case .call: "call"
    case .list: "list"
    case .describe: "describe"
    }
  }
}

/// `mado call`, `mado list` and `mado describe` on whatever schema the server or a file has.
struct SchemaCommands {
  let source: any SchemaSource
  let console: Console
  /// Makes what a call needs, once its kind is known.
  let call: (MethodDescriptor.Kind) throws -> Call

  func run(_ command: SchemaCommand) async throws {
    switch command {
    case .call(let path): try await call(path ?? "")
    case .list(nil): try await source.services().forEach(show)
    case .list(let name?):
      let service = try await service(name)
      for method in service.methods { show("\(service.name)/\(method.name)") }
    case .describe(nil):
      for (index, name) in try await source.services().enumerated() {
        if index > 0 { console.print("") }
        SchemaText.service(try await service(name)).forEach(show)
      }
    case .describe(let name?): try await describe(name)
    }
  }

  /// Nothing that a server sends may steer the terminal.
  private func show(_ line: String) { console.print(TextWidth.onOneLine(line)) }

  private func service(_ name: String) async throws -> DescriptorPool.Service {
    let pool = try await source.pool(holding: name)
    guard let service = pool.service(named: name) else {
      throw UsageError("\(name) is no service, but a type; mado describe \(name) shows it")
    }
    return service
  }

  private func describe(_ name: String) async throws {
    if name.contains("/") {
      let found = try await source.method(name)
      show("// of \(found.service.name)")
      show(SchemaText.method(found.method))
      for message in [found.input, found.output] {
        guard let message else { continue }
        console.print("")
        SchemaText.message(message).forEach(show)
      }
      return
    }
    let pool = try await source.pool(holding: name)
    if let service = pool.service(named: name) {
      SchemaText.service(service).forEach(show)
    } else if let message = pool.message(named: name) {
      SchemaText.message(message).forEach(show)
    } else if let enumeration = pool.enumeration(named: name) {
      SchemaText.enumeration(enumeration).forEach(show)
    }
  }

  // MARK: - Calling

  private func call(_ path: String) async throws {
    let method = try await source.method(path)
    guard let input = method.input, let output = method.output else { return }
    let descriptor = method.descriptor
    let call = try call(descriptor.kind)
    let requests = try DynamicRequests(
      call.requests, input, isSingle: descriptor.kind.hasSingleRequest)
    let stream = DynamicStream(
      try await call.transport.open(descriptor, call.options), descriptor, output)
    try await stream.converse {
      var requests = requests
      while let request = try requests.next() { try await stream.send(request) }
    } receiving: {
      call.output.write($0)
    }
    try call.output.finish()
  }
}

/// The requests of a call, read as messages of a type.
private struct DynamicRequests: Sendable {
  private let type: MessageDescriptor
  private var first: DynamicMessage?
  private var lines: RequestSource.Reader?

  init(
    _ source: RequestSource, _ type: MessageDescriptor, isSingle: Bool
  ) throws(UsageError) {
    self.type = type
    if isSingle {
      first = try source.single(type.fullName) { (json) throws(JSONError) in
        try DynamicMessage(type, json: json)
      }
    } else {
      lines = try source.stream()
    }
  }

  mutating func next() throws(UsageError) -> DynamicMessage? {
    guard lines != nil else { return first.take() }
    let type = type
    return try lines?.next(type.fullName) { (json) throws(JSONError) in
      try DynamicMessage(type, json: json)
    }
  }
}
