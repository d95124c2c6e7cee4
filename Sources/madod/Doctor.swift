import Files
import Glibc
import Protobuf
import Services
import Storage

/// Looks at what the server stands on, and says what is wrong and how to mend it. A server may be at work.
struct Doctor {
  /// What was looked at, and what was found.
  struct Finding: Sendable, Hashable {
    enum Level: String, Sendable { case ok, warning, problem }

    var subject: String
    var level: Level
    var text: String
    /// The command that mends it.
    var fix: String?
  }

  let configuration: Configuration
  let files = LinuxFileSystem()
  private(set) var findings: [Finding] = []

  init(_ configuration: Configuration) {
    self.configuration = configuration
  }

  /// Looks at everything.
  consuming func examine() -> Doctor {
    libraries()
    limits()
    clock()
    certificate()
    if isThereData() {
      dataFolder()
      locks()
      room()
      masterKey()
      stored()
    }
    return self
  }

  mutating func note(
    _ subject: String, _ level: Finding.Level, _ text: String, fix: String? = nil
  ) {
    findings.append(Finding(subject: subject, level: level, text: text, fix: fix))
  }

  // MARK: What is said

  /// Says it; returns the exit status: 1 when there is a problem.
  func tell(json: Bool) -> Int32 {
    let problems = findings.count { $0.level == .problem }
    if json {
      Console.say(self.json)
    } else {
      for finding in findings {
        let mark = finding.level == .ok ? "ok     " : "\(finding.level.rawValue)"
        Console.say("\(mark.padding(to: 8)) \(finding.subject.padding(to: 12)) \(finding.text)")
        if let fix = finding.fix {
          Console.say("\("".padding(to: 8)) \("".padding(to: 12)) fix: \(fix)")
        }
      }
      let warnings = findings.count { $0.level == .warning }
      Console.say("problems: \(problems), warnings: \(warnings)")
    }
    return problems > 0 ? 1 : 0
  }

  private var json: String {
    func text(_ value: String) -> GoogleProtobuf.Value { .init(kind: .stringValue(value)) }
    let list = findings.map { finding in
      var fields = [
        "subject": text(finding.subject), "level": text(finding.level.rawValue),
        "text": text(finding.text),
      ]
      if let fix = finding.fix { fields["fix"] = text(fix) }
      return GoogleProtobuf.Value(kind: .structValue(.init(fields: fields)))
    }
    let all = GoogleProtobuf.Struct(fields: [
      "findings": .init(kind: .listValue(.init(values: list)))
    ])
    return (try? all.json()) ?? "{}"
  }
}

extension String {
  /// Followed by blanks up to `width`.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
