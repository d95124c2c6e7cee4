import Crypto
import Files
import Glibc
import SQLite
import Testing

@testable import ForgetfulFiles
@testable import Storage

@Test func aSecondServerOnTheFolderIsRefusedUntilTheFirstHasGone() async throws {
  let folder = try TestFolder()
  let database = try Database(DataFolder(folder.path))
  let error = #expect(throws: StorageError.folderInUse(folder: folder.path, holder: Int(getpid())))
  {
    try DataFolder(folder.path)
  }
  #expect(
    error?.description
      == "the data folder \(folder.path) is in use by another server (process \(getpid())); "
      + "stop that one, or choose another folder")
  database.close()
  try Database(DataFolder(folder.path)).close()
}

@Test func aNewFolderIsTheOwnersAlone() throws {
  let folder = try TestFolder()
  let path = "\(folder.path)/data"
  try Database(DataFolder(path)).close()
  let files = LinuxFileSystem()
  #expect(try files.attributes(path)?.permissions == 0o700)
  #expect(try files.attributes("\(path)/evidence")?.permissions == 0o700)
  #expect(try files.attributes("\(path)/master.key")?.permissions == 0o600)
  #expect(try files.contents(of: "\(path)/format") == Array("mado 1\n".utf8))
  #expect(try files.contents(of: "\(path)/master.key").count == 65)
}

@Test func aFolderOfANewerProgramIsRefused() throws {
  let files = ForgetfulFileSystem()
  try Database(inMemoryOf: files).close()
  try files.replace("/data/format", with: Array("mado 2\n".utf8))
  let error = #expect(throws: StorageError.folderIsNewer(folder: "/data", found: 2, known: 1)) {
    try DataFolder("/data", files: files)
  }
  #expect(
    error?.description == "the data folder /data has format 2, and this program knows formats up "
      + "to 1; start the program that wrote it, or a later one")
}

@Test func aDatabaseOfANewerProgramIsRefused() throws {
  let files = ForgetfulFileSystem()
  try Database(inMemoryOf: files).close()
  let older = MigrationList(area: "images", [])
  let error = #expect(throws: StorageError.self) {
    try Database(DataFolder("/data", files: files), migrations: [older])
  }
  #expect(error == .migration(.databaseIsNewer(area: "images", found: 1, known: 0)))
}

@Test(arguments: ["mado\n", "mado x\n", "", "mado 0\n", "other 1\n"])
func aFormatThatIsNotOursIsRefused(content: String) throws {
  let files = ForgetfulFileSystem()
  try files.makeDirectory("/data")
  try files.replace("/data/format", with: Array(content.utf8))
  #expect(throws: StorageError.self) { try DataFolder("/data", files: files) }
}

@Test func aFolderWithOtherThingsIsRefused() throws {
  let files = ForgetfulFileSystem()
  try files.makeDirectory("/data")
  try files.replace("/data/thesis.txt", with: [1])
  let error = #expect(throws: StorageError.self) { try DataFolder("/data", files: files) }
  #expect(
    error?.description == "/data is no data folder: it holds thesis.txt, but no format; choose an "
      + "empty or a new one")
  #expect(throws: StorageError.noDataFolder(folder: "/data/thesis.txt", reason: "it is a file")) {
    try DataFolder("/data/thesis.txt", files: files)
  }
}

@Test func aFolderThatCannotBeWrittenIsAnErrorWithItsFix() throws {
  let files = ForgetfulFileSystem()
  files.refuse { operation, _ in operation == "mkdir" ? EACCES : nil }
  let error = #expect(throws: StorageError.self) { try DataFolder("/data", files: files) }
  #expect(
    error?.description == "mkdir /data: Permission denied; give the user that runs this program "
      + "the right to read and write there")
  let missing = #expect(throws: StorageError.self) {
    try DataFolder("/none/data", files: ForgetfulFileSystem())
  }
  #expect(missing == .file(FileError(operation: "mkdir", path: "/none/data", code: ENOENT)))
}

@Test func theMasterKeyMayLieElsewhereAndMustNotChange() async throws {
  let files = ForgetfulFileSystem()
  try files.makeDirectory("/keys")
  func open() throws -> Database {
    try Database(
      DataFolder("/data", masterKeyPath: "/keys/master.key", files: files),
      migrations: imageMigrations)
  }
  let database = try open()
  #expect(try await database.store(1) == .stored)
  database.close()
  #expect(try !files.list("/data").contains("master.key"))
  let key = try files.contents(of: "/keys/master.key")

  try files.remove("/keys/master.key")
  let missing = #expect(throws: StorageError.masterKeyMissing(path: "/keys/master.key")) {
    try open()
  }
  #expect(missing?.description.contains("put it back") == true)
  #expect(try files.list("/keys") == [], "no key is made for a database that has one")

  try files.replace("/keys/master.key", with: Array("nonsense\n".utf8))
  #expect(throws: StorageError.self) { try open() }
  let other = Hex.encode(SecureRandom.bytes(32))
  try files.replace("/keys/master.key", with: Array(other.utf8))
  let wrong = #expect(throws: StorageError.self) { try open() }
  #expect(
    wrong
      == .masterKeyWrong(
        path: "/keys/master.key", reason: "the database was made with another"))

  try files.replace("/keys/master.key", with: key)
  let again = try open()
  defer { again.close() }
  #expect(try await again.load(1) == picture(1))
}
