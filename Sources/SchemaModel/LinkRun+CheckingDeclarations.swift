import Buffers
import Protobuf
import SchemaSyntax

/// Phase 11: extensions against what the ranges of numbers declare of them (descriptor.proto,
/// `ExtensionRangeOptions.declaration`).
extension LinkRun {
  private typealias Declaration = GoogleProtobuf.ExtensionRangeOptions.Declaration

  mutating func checkDeclarations() {
    for file in files where file.isWhole {
      for message in file.allMessages {
        for range in message.extensionRanges { check(range) }
      }
      for field in file.allExtensions { checkDeclared(field) }
    }
  }

  private mutating func check(_ range: ExtensionRangeNode) {
    guard let options = range.declaring else { return }
    let span = range.options.statement("declaration")?.span ?? range.range.span
    guard !options.declaration.isEmpty else { return }
    if options.verification == .unverified {
      error(
        "a range that declares extensions cannot be UNVERIFIED",
        at: range.options.statement("verification")?.span ?? span,
        help: "remove verification: declarations are always checked")
    }
    var numbers: Set<Int32> = []
    var names: Set<String> = []
    for declaration in options.declaration {
      let number = declaration.number ?? 0
      if !range.range.contains(number) {
        error("declared number \(number) is not in the range", at: span)
      }
      if !numbers.insert(number).inserted {
        error("number \(number) is declared twice", at: span)
      }
      if let reason = reason(against: declaration, &names) {
        error("the declaration of number \(number) \(reason)", at: span)
      }
    }
  }

  /// What is wrong with a declaration on its own, behind its name.
  private func reason(against declaration: Declaration, _ names: inout Set<String>) -> String? {
    guard let name = declaration.fullName, let type = declaration.type else {
      let hasNeither = declaration.fullName == nil && declaration.type == nil
      return hasNeither && declaration.reserved == true
        ? nil : "needs both full_name and type, or reserved = true alone"
    }
    if !names.insert(name).inserted { return "repeats the name \"\(name)\"" }
    let isScalar = ScalarType(rawValue: type) != nil
    for symbol in isScalar ? [name] : [name, type] where !symbol.isDottedName {
      return "names \"\(symbol)\": give a full name with a leading dot"
    }
    return nil
  }

  private mutating func checkDeclared(_ field: FieldNode) {
    guard let extendee = field.extendee, let number = field.number,
      let range = extendee.extensionRanges.first(where: { $0.range.contains(number) }),
      let options = range.declaring
    else { return }
    let note = (text: "the range is here", at: range.range.span)
    guard let declaration = options.declaration.first(where: { $0.number == number }) else {
      if !options.declaration.isEmpty || options.verification == .declaration {
        error(
          "the range declares its extensions, and none with number \(number)",
          at: field.numberSpan, help: "declare the extension there", note: note)
      }
      return
    }
    if declaration.reserved == true {
      error(
        "the range keeps number \(number) free: it is declared reserved", at: field.numberSpan,
        note: note)
      return
    }
    let (name, type) = (".\(field.fullName)", field.declaredType)
    if let wanted = declaration.fullName, wanted != name {
      error(
        "number \(number) is declared for \"\(wanted)\", not \"\(name)\"", at: field.name.span,
        note: note)
    } else if let wanted = declaration.type, let type, wanted != type {
      error(
        "extension \(field.fullName) is declared to be \(wanted), not \(type)",
        at: field.typeName?.span ?? field.name.span, note: note)
    } else if (declaration.repeated ?? false) != (field.label == .repeated) {
      let wanted = declaration.repeated == true ? "repeated" : "not repeated"
      error(
        "extension \(field.fullName) is declared to be \(wanted)", at: field.name.span, note: note)
    }
  }
}

extension ExtensionRangeNode {
  /// The options, those for the compiler among them; nil without options.
  fileprivate var declaring: GoogleProtobuf.ExtensionRangeOptions? {
    options.statements.isEmpty
      ? nil
      : try? GoogleProtobuf.ExtensionRangeOptions(
        decoding: Bytes(options.encoded + options.leftOut))
  }
}

extension FieldNode {
  /// The type as a declaration spells it; nil when it could not be found.
  fileprivate var declaredType: String? {
    switch type {
    case .scalar(let scalar): scalar.rawValue
    case .message(let message), .group(let message): "." + message.fullName
    case .enumeration(let enumeration): "." + enumeration.fullName
    case .unknown: nil
    }
  }
}

extension String {
  /// A leading dot, and identifiers with dots between them.
  fileprivate var isDottedName: Bool {
    guard first == "." else { return false }
    return dropFirst().split(separator: ".", omittingEmptySubsequences: false)
      .allSatisfy(\.isIdentifier)
  }
}
