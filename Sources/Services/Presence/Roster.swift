/// Which workers are in which departments, a department's with those of all below it.
struct Roster: Sendable, Equatable {
  /// By worker: his departments and those above them, and the whole tenant, whose id is empty.
  private let groups: [String: [String]]
  /// In the order of their ids.
  let workers: [String]
  private let known: Set<String>

  /// Levels that are looked at: the tree has no more.
  private static let levelsMax = 64

  static let empty = Roster(parents: [], members: [], workers: [])

  /// - Parameters:
  ///   - parents: the departments with what each is in.
  ///   - members: who is in which; those that are no workers do not count.
  init(
    parents: [(id: String, parent: String?)], members: [(worker: String, group: String)],
    workers: [String]
  ) {
    let above = Dictionary(parents.map { ($0.id, $0.parent) }) { first, _ in first }
    known = Set(above.keys).union([""])
    // Most workers are in one department alone, and share its path.
    var paths: [String: [String]] = [:]
    for id in above.keys {
      var (path, next): ([String], String?) = ([], id)
      while let id = next, path.count < Self.levelsMax {
        path.append(id)
        next = above[id] ?? nil
      }
      paths[id] = path + [""]
    }
    var groups = Dictionary(workers.map { ($0, [""]) }) { first, _ in first }
    for member in members {
      guard let before = groups[member.worker], let path = paths[member.group] else { continue }
      groups[member.worker] =
        before.count == 1 ? path : path.filter { !before.contains($0) } + before
    }
    self.groups = groups
    self.workers = groups.keys.sorted()
  }

  /// The departments that a worker is in; none of who is no worker.
  func groups(of worker: String) -> [String] { groups[worker] ?? [] }

  /// Whether there is such a department.
  func contains(group: String) -> Bool { known.contains(group) }

  /// In the order of their ids.
  func workers(of group: String) -> [String] {
    workers.filter { groups(of: $0).contains(group) }
  }
}
