import SchemaModel

/// How things are named.
extension LintRule {
  @Sendable static func pascalMessage(_ message: Schema.Message, _ report: inout LintReport) {
    report.rename(
      "message", message.name, to: Casing.pascal(message.name), as: "PascalCase",
      at: message.path + [1])
  }

  @Sendable static func lowerField(_ field: Schema.Field, _ report: inout LintReport) {
    report.rename(
      "field", field.name, to: Casing.lowerSnake(field.name), as: "lower_snake_case",
      at: field.path + [1])
  }

  @Sendable static func lowerOneof(_ oneof: Schema.Oneof, _ report: inout LintReport) {
    report.rename(
      "oneof", oneof.name, to: Casing.lowerSnake(oneof.name), as: "lower_snake_case",
      at: oneof.path + [1])
  }

  @Sendable static func pascalEnum(_ enumeration: Schema.Enum, _ report: inout LintReport) {
    report.rename(
      "enum", enumeration.name, to: Casing.pascal(enumeration.name), as: "PascalCase",
      at: enumeration.path + [1])
  }

  @Sendable static func upperValue(
    _ value: Schema.EnumValue, _ enumeration: Schema.Enum, _ report: inout LintReport
  ) {
    report.rename(
      "enum value", value.name, to: Casing.upperSnake(value.name), as: "UPPER_SNAKE_CASE",
      at: value.path + [1])
  }

  /// The values of an enum share the scope around it: without the prefix, two enums could not both
  /// have `UNSPECIFIED`.
  @Sendable static func prefix(
    _ value: Schema.EnumValue, _ enumeration: Schema.Enum, _ report: inout LintReport
  ) {
    let prefix = Casing.upperSnake(enumeration.name) + "_"
    guard !value.name.hasPrefix(prefix) else { return }
    report.add(
      "enum value \(value.name) does not begin with \(prefix)", at: value.path + [1],
      suggesting: prefix + Casing.upperSnake(value.name),
      help: "values share the scope around their enum, where another enum may want the name")
  }

  @Sendable static func zeroSuffix(
    _ value: Schema.EnumValue, _ enumeration: Schema.Enum, _ report: inout LintReport
  ) {
    let suffix = "_UNSPECIFIED"
    guard value.number == 0, !value.name.hasSuffix(suffix) else { return }
    report.add(
      "the zero value \(value.name) does not end in \(suffix)", at: value.path + [1],
      suggesting: Casing.upperSnake(enumeration.name) + suffix,
      help: "0 is what a sender that says nothing has said, so it should mean just that")
  }

  @Sendable static func zeroFirst(_ enumeration: Schema.Enum, _ report: inout LintReport) {
    guard let first = enumeration.values.first, first.number != 0 else { return }
    report.add(
      "the first value of enum \(enumeration.name) is \(first.number), not 0", at: first.path + [2],
      help: "add a value for 0 before it; the first value is what an absent field has")
  }

  @Sendable static func noAlias(_ enumeration: Schema.Enum, _ report: inout LintReport) {
    guard enumeration.options.allowAlias ?? false else { return }
    report.add(
      "enum \(enumeration.name) allows two names for a number", at: enumeration.path + [3, 2],
      help: "JSON and generated code know only one of them on the way out")
  }

  @Sendable static func notRequired(_ field: Schema.Field, _ report: inout LintReport) {
    guard field.isRequired else { return }
    report.add(
      "field \(field.name) is required", at: field.path + [4], suggesting: "optional",
      help: "a required field can never be taken away again")
  }

  @Sendable static func pascalService(_ service: Schema.Service, _ report: inout LintReport) {
    report.rename(
      "service", service.name, to: Casing.pascal(service.name), as: "PascalCase",
      at: service.path + [1])
  }

  @Sendable static func serviceSuffix(_ service: Schema.Service, _ report: inout LintReport) {
    guard !service.name.hasSuffix("Service") else { return }
    report.add(
      "service \(service.name) does not end in Service", at: service.path + [1],
      suggesting: service.name + "Service")
  }

  @Sendable static func pascalMethod(
    _ method: Schema.Method, _ service: Schema.Service, _ report: inout LintReport
  ) {
    report.rename(
      "method", method.name, to: Casing.pascal(method.name), as: "PascalCase",
      at: method.path + [1])
  }

  @Sendable static func requestName(
    _ method: Schema.Method, _ service: Schema.Service, _ report: inout LintReport
  ) {
    standardName("request", method.requestType, method, service, at: [2], &report)
  }

  @Sendable static func responseName(
    _ method: Schema.Method, _ service: Schema.Service, _ report: inout LintReport
  ) {
    standardName("response", method.responseType, method, service, at: [3], &report)
  }

  private static func standardName(
    _ side: String, _ type: String, _ method: Schema.Method, _ service: Schema.Service,
    at suffix: [Int32], _ report: inout LintReport
  ) {
    let name = type.split(separator: ".").last.map(String.init) ?? type
    let short = Casing.pascal(method.name) + Casing.pascal(side)
    let long = Casing.pascal(service.name) + short
    guard name != short, name != long else { return }
    report.add(
      "the \(side) of \(method.name) is called \(name), not \(short) or \(long)",
      at: method.path + suffix, suggesting: short,
      help: "a message of its own lets the method grow without changing another")
  }
}
