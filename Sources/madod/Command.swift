/// What `madod` can be told to do, as its first word says.
enum Command: String, CaseIterable, Sendable {
  case serve = ""
  case backup, restore, verify
  case rotateKey = "rotate-key"
  case doctor, install
  case adminToken = "admin-token"
  case testFolder = "test-folder"

  /// What stands behind the word; nil for nothing.
  var operand: (name: String, isRequired: Bool)? {
    switch self {
    case .backup, .restore: ("DIR", true)
    case .verify: ("DIR", false)
    case .serve, .rotateKey, .doctor, .install, .adminToken, .testFolder: nil
    }
  }

  /// Options that it alone has, with what stands for their values; nil for a switch.
  var options: [(name: String, placeholder: String?)] {
    switch self {
    case .adminToken: [("tenant", "ID")]
    case .doctor: [("json", nil)]
    case .install: [("root", "DIR"), ("user", "NAME")]
    case .serve: [("check-config", nil), ("print-config", nil)]
    case .backup, .restore, .verify, .rotateKey, .testFolder: []
    }
  }

  var help: String {
    switch self {
    case .serve: "serve until SIGTERM"
    case .backup:
      "copy what is new since the last time into DIR, and verify it; the server may serve on"
    case .restore: "put the backup in DIR in place as the data folder, which has to be empty"
    case .verify:
      "verify the data folder, or the data folder or backup DIR; the server may serve on"
    case .rotateKey: "change the master key"
    case .doctor: "look for what is wrong, and say how to mend it"
    case .install: "write a systemd unit, its user and its configuration (--root: below DIR)"
    case .adminToken: "make a new administrator token and print it"
    case .testFolder: "make a new data folder that is for tests, where --clock is allowed"
    }
  }

  /// How it is called, as in the help.
  var usage: String {
    var words = ["madod"]
    if self != .serve { words.append(rawValue) }
    if let operand { words.append(operand.isRequired ? operand.name : "[\(operand.name)]") }
    for option in options where self != .serve {
      words.append("[--\(option.name)" + (option.placeholder.map { " \($0)" } ?? "") + "]")
    }
    return (words + ["[OPTION…]"]).joined(separator: " ")
  }
}
