import Protobuf
import SchemaModel

/// What changes about fields, but for their types.
extension BreakingRule {
  /// How many values a field has, and what is known of its absence.
  private enum Cardinality: String {
    case implicit = "optional without presence"
    case explicit = "optional with presence"
    case required
    case repeated
    case map = "a map"

    init(_ field: Schema.Field, in schema: Schema) {
      self =
        if schema.mapEntry(of: field) != nil {
          .map
        } else if field.isRepeated {
          .repeated
        } else if field.isRequired {
          .required
        } else {
          field.hasPresence ? .explicit : .implicit
        }
    }

    var isSingle: Bool { self == .implicit || self == .explicit }
    var isMany: Bool { self == .repeated || self == .map }
  }

  @Sendable static func sameCardinality(_ pair: Schemas.FieldPair, _ report: inout BreakingReport) {
    let old = Cardinality(pair.old, in: report.schemas.old)
    let new = Cardinality(pair.new, in: report.schemas.new)
    // What moves into a oneof or out of it gets or loses presence by that.
    let movesOneof = (pair.oldOneof == nil) != (pair.newOneof == nil)
    guard old != new, !(movesOneof && old.isSingle && new.isSingle) else { return }
    var reasons: [Breakage.Kind: String] = [.source: "code that uses it"]
    if !(old.isSingle && new.isSingle) {
      if !(old.isMany && new.isMany) {
        reasons[.wire] =
          old == .required || new == .required
          ? "a required field that does not come makes the message unreadable"
          : "a reader of one value drops the others, or reads packed numbers as something else"
      }
      reasons[.json] =
        old == .required || new == .required
        ? "a required field that does not come makes the message unreadable"
        : "a list, an object and a single value are written differently"
    }
    report.addChange(
      "was \(old.rawValue) and is \(new.rawValue) now", reasons, pair, at: [])
  }

  @Sendable static func sameName(_ pair: Schemas.FieldPair, _ report: inout BreakingReport) {
    let isExtension = pair.old.descriptor.extendee != nil
    let old = isExtension ? pair.old.fullName : pair.old.name
    let new = isExtension ? pair.new.fullName : pair.new.name
    guard old != new else { return }
    report.addChange(
      "was called \(old)",
      [.json: "old and new programs do not find each other's value", .source: "code that uses it"],
      pair, at: [1])
  }

  @Sendable static func sameJSONName(_ pair: Schemas.FieldPair, _ report: inout BreakingReport) {
    // A name in JSON that follows from the field's changes with it: one finding is enough.
    func isOwn(_ field: Schema.Field) -> Bool { field.jsonName != defaultJSONName(field.name) }
    let (old, new) = (pair.old, pair.new)
    guard old.jsonName != new.jsonName, old.descriptor.extendee == nil,
      old.name == new.name || isOwn(old) || isOwn(new)
    else { return }
    report.addChange(
      "changed its name in JSON from \(old.jsonName) to \(new.jsonName)",
      [.json: "old and new programs do not find each other's value"], pair, at: [10])
  }

  @Sendable static func sameOneof(_ pair: Schemas.FieldPair, _ report: inout BreakingReport) {
    let (old, new) = (pair.oldOneof, pair.newOneof)
    guard old != new else { return }
    let change =
      switch (old, new) {
      case (let old?, let new?): "moved from oneof \(old) to oneof \(new)"
      case (nil, let new?): "moved into oneof \(new)"
      case (let old?, nil): "moved out of oneof \(old)"
      case (nil, nil): ""
      }
    let reason = "of a oneof only the last member counts, so that a reader drops what was written"
    report.addChange(
      change, [.wire: reason, .json: reason, .source: "code that uses it"], pair, at: [])
  }

  @Sendable static func sameDefault(_ pair: Schemas.FieldPair, _ report: inout BreakingReport) {
    let old = pair.old.descriptor.defaultValue
    let new = pair.new.descriptor.defaultValue
    guard old != new, !pair.old.isRepeated, !pair.new.isRepeated else { return }
    let reason = "what is not sent means one thing here and another there"
    report.addChange(
      "changed its default from \(quoted(old ?? "")) to \(quoted(new ?? ""))",
      [.wire: reason, .json: reason, .source: reason], pair, at: [7])
  }

  @Sendable static func sameUTF8(_ pair: Schemas.FieldPair, _ report: inout BreakingReport) {
    guard pair.old.type == .scalar(.string), pair.new.type == .scalar(.string) else { return }
    let old = pair.old.features.utf8Validation == .verify
    let new = pair.new.features.utf8Validation == .verify
    guard old != new else { return }
    report.addChange(
      new ? "must be UTF-8 now" : "need not be UTF-8 any more",
      [.source: "code that relies on what a string may hold"], pair, at: [])
  }

  @Sendable static func sameJSType(_ pair: Schemas.FieldPair, _ report: inout BreakingReport) {
    let old = pair.old.options.jstype ?? .jsNormal
    let new = pair.new.options.jstype ?? .jsNormal
    guard old != new else { return }
    report.addChange(
      "changed option jstype from \(old.name ?? "") to \(new.name ?? "")",
      [.source: "code in JavaScript that uses it"], pair, at: [8, 6])
  }

  @Sendable static func sameCType(_ pair: Schemas.FieldPair, _ report: inout BreakingReport) {
    let old = pair.old.options.ctype ?? .string
    let new = pair.new.options.ctype ?? .string
    // To go back from STRING_PIECE, which C++ no longer has, breaks nothing.
    guard old != new, !(old == .stringPiece && new == .string) else { return }
    report.addChange(
      "changed option ctype from \(old.name ?? "") to \(new.name ?? "")",
      [.source: "code in C++ that uses it"], pair, at: [8, 1])
  }

  // MARK: Messages

  @Sendable static func sameRequired(_ pair: Schemas.MessagePair, _ report: inout BreakingReport) {
    let (old, new) = pair
    let reason = "a required field that does not come makes the message unreadable"
    let (olds, news) = (Set(old.fields.map(\.number)), Set(new.fields.map(\.number)))
    for field in old.fields where field.isRequired && !news.contains(field.number) {
      report.add(
        "the required field \(field.name) (\(field.number)) of \(new.fullName) is gone",
        [.wire: reason, .json: reason], at: (new.fileName, new.path + [1]),
        before: (old.fileName, field.path))
    }
    for field in new.fields where field.isRequired && !olds.contains(field.number) {
      report.add(
        "field \(field.name) (\(field.number)) of \(new.fullName) is new and required",
        [.wire: reason, .json: reason], at: (new.fileName, field.path),
        before: (old.fileName, old.path + [1]))
    }
  }

  @Sendable static func sameMessageSet(
    _ pair: Schemas.MessagePair, _ report: inout BreakingReport
  ) {
    let old = pair.old.options.messageSetWireFormat ?? false
    let new = pair.new.options.messageSetWireFormat ?? false
    guard old != new else { return }
    report.add(
      "\(pair.new.fullName) changed option message_set_wire_format from \(old) to \(new)",
      [.wire: "extensions are written differently"],
      at: (pair.new.fileName, pair.new.path + [7, 1]),
      before: (pair.old.fileName, pair.old.path + [7, 1]))
  }

  @Sendable static func keepsAccessor(_ pair: Schemas.MessagePair, _ report: inout BreakingReport) {
    let old = pair.old.options.noStandardDescriptorAccessor ?? false
    let new = pair.new.options.noStandardDescriptorAccessor ?? false
    guard !old, new else { return }
    report.add(
      "\(pair.new.fullName) has no standard descriptor accessor any more",
      [.source: "code that asks the message for its descriptor"],
      at: (pair.new.fileName, pair.new.path + [7, 2]), before: (pair.old.fileName, pair.old.path))
  }

  @Sendable static func sameJSONFormat(
    _ pair: Schemas.MessagePair, _ report: inout BreakingReport
  ) {
    guard pair.old.features.jsonFormat == .allow, pair.new.features.jsonFormat != .allow else {
      return
    }
    losesJSON(
      "message \(pair.new.fullName)", (pair.old.fileName, pair.old.path),
      (pair.new.fileName, pair.new.path + [1]), &report)
  }

  @Sendable static func sameJSONFormat(_ pair: Schemas.EnumPair, _ report: inout BreakingReport) {
    guard pair.old.features.jsonFormat == .allow, pair.new.features.jsonFormat != .allow else {
      return
    }
    losesJSON(
      "enum \(pair.new.fullName)", (pair.old.fileName, pair.old.path),
      (pair.new.fileName, pair.new.path + [1]), &report)
  }

  private static func losesJSON(
    _ what: String, _ old: BreakingReport.Place, _ new: BreakingReport.Place,
    _ report: inout BreakingReport
  ) {
    report.add(
      "\(what) has no promised JSON any more",
      [.json: "names in JSON may clash now, and some programs write none"], at: new, before: old)
  }

  // MARK: Enums

  @Sendable static func sameOpenness(_ pair: Schemas.EnumPair, _ report: inout BreakingReport) {
    let (old, new) = pair
    guard old.isClosed != new.isClosed else { return }
    let (before, after) = old.isClosed ? ("closed", "open") : ("open", "closed")
    report.add(
      "enum \(pair.new.fullName) was \(before) and is \(after) now",
      [.source: "code that meets numbers which the schema does not name"],
      at: (new.fileName, new.path + [1]), before: (old.fileName, old.path + [1]))
  }

  @Sendable static func sameValueName(_ pair: Schemas.EnumPair, _ report: inout BreakingReport) {
    let (old, new) = pair
    for value in old.values {
      let present = new.values.filter { $0.number == value.number }
      guard let other = present.first, !present.contains(where: { $0.name == value.name }) else {
        continue
      }
      report.add(
        "value \(value.number) of \(new.fullName) is called \(other.name) instead of \(value.name)",
        [
          .json: "old and new programs do not read each other's names",
          .source: "code that uses it",
        ],
        at: (new.fileName, other.path + [1]), before: (old.fileName, value.path + [1]))
    }
  }
}
