import Protobuf
import SchemaModel

/// What changes about files and methods.
extension BreakingRule {
  @Sendable static func samePackage(_ pair: Schemas.FilePair, _ report: inout BreakingReport) {
    let (old, new) = pair
    guard old.package != new.package else { return }
    report.add(
      "the package changed from \(quoted(old.package)) to \(quoted(new.package))",
      [
        .wire: "paths of methods and names in Any change with it",
        .json: "names in Any change with it", .source: "names of everything in it",
      ], at: (new.name, [2]), before: (old.name, [2]))
  }

  @Sendable static func sameSyntax(_ pair: Schemas.FilePair, _ report: inout BreakingReport) {
    let (old, new) = (syntax(pair.old), syntax(pair.new))
    guard old != new else { return }
    report.add(
      "the syntax changed from \(old) to \(new)",
      [.source: "generated code differs in presence, enums and defaults"],
      at: (pair.new.name, [12]),
      before: (pair.old.name, [12]))
  }

  private static func syntax(_ file: Schema.File) -> String {
    let syntax = file.descriptor.syntax ?? ""
    return syntax.isEmpty ? "proto2" : syntax
  }

  /// An option of files that generated code depends on.
  struct FileOption: Sendable {
    let name: String
    let number: Int32
    let value: @Sendable (GoogleProtobuf.FileOptions) -> String?
  }

  /// Only what generators of other languages read; each is compared as text, absent as its default.
  static let options: [FileOption] = [
    .init(name: "cc_enable_arenas", number: 31) { "\($0.ccEnableArenas ?? true)" },
    .init(name: "cc_generic_services", number: 16) { "\($0.ccGenericServices ?? false)" },
    .init(name: "csharp_namespace", number: 37) { $0.csharpNamespace },
    .init(name: "go_package", number: 11) { $0.goPackage },
    .init(name: "java_generic_services", number: 17) { "\($0.javaGenericServices ?? false)" },
    .init(name: "java_multiple_files", number: 10) { "\($0.javaMultipleFiles ?? false)" },
    .init(name: "java_outer_classname", number: 8) { $0.javaOuterClassname },
    .init(name: "java_package", number: 1) { $0.javaPackage },
    .init(name: "objc_class_prefix", number: 36) { $0.objcClassPrefix },
    .init(name: "optimize_for", number: 9) { ($0.optimizeFor ?? .speed).name ?? "" },
    .init(name: "php_class_prefix", number: 40) { $0.phpClassPrefix },
    .init(name: "php_metadata_namespace", number: 44) { $0.phpMetadataNamespace },
    .init(name: "php_namespace", number: 41) { $0.phpNamespace },
    .init(name: "py_generic_services", number: 18) { "\($0.pyGenericServices ?? false)" },
    .init(name: "ruby_package", number: 45) { $0.rubyPackage },
    .init(name: "swift_prefix", number: 39) { $0.swiftPrefix },
  ]

  static func same(
    _ option: FileOption
  ) -> @Sendable (Schemas.FilePair, inout BreakingReport) -> Void {
    { pair, report in
      let old = option.value(pair.old.options) ?? ""
      let new = option.value(pair.new.options) ?? ""
      guard old != new else { return }
      report.add(
        "option \(option.name) changed from \(quoted(old)) to \(quoted(new))",
        [.source: "where generated code is and what it is called"],
        at: (pair.new.name, [8, option.number]), before: (pair.old.name, [8, option.number]))
    }
  }

  static func quoted(_ value: String) -> String { value.isEmpty ? "none" : "\"\(value)\"" }

  // MARK: Methods

  @Sendable static func sameRequest(_ pair: Schemas.MethodPair, _ report: inout BreakingReport) {
    let old = report.schemas.newName(pair.old.requestType)
    differ("takes", pair, old, pair.new.requestType, at: 2, typeReasons, &report)
  }

  @Sendable static func sameResponse(_ pair: Schemas.MethodPair, _ report: inout BreakingReport) {
    let old = report.schemas.newName(pair.old.responseType)
    differ("gives", pair, old, pair.new.responseType, at: 3, typeReasons, &report)
  }

  @Sendable static func sameClientStreaming(
    _ pair: Schemas.MethodPair, _ report: inout BreakingReport
  ) {
    let (old, new) = (pair.old.isClientStreaming, pair.new.isClientStreaming)
    differ(
      "takes", pair, old ? "a stream" : "one message", new ? "a stream" : "one message", at: 5,
      streamReasons, &report)
  }

  @Sendable static func sameServerStreaming(
    _ pair: Schemas.MethodPair, _ report: inout BreakingReport
  ) {
    let (old, new) = (pair.old.isServerStreaming, pair.new.isServerStreaming)
    differ(
      "gives", pair, old ? "a stream" : "one message", new ? "a stream" : "one message", at: 6,
      streamReasons, &report)
  }

  @Sendable static func sameIdempotency(_ pair: Schemas.MethodPair, _ report: inout BreakingReport)
  {
    func level(_ method: Schema.Method) -> String {
      (method.descriptor.options?.idempotencyLevel ?? .idempotencyUnknown).name ?? ""
    }
    let reason = "clients retry and cache by what they were told"
    differ(
      "has idempotency level", pair, level(pair.old), level(pair.new), at: 4,
      [.wire: reason, .json: reason], &report)
  }

  private static let typeReasons: [Breakage.Kind: String] = [
    .wire: "each side reads what the other wrote as another message",
    .json: "each side reads what the other wrote as another message",
    .source: "code that calls or serves it",
  ]

  private static let streamReasons: [Breakage.Kind: String] = [
    .wire: "the other side waits for an end that does not come, or refuses a second message",
    .json: "the other side waits for an end that does not come, or refuses a second message",
    .source: "code that calls or serves it",
  ]

  private static func differ(
    _ verb: String, _ pair: Schemas.MethodPair, _ old: String, _ new: String, at field: Int32,
    _ reasons: [Breakage.Kind: String], _ report: inout BreakingReport
  ) {
    guard old != new, let oldFile = report.schemas.oldFile(of: pair.old),
      let newFile = report.schemas.newFile(of: pair.new)
    else { return }
    report.add(
      "method \(pair.new.fullName) \(verb) \(new) instead of \(old)", reasons,
      at: (newFile, pair.new.path + [field]), before: (oldFile, pair.old.path + [field]))
  }
}

extension Schemas {
  /// The file of a method's service in the old schema.
  func oldFile(of method: Schema.Method) -> String? { Self.file(of: method, in: old) }

  /// The file of a method's service in the new schema.
  func newFile(of method: Schema.Method) -> String? { Self.file(of: method, in: new) }

  private static func file(of method: Schema.Method, in schema: Schema) -> String? {
    schema.service(String(method.fullName.dropLast(method.name.count + 1)))?.fileName
  }
}
