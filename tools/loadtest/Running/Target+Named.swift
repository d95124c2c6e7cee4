import Calling
import Contexts

extension Target {
  /// What is kept under a name, and of the environment nothing.
  ///
  /// - Parameter server: another server than that; nil for that.
  init(
    named name: String, in contexts: ContextFolder, server: String?
  ) throws(UsageError) {
    let given = ["context": name, "server": server]
    try self.init(given: { given[$0] ?? nil }, environment: [:], contexts: contexts)
  }

  /// What is kept under NAME, NAME-2, NAME-3 …: one for each agent.
  ///
  /// - Parameter numbers: from 1; that of NAME is 1.
  static func numbered(
    _ name: String, _ numbers: Range<Int>, in contexts: ContextFolder, server: String?
  ) throws(UsageError) -> [(name: String, target: Target)] {
    var targets: [(String, Target)] = []
    for number in numbers {
      let name = number == 1 ? name : "\(name)-\(number)"
      targets.append((name, try Target(named: name, in: contexts, server: server)))
    }
    return targets
  }
}
