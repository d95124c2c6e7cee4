import Glibc
import Testing

@testable import Files

/// A folder of its own for one test, removed afterwards.
private func withFolder(_ body: (LinuxFileSystem, String) throws -> Void) throws {
  var template = Array("/tmp/mado-files-XXXXXX".utf8CString)
  let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
  let folder = String(cString: try #require(made))
  let files = LinuxFileSystem()
  defer {
    for name in (try? files.list(folder)) ?? [] {
      if (try? files.remove("\(folder)/\(name)")) == nil { rmdir("\(folder)/\(name)") }
    }
    rmdir(folder)
  }
  try body(files, folder)
}

@Test func whatIsWrittenAtAPositionIsReadBackThere() throws {
  try withFolder { files, folder in
    let file = try files.open("\(folder)/a", .readWriteNew)
    try file.write([1, 2, 3], at: 5)
    try file.sync()
    #expect(try file.size() == 8)
    #expect(try file.read(count: 100, at: 4) == [0, 1, 2, 3])
    #expect(try file.read(count: 100, at: 8) == [])
    try file.truncate(to: 6)
    #expect(try files.contents(of: "\(folder)/a") == [0, 0, 0, 0, 0, 1])
  }
}

@Test func filesAndFoldersAreTheOwnersAlone() throws {
  try withFolder { files, folder in
    try files.makeDirectory("\(folder)/d")
    _ = try files.open("\(folder)/f", .readWriteCreating)
    let made = try #require(try files.attributes("\(folder)/d"))
    #expect(made.isDirectory && made.permissions == 0o700)
    #expect(try files.attributes("\(folder)/f")?.permissions == 0o600)
    #expect(try files.attributes("\(folder)/none") == nil)
    #expect(try files.list(folder) == ["d", "f"])
  }
}

@Test func aFileIsReplacedAsAWholeAndLeavesNoDraft() throws {
  try withFolder { files, folder in
    try files.replace("\(folder)/a", with: [1, 2, 3, 4])
    try files.replace("\(folder)/a", with: [9])
    #expect(try files.contents(of: "\(folder)/a") == [9])
    #expect(try files.list(folder) == ["a"])
  }
}

@Test func theLockHoldsAgainstASecondOpeningUntilTheFirstIsClosed() throws {
  try withFolder { files, folder in
    let first = try files.open("\(folder)/lock", .readWriteCreating)
    let second = try files.open("\(folder)/lock", .readWriteCreating)
    #expect(try first.lock())
    #expect(try !second.lock())
    first.close()
    #expect(try second.lock())
  }
}

@Test func anErrorNamesTheCallThePathTheReasonAndTheFix() throws {
  try withFolder { files, folder in
    let missing = #expect(throws: FileError.self) { try files.open("\(folder)/x", .readWrite) }
    #expect(missing?.kind == .notFound)
    #expect(missing?.description == "open \(folder)/x: No such file or directory")
    _ = try files.open("\(folder)/y", .readWriteNew)
    #expect(throws: FileError(operation: "open", path: "\(folder)/y", code: EEXIST)) {
      try files.open("\(folder)/y", .readWriteNew)
    }
    #expect(throws: FileError.self) { try files.remove("\(folder)/x") }
    #expect(throws: FileError.self) { try files.list("\(folder)/x") }
    #expect(throws: FileError.self) { try files.syncDirectory("\(folder)/x") }
  }
  let full = FileError(operation: "pwrite", path: "/d/log", code: ENOSPC)
  #expect(
    full.description == "pwrite /d/log: No space left on device; "
      + "free space on the disk of that path, or raise its quota")
}

@Test func aFullDeviceIsReportedAsNoSpace() throws {
  let file = try LinuxFileSystem().open("/dev/full", .readWrite)
  let error = #expect(throws: FileError.self) { try file.write([1], at: 0) }
  #expect(error?.kind == .noSpace)
}

/// Files and folders of /proc open, but cannot be synced: so the calls are really made.
@Test func aSyncThatTheKernelRefusesIsReported() throws {
  let files = LinuxFileSystem()
  let file = try files.open("/proc/self/comm", .readWrite)
  #expect(throws: FileError(operation: "fdatasync", path: "/proc/self/comm", code: EINVAL)) {
    try file.sync()
  }
  #expect(throws: FileError(operation: "fsync", path: "/proc", code: EINVAL)) {
    try files.syncDirectory("/proc")
  }
}

@Test func theFolderOfAPath() {
  let files = LinuxFileSystem()
  #expect(files.directory(of: "/a/b/c") == "/a/b")
  #expect(files.directory(of: "/a") == "/")
  #expect(files.directory(of: "a") == ".")
}
