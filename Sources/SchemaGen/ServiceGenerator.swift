import Protobuf
import SchemaModel

/// Writes services: a protocol for the server, a struct for the client, and their descriptors.
struct ServiceGenerator {
  let schema: Schema
  let types: TypeIndex
  let namespace: String

  func generate(_ service: Schema.Service, _ printer: inout CodePrinter) {
    let name = SwiftName.serviceProtocol(service.name)
    printer.separate()
    printer.block("extension \(namespace) {") { printer in
      server(service, &printer)
      printer.separate()
      client(service, &printer)
      printer.separate()
      descriptors(service, &printer)
    }
    printer.separate()
    printer.block("extension \(namespace).\(name) {") { printer in
      let descriptor = "\(namespace).\(SwiftName.serviceDescriptor(service.name))"
      let constant = "public static var descriptor: ServiceDescriptor {"
      if printer.fits("\(constant) \(descriptor).service }") {
        printer.line("\(constant) \(descriptor).service }")
      } else {
        printer.block(constant) { $0.line("\(descriptor).service") }
      }
      printer.separate()
      printer.block("public var methods: [ServerMethod] {") { printer in
        printer.block("[", closing: "]") { printer in
          let comma = service.methods.count == 1 ? "" : ","
          for method in service.methods {
            served(method, as: "\(descriptor).\(functionName(method))", &printer, comma)
          }
        }
      }
    }
  }

  // MARK: - Server

  private func server(_ service: Schema.Service, _ printer: inout CodePrinter) {
    printer.documentation(service.comments.text)
    printer.block("public protocol \(SwiftName.serviceProtocol(service.name)): \(rpc("Service")) {")
    {
      printer in
      for method in service.methods {
        printer.separate()
        printer.documentation(method.comments.text)
        var parameters = [
          method.isClientStreaming
            ? "_ requests: \(rpc("RequestStream"))<\(request(method))>"
            : "_ request: \(request(method))"
        ]
        if method.isServerStreaming {
          parameters.append("_ responses: \(rpc("ResponseStream"))<\(response(method))>")
        }
        parameters.append("_ call: \(rpc("CallContext"))")
        let result = method.isServerStreaming ? "" : " -> \(response(method))"
        printer.list("func \(functionName(method))", parameters, " async throws\(result)")
      }
    }
  }

  /// A method and the closure that serves it, its head broken where one line does not hold it.
  private func served(
    _ method: Schema.Method, as descriptor: String, _ printer: inout CodePrinter, _ comma: String
  ) {
    let (head, signature) = ("ServerMethod(\(descriptor)) {", "call throws(RPCError) in")
    let fitsWhole = printer.fits("\(head) \(signature)")
    var opening = "\(head) \(signature)"
    if !fitsWhole, printer.fits(head) {
      opening = head
    } else if !fitsWhole {
      printer.line("ServerMethod(")
      printer.indented { $0.line(descriptor) }
      opening = ") { \(signature)"
    }
    printer.block(opening, closing: "}\(comma)") { printer in
      if opening == head { printer.line(signature) }
      handler(method, &printer)
    }
  }

  /// What serves a method: all in one closure, each step of which is a call of a function that the
  /// compiler knows.
  private func handler(_ method: Schema.Method, _ printer: inout CodePrinter) {
    let function = "self.\(functionName(method))"
    printer.line("do {")
    printer.indented { printer in
      var request = "RequestStream(call)"
      switch (method.isClientStreaming, method.isServerStreaming) {
      case (true, _): break
      case (false, false): request = ".request(call.request(), of: call)"
      case (false, true):
        printer.line("guard let bytes = try await call.stream.onlyMessage() else { return }")
        request = ".request(bytes, of: call)"
      }
      if method.isServerStreaming {
        printer.call("try await \(function)", [request, "ResponseStream(call)", "call"])
      } else {
        printer.call("let response = try await \(function)", [request, "call"])
      }
      switch (method.isClientStreaming, method.isServerStreaming) {
      case (false, false): printer.line("try call.answer(response.framed())")
      case (true, false):
        printer.line("try await call.stream.send(response.framed())")
        fallthrough
      case (_, true): printer.line("try call.finished()")
      }
    }
    printer.line("} catch {")
    printer.indented { $0.line("throw RPCError(thrown: error, by: call)") }
    printer.line("}")
  }

  // MARK: - Client

  private func client(_ service: Schema.Service, _ printer: inout CodePrinter) {
    let transport = "any \(rpc("ClientTransport"))"
    printer.line("/// Calls `\(service.fullName)`.")
    printer.deprecation(service.isDeprecated)
    printer.block("public struct \(SwiftName.serviceClient(service.name)): Sendable {") { printer in
      printer.line("public let transport: \(transport)")
      printer.separate()
      printer.line("public init(_ transport: \(transport)) { self.transport = transport }")
      for method in service.methods {
        printer.separate()
        call(method, of: service, &printer)
      }
    }
  }

  private func call(
    _ method: Schema.Method, of service: Schema.Service, _ printer: inout CodePrinter
  ) {
    let options = rpc("CallOptions")
    var parameters = ["_ options: \(options) = \(options)()"]
    var arguments = [
      "\(SwiftName.serviceDescriptor(service.name)).\(functionName(method))", "options",
    ]
    if !method.isClientStreaming {
      parameters.insert("_ request: \(request(method))", at: 0)
      arguments.insert("request", at: 1)
    }
    let streams = method.isClientStreaming || method.isServerStreaming
    let result =
      streams
      ? "\(rpc("ClientStream"))<\(request(method)), \(response(method))>" : response(method)
    let effects = " async throws(\(rpc("RPCError")))"
    printer.deprecation(method.isDeprecated)
    printer.list(
      "public func \(functionName(method))", parameters, "\(effects) -> \(result) {")
    printer.indented { $0.call("try await transport.\(Self.kind(method))", arguments) }
    printer.line("}")
  }

  // MARK: - Descriptors

  private func descriptors(_ service: Schema.Service, _ printer: inout CodePrinter) {
    let descriptor = rpc("MethodDescriptor")
    printer.documentation("The names of `\(service.fullName)` and its methods.")
    printer.block("public enum \(SwiftName.serviceDescriptor(service.name)) {") { printer in
      let string = types.runtime("String", of: "Swift", in: scope)
      printer.assignment("private static let name: \(string)", "\"\(service.fullName)\"")
      for method in service.methods {
        let function = functionName(method)
        let declaration = "public static let \(function) ="
        let arguments = [
          "service: name", "name: \"\(method.name)\"", "kind: .\(Self.kind(method))",
        ]
        let call = "\(descriptor)(\(arguments.joined(separator: ", ")))"
        if printer.fits("\(declaration) \(call)") {
          printer.line("\(declaration) \(call)")
        } else {
          printer.call("\(declaration) \(descriptor)", arguments)
        }
      }
      constant(of: service, &printer)
    }
  }

  private func constant(of service: Schema.Service, _ printer: inout CodePrinter) {
    let methods = service.methods.map(functionName)
    let head = "public static let service = \(rpc("ServiceDescriptor"))"
    let file = "file: \(SwiftName.fileConstant(service.fileName))"
    let list = "methods: [\(methods.joined(separator: ", "))]"
    let isShort = printer.fits("  \(list),")
    guard !isShort else { return printer.call(head, ["name: name", list, file]) }
    printer.line("\(head)(")
    printer.indented { printer in
      printer.line("name: name,")
      printer.block("methods: [", closing: "],") { $0.fill(methods) }
      printer.line("\(file))")
    }
  }

  // MARK: - Names

  private var scope: TypeIndex.Scope { TypeIndex.declarationScope([namespace]) }

  private func rpc(_ name: String) -> String { types.runtime(name, of: "RPC", in: scope) }

  private func request(_ method: Schema.Method) -> String {
    types.reference(method.requestType, in: scope)
  }

  private func response(_ method: Schema.Method) -> String {
    types.reference(method.responseType, in: scope)
  }

  private func functionName(_ method: Schema.Method) -> String {
    SwiftName.function(method.name)
  }

  /// The name of the factory on both sides and of the kind.
  static func kind(_ method: Schema.Method) -> String {
    switch (method.isClientStreaming, method.isServerStreaming) {
    case (false, false): "unary"
    case (true, false): "clientStreaming"
    case (false, true): "serverStreaming"
    case (true, true): "bidirectional"
    }
  }
}

extension Schema.Service {
  var isDeprecated: Bool { descriptor.options?.deprecated ?? false }
}

extension Schema.Method {
  var isDeprecated: Bool { descriptor.options?.deprecated ?? false }
}
