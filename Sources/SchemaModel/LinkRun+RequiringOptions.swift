import Buffers
import Protobuf
import SchemaSyntax

/// Phase 9: custom options that nothing may be without (schemac/options.proto).
extension LinkRun {
  mutating func checkRequiredOptions() {
    guard case .field(let demand)? = symbols["schemac.required_in"], let number = demand.number
    else { return }
    let requiredIn = Extension<GoogleProtobuf.FieldOptions, String>(
      demand.fullName, UInt32(clamping: number), .string)
    for file in files where file.isWhole {
      for option in file.allExtensions where !option.options.encoded.isEmpty {
        let options = try? GoogleProtobuf.FieldOptions(decoding: Bytes(option.options.encoded))
        if let package = options?[requiredIn] { require(option, in: package) }
      }
    }
  }

  private mutating func require(_ option: FieldNode, in package: String) {
    guard let number = option.number, let extendee = option.extendee else { return }
    guard let target = OptionList.Target(rawValue: extendee.fullName),
      target != .file, target != .extensionRange
    else {
      return error(
        "\"\(option.fullName)\" extends \(extendee.fullName), and cannot be required",
        at: option.name.span,
        help: "options of messages, fields, oneofs, enums, enum values, services and methods can be"
      )
    }
    for file in files where file.isWhole && file.package.isWithin(package) {
      for node in file.declarations(with: target) {
        let paths = node.options.statements.map { optionPaths[$0.span] }
        // An option without a path was refused, which has been said.
        guard !paths.contains(where: { $0 == nil || $0?.first == number }) else { continue }
        error(
          "\"\(node.fullName)\" has no option (\(option.fullName))", at: node.name.span,
          help: target.standsInBrackets
            ? "set it: [(\(option.fullName)) = ...]"
            : "set it: { option (\(option.fullName)) = ...; }",
          note: ("\(target.element) in package \(package) must have it", option.name.span))
      }
    }
  }
}

extension String {
  /// Whether a package is `package` or below it.
  fileprivate func isWithin(_ package: String) -> Bool {
    self == package || hasPrefix(package + ".")
  }
}

extension FileNode {
  /// What a file declares that has options of the kind, as far as somebody wrote it.
  fileprivate func declarations(with target: OptionList.Target) -> [Node] {
    switch target {
    case .message: allMessages.filter { !$0.isMapEntry }
    case .field: allMessages.flatMap(\.fields).filter { $0.syntax != nil }
    case .oneof: allMessages.flatMap(\.oneofs).filter { !$0.isSynthetic }
    case .enumeration: allEnums
    case .enumValue: allEnums.flatMap(\.values)
    case .service: services
    case .method: services.flatMap(\.methods)
    case .file, .extensionRange: []
    }
  }
}

extension OptionList.Target {
  fileprivate var standsInBrackets: Bool { self == .field || self == .enumValue }
}
