import Protobuf
import SchemaModel

/// What disappears.
extension BreakingRule {
  @Sendable static func fileDeleted(_ report: inout BreakingReport) {
    for file in report.schemas.oldFiles where report.schemas.new.file(file.name) == nil {
      report.add(
        "file \(file.name) is gone", [.source: "imports of it and of what is generated from it"],
        at: nil, before: (file.name, []))
    }
  }

  @Sendable static func messageDeleted(_ report: inout BreakingReport) {
    for file in report.schemas.oldFiles {
      for message in Schemas.messages(of: file) {
        let found = report.schemas.new.message(report.schemas.newName(message.fullName))
        // Of a message that is gone the nested ones are no news.
        if found == nil, let parent = message.parent,
          report.schemas.new.message(report.schemas.newName(parent)) == nil
        {
          continue
        }
        gone(
          "message", message.fullName, (file.name, message.path), now: found?.fileName,
          in: message.parent, &report)
      }
    }
  }

  @Sendable static func enumDeleted(_ report: inout BreakingReport) {
    for file in report.schemas.oldFiles {
      for enumeration in Schemas.enums(of: file) {
        let found = report.schemas.new.enumeration(report.schemas.newName(enumeration.fullName))
        if found == nil, let parent = enumeration.parent,
          report.schemas.new.message(report.schemas.newName(parent)) == nil
        {
          continue
        }
        gone(
          "enum", enumeration.fullName, (file.name, enumeration.path), now: found?.fileName, &report
        )
      }
    }
  }

  @Sendable static func serviceDeleted(_ report: inout BreakingReport) {
    for file in report.schemas.oldFiles {
      for service in file.services {
        let found = report.schemas.new.service(report.schemas.newName(service.fullName))
        let calls = "calls of old clients end with UNIMPLEMENTED"
        gone(
          "service", service.fullName, (file.name, service.path), now: found?.fileName,
          alsoBreaking: [.wire: calls, .json: calls], &report)
      }
    }
  }

  @Sendable static func extensionDeleted(_ report: inout BreakingReport) {
    let news = Set(report.schemas.newFiles.flatMap(Schemas.extensions).map(Schemas.key))
    for file in report.schemas.oldFiles {
      for field in Schemas.extensions(of: file) where !news.contains(Schemas.key(field)) {
        gone(
          "extension", field.fullName, (file.name, field.path), now: nil,
          alsoBreaking: [.wire: "what old writers set, new readers do not know"], &report)
      }
    }
  }

  /// Adds what is in no file any more, or in another one.
  ///
  /// - Parameter parent: the old full name of the message around it.
  private static func gone(
    _ what: String, _ name: String, _ old: BreakingReport.Place, now file: String?,
    in parent: String? = nil,
    alsoBreaking reasons: [Breakage.Kind: String] = [:], _ report: inout BreakingReport
  ) {
    guard let file else {
      var reasons = reasons
      reasons[.source] = "code that names it"
      let around = parent.flatMap { report.schemas.new.message(report.schemas.newName($0)) }
      let place: BreakingReport.Place? =
        around.map { ($0.fileName, $0.path + [1]) }
        ?? report.schemas.new.file(old.file).map { ($0.name, []) }
      return report.add("\(what) \(name) is gone", reasons, at: place, before: old)
    }
    guard file != old.file else { return }
    report.add(
      "\(what) \(name) moved from \(old.file) to \(file)",
      [.source: "imports in languages whose files follow the schema's"], at: (file, []), before: old
    )
  }

  @Sendable static func methodDeleted(
    _ pair: Schemas.ServicePair, _ report: inout BreakingReport
  ) {
    let names = Set(pair.new.methods.map(\.name))
    for method in pair.old.methods where !names.contains(method.name) {
      let calls = "calls of old clients end with UNIMPLEMENTED"
      report.add(
        "method \(method.name) of service \(pair.new.fullName) is gone",
        [.wire: calls, .json: calls, .source: "code that calls or serves it"],
        at: (pair.new.fileName, pair.new.path + [1]), before: (pair.old.fileName, method.path))
    }
  }

  @Sendable static func fieldDeleted(_ pair: Schemas.MessagePair, _ report: inout BreakingReport) {
    let message = pair.new
    let numbers = Set(message.fields.map(\.number))
    for field in pair.old.fields where !numbers.contains(field.number) {
      var reasons: [Breakage.Kind: String] = [.source: "code that uses it"]
      var missing: [String] = []
      if !message.reserves(field.number) {
        reasons[.wire] =
          "the number \(field.number) is free for a field that reads old bytes wrongly"
        missing.append("reserved \(field.number);")
      }
      let renumbered = message.fields.first { $0.name == field.name }
      if renumbered == nil, !message.descriptor.reservedName.contains(field.name) {
        reasons[.json] = "the name \(field.name) is free for a field that reads old JSON wrongly"
        missing.append("reserved \"\(field.name)\";")
      }
      let help = missing.isEmpty ? nil : "write '\(missing.joined(separator: " "))'"
      let what =
        renumbered.map { "now has number \($0.number) instead of \(field.number)" } ?? "is gone"
      if renumbered != nil {
        reasons[.wire] = "old and new programs do not find each other's value"
      }
      report.add(
        "field \(field.name) (\(field.number)) of \(message.fullName) \(what)", reasons,
        at: (message.fileName, (renumbered?.path ?? message.path) + [1]),
        before: (pair.old.fileName, field.path), help: help)
    }
  }

  @Sendable static func oneofDeleted(_ pair: Schemas.MessagePair, _ report: inout BreakingReport) {
    let names = Set(pair.new.oneofs.map(\.name))
    for oneof in pair.old.oneofs where !oneof.isSynthetic && !names.contains(oneof.name) {
      report.add(
        "oneof \(oneof.name) of \(pair.new.fullName) is gone", [.source: "code that uses it"],
        at: (pair.new.fileName, pair.new.path + [1]), before: (pair.old.fileName, oneof.path))
    }
  }

  @Sendable static func valueDeleted(_ pair: Schemas.EnumPair, _ report: inout BreakingReport) {
    let (old, new) = pair
    let numbers = Set(new.values.map(\.number))
    for value in old.values where !numbers.contains(value.number) {
      var reasons: [Breakage.Kind: String] = [.source: "code that uses it"]
      var missing: [String] = []
      if !new.reserves(value.number) {
        reasons[.wire] = "the number \(value.number) is free for a value that means something else"
        missing.append("reserved \(value.number);")
      }
      if !new.descriptor.reservedName.contains(value.name) {
        reasons[.json] = "JSON with \"\(value.name)\" is refused, or means something else one day"
        missing.append("reserved \"\(value.name)\";")
      }
      report.add(
        "value \(value.name) (\(value.number)) of \(new.fullName) is gone", reasons,
        at: (new.fileName, new.path + [1]), before: (old.fileName, value.path),
        help: missing.isEmpty ? nil : "write '\(missing.joined(separator: " "))'")
    }
  }

  // MARK: Reservations

  private static let freeNumber = "a new field could read old bytes wrongly"
  private static let freeName = "a new field could read old JSON wrongly"

  @Sendable static func reservationDeleted(
    _ pair: Schemas.MessagePair, _ report: inout BreakingReport
  ) {
    let (old, new) = pair
    let place = (new.fileName, new.path + [1])
    for (index, range) in old.descriptor.reservedRange.enumerated() {
      let numbers = (range.start ?? 0)..<max(range.start ?? 0, range.end ?? 0)
      guard let free = numbers.first(notIn: new.reservedNumbers) else { continue }
      report.add(
        "\(new.fullName) no longer reserves the number \(free)",
        [.wire: freeNumber, .json: freeName],
        at: place, before: (old.fileName, old.path + [9, Int32(clamping: index)]))
    }
    for (index, name) in old.descriptor.reservedName.enumerated()
    where !new.descriptor.reservedName.contains(name) {
      report.add(
        "\(new.fullName) no longer reserves the name \(name)",
        [.wire: freeNumber, .json: freeName],
        at: place, before: (old.fileName, old.path + [10, Int32(clamping: index)]))
    }
  }

  @Sendable static func reservationDeleted(
    _ pair: Schemas.EnumPair, _ report: inout BreakingReport
  ) {
    let (old, new) = pair
    let place = (new.fileName, new.path + [1])
    for (index, range) in old.reservedNumbers.enumerated() {
      guard let free = range.first(notIn: new.reservedNumbers) else { continue }
      report.add(
        "\(new.fullName) no longer reserves the number \(free)",
        [.wire: freeNumber, .json: freeName],
        at: place, before: (old.fileName, old.path + [4, Int32(clamping: index)]))
    }
    for (index, name) in old.descriptor.reservedName.enumerated()
    where !new.descriptor.reservedName.contains(name) {
      report.add(
        "\(new.fullName) no longer reserves the name \(name)",
        [.wire: freeNumber, .json: freeName],
        at: place, before: (old.fileName, old.path + [5, Int32(clamping: index)]))
    }
  }

  @Sendable static func extensionRangeDeleted(
    _ pair: Schemas.MessagePair, _ report: inout BreakingReport
  ) {
    let (old, new) = pair
    let news = new.extensionNumbers
    for (index, numbers) in old.extensionNumbers.enumerated() {
      guard let lost = numbers.first(notIn: news) else { continue }
      report.add(
        "\(new.fullName) no longer leaves the number \(lost) to extensions",
        [.source: "schemas that declare extensions of those numbers"],
        at: (new.fileName, new.path + [1]),
        before: (old.fileName, old.path + [5, Int32(clamping: index)]))
    }
  }
}

extension Schema.Message {
  /// The reserved numbers, ends not included.
  var reservedNumbers: [Range<Int32>] {
    descriptor.reservedRange.map { ($0.start ?? 0)..<max($0.start ?? 0, $0.end ?? 0) }
  }

  func reserves(_ number: Int32) -> Bool { reservedNumbers.contains { $0.contains(number) } }

  /// The numbers left to extensions, ends not included; those that only message sets have left out.
  var extensionNumbers: [Range<Int32>] {
    descriptor.extensionRange.map { range in
      let end = min(range.end ?? 0, 536_870_912)
      return min(range.start ?? 0, end)..<end
    }
  }
}

extension Schema.Enum {
  /// The reserved numbers; of enums, descriptors include the end.
  var reservedNumbers: [ClosedRange<Int32>] {
    descriptor.reservedRange.map { ($0.start ?? 0)...max($0.start ?? 0, $0.end ?? 0) }
  }

  func reserves(_ number: Int32) -> Bool { reservedNumbers.contains { $0.contains(number) } }
}

extension Range<Int32> {
  /// The lowest number of the range that none of `others` has.
  fileprivate func first(notIn others: [Range<Int32>]) -> Int32? {
    var next = lowerBound
    for other in others.sorted(by: { $0.lowerBound < $1.lowerBound }) where other.contains(next) {
      next = other.upperBound
    }
    return next < upperBound ? next : nil
  }
}

extension ClosedRange<Int32> {
  /// The lowest number of the range that none of `others` has.
  fileprivate func first(notIn others: [ClosedRange<Int32>]) -> Int32? {
    var next = Int64(lowerBound)
    for other in others.sorted(by: { $0.lowerBound < $1.lowerBound })
    where next >= Int64(other.lowerBound) && next <= Int64(other.upperBound) {
      next = Int64(other.upperBound) + 1
    }
    return next <= Int64(upperBound) ? Int32(clamping: next) : nil
  }
}
