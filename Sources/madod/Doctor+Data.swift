import CivilTime
import Files
import Glibc
import Services
import Storage

extension Doctor {
  private var folder: String { configuration.dataFolder }

  mutating func isThereData() -> Bool {
    guard (try? files.attributes("\(folder)/format")) ?? nil != nil else {
      note("data", .ok, "\(folder) is not there yet: the first start makes it")
      return false
    }
    return true
  }

  // MARK: Whose, and for whom

  mutating func dataFolder() {
    do {
      try FolderOwner.require(folder)
      let open = try openToOthers(folder)
      if open.isEmpty {
        note("permissions", .ok, "\(folder) is its owner's alone")
      } else {
        note(
          "permissions", .problem, "others have rights on \(open.joined(separator: ", "))",
          fix: "chmod -R go= \(folder)")
      }
      try unknownFiles()
    } catch {
      note("data", .problem, "\(error)")
    }
  }

  /// What in a folder others than its owner may read or write.
  private func openToOthers(_ path: String) throws -> [String] {
    guard let found = try files.attributes(path) else { return [] }
    var open = found.permissions & 0o077 == 0 ? [] : [path]
    if found.isDirectory {
      for name in try files.list(path) { open += try openToOthers("\(path)/\(name)") }
    }
    return open
  }

  private mutating func unknownFiles() throws {
    let known: Set = [
      "lock", "checkpoint", "format", "master.key", "master.key.next", "mado.db", "mado.db-wal",
      "evidence", "tls", "lost+found",
    ]
    let strange = try files.list(folder).filter { !known.contains($0) }
    guard !strange.isEmpty else { return }
    let paths = strange.map { "\(folder)/\($0)" }.joined(separator: " ")
    note("files", .warning, "the server does not know \(paths)", fix: "rm -r \(paths)")
  }

  // MARK: The disk

  /// Tries the locks on which the guard of the folder and of the database rests: some network file systems
  /// have none.
  mutating func locks() {
    let path = "\(folder)/lock-\(getpid())"
    defer { try? files.remove(path) }
    do {
      let (first, second) = (
        try files.open(path, .readWriteCreating), try files.open(path, .readWrite)
      )
      defer {
        first.close()
        second.close()
      }
      guard try first.lock(), try !second.lock() else {
        return note(
          "locks", .problem, "two openings of a file in \(folder) got its lock at once",
          fix: "move the data folder to a local disk")
      }
      let lock = try files.open("\(folder)/lock", .readWrite)
      defer { lock.close() }
      note(
        "locks", .ok,
        try lock.lock() ? "they hold; no server is at work" : "they hold; a server is at work")
    } catch {
      note("locks", .problem, "\(error)", fix: "move the data folder to a local disk")
    }
  }

  mutating func room() {
    do throws(FileError) {
      let free = try files.freeBytes(folder)
      let floor = Int64(configuration.minFreeBytes)
      let text = "\(free) bytes free; uploads are refused below \(floor)"
      if free < floor {
        note("disk", .problem, text, fix: "free space on the disk of \(folder)")
      } else if free < 4 * floor {
        note("disk", .warning, text, fix: "free space on the disk of \(folder)")
      } else {
        note("disk", .ok, text)
      }
    } catch {
      note("disk", .problem, "\(error)")
    }
  }

  // MARK: What is stored

  mutating func masterKey() {
    let path = configuration.masterKeyPath
    guard let found = (try? files.attributes(path)) ?? nil else {
      return note(
        "master key", .problem, "\(path) is missing, and without it nobody can read the evidence",
        fix: "put it back, or name the file that has it by --master-key-file")
    }
    if found.permissions & 0o077 != 0 {
      note("master key", .problem, "others have rights on \(path)", fix: "chmod go= \(path)")
    } else if configuration.masterKeyFile == nil {
      note(
        "master key", .warning, "it lies beside what it protects",
        fix: "stop the server, mv \(path) /SAFE/PLACE, and name that by --master-key-file")
    } else {
      note("master key", .ok, "\(path) is its owner's alone")
    }
  }

  /// The database, as far as takes a moment.
  mutating func stored() {
    do {
      let state = try StoredState(
        of: folder, masterKeyPath: configuration.masterKeyFile, migrations: Backend.migrations)
      defer { state.close() }
      let found = try Verification.run(state, .heads)
      for flaw in found.flaws {
        note(
          "stored", .problem, "\(flaw)", fix: "madod verify, then madod restore of a backup")
      }
      if found.flaws.isEmpty { note("stored", .ok, found.counts.joined(separator: "; ")) }
      try orphans(state)
      try erasures(state)
      try purges(state)
    } catch {
      note("stored", .problem, "\(error)", fix: "madod verify")
    }
  }

  private mutating func erasures(_ state: StoredState) throws {
    for (tenant, day) in try OverdueErasures.find(in: state) {
      note(
        "erasure", .warning, "\(tenant) was to be erased from \(day) on, and is not",
        fix: "start the server, which does it; while it runs, see that its disk has room")
    }
  }

  private mutating func purges(_ state: StoredState) throws {
    guard let overdue = try OverduePurge.find(in: state) else { return }
    let reason = overdue.lastError.isEmpty ? "" : "; the last try failed: \(overdue.lastError)"
    note(
      "retention", .warning,
      "what was to be deleted on \(JST.date(of: overdue.since)) is still there: pieces of work that wait: "
        + "\(overdue.count)\(reason)",
      fix: overdue.pausedJob.map { "mado status scheduler resume-job --name \($0)" }
        ?? "start the server, which does it; while it runs, see that its disk has room")
  }

  private mutating func orphans(_ state: StoredState) throws {
    let known = Set(try state.logs().keys.map { "\($0).log" })
    let strange = try files.list(state.evidencePath).filter { !known.contains($0) }
    guard !strange.isEmpty else { return }
    let paths = strange.map { "\(state.evidencePath)/\($0)" }.joined(separator: " ")
    note(
      "files", .warning, "no row points to \(paths)",
      fix: "start the server anew, which removes what no row points to")
  }
}
