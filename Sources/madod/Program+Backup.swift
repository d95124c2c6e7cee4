import Files
import Glibc
import Services
import Storage

/// Backups, restores and what is verified of either.
extension Program {
  static func backup(_ configuration: Configuration, to folder: String) throws -> Int32 {
    try FolderOwner.require(configuration.dataFolder)
    try Serving.makeParents(of: folder)
    let backup = try Backup(of: configuration.dataFolder, to: folder, now: now)
    let state = try backup.open(
      masterKeyPath: configuration.masterKeyPath, migrations: Backend.migrations)
    defer { state.close() }
    let found = try Verification.run(state, .pictures(in: backup.copied))
    for flaw in found.flaws {
      if let position = flaw.position, try backup.differs(at: position) {
        Console.error("\(flaw.record) was copied wrongly: look at the disk of \(folder)")
        Console.error("nothing was changed: the backup before is still there")
        return 1
      }
    }
    try backup.finish()
    let summary = backup.summary
    Console.say(
      "backup \(summary.number) of \(configuration.dataFolder) in \(folder): database "
        + "\(summary.databaseBytes) bytes, evidence \(summary.copiedBytes) bytes, and "
        + "\(summary.keptBytes) that were there")
    return tell(
      found, mend: "the backup holds what the data folder holds; an earlier one may have it whole")
  }

  static func restore(_ configuration: Configuration, from folder: String) throws -> Int32 {
    try Serving.makeParents(of: configuration.dataFolder)
    try FolderOwner.require(configuration.dataFolder)
    let made = try Restoration.run(
      from: folder, to: configuration.dataFolder, masterKeyPath: configuration.masterKeyFile)
    Console.say("restored the backup of \(made) into \(configuration.dataFolder)")
    return try verify(configuration, nil)
  }

  static func verify(_ configuration: Configuration, _ folder: String?) throws -> Int32 {
    let path = folder ?? configuration.dataFolder
    let files = LinuxFileSystem()
    let state: StoredState
    if try files.attributes("\(path)/backup") != nil {
      state = try StoredState(
        backup: path, masterKeyPath: configuration.masterKeyPath, migrations: Backend.migrations)
    } else {
      try FolderOwner.require(path)
      state = try StoredState(
        of: path, masterKeyPath: configuration.masterKeyFile, migrations: Backend.migrations)
    }
    defer { state.close() }
    return tell(try Verification.run(state, .all), mend: "restore a backup: madod restore DIR")
  }

  static func rotateKey(_ configuration: Configuration) throws {
    let path = configuration.dataFolder
    try FolderOwner.require(path)
    guard try LinuxFileSystem().attributes("\(path)/format") != nil else {
      throw StorageError.noDataFolder(folder: path, reason: "it has no database")
    }
    let folder = try DataFolder(path, masterKeyPath: configuration.masterKeyFile)
    let count = try KeyRotation.run(folder)
    Console.say(
      "the master key \(configuration.masterKeyPath) is new, and the keys of \(count) tenants are "
        + "wrapped by it")
    Console.say("backups made before open with the old key alone: make a new one")
  }

  /// Says what a verification found; returns the exit status.
  private static func tell(_ found: Verification, mend: String) -> Int32 {
    for line in found.counts { Console.say("verified: \(line)") }
    guard !found.flaws.isEmpty else {
      Console.say("all is as it was stored")
      return 0
    }
    for flaw in found.flaws { Console.error("\(flaw)") }
    let count = found.flaws.count
    Console.error("\(count) \(count == 1 ? "thing is" : "things are") not as stored; \(mend)")
    return 1
  }

  /// This moment as RFC 3339, to the second.
  private static var now: String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Configuration {
  /// Where the master key lies.
  var masterKeyPath: String { masterKeyFile ?? DataFolder.masterKeyPath(in: dataFolder) }
}
