import Files

/// Data folders for tests, on which a server may believe another clock than the machine's.
extension DataFolder {
  /// Stands in a folder that is for tests.
  static let testsName = "for-tests"

  /// Whether a folder is for tests.
  public static func isForTests(
    _ path: String, files: any FileSystem = LinuxFileSystem()
  ) throws(StorageError) -> Bool {
    try storing { try files.attributes("\(path)/\(testsName)") != nil }
  }

  /// Makes a folder for tests. It must not exist yet, or be empty: what somebody keeps for good never becomes one.
  public static func makeForTests(
    _ path: String, files: any FileSystem = LinuxFileSystem()
  ) throws(StorageError) {
    try storing {
      try makeFolder(path, files)
      let names = try files.list(path)
      if let other = names.first(where: { ![testsName, "\(testsName).new"].contains($0) }) {
        throw StorageError.noDataFolder(folder: path, reason: "it holds \(other) already")
      }
      try files.replace(
        "\(path)/\(testsName)", with: Array("nothing in this folder is for good\n".utf8))
      try files.syncDirectory(files.directory(of: path))
    }
  }
}
