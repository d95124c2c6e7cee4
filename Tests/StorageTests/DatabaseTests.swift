import Buffers
import Crypto
import EventLoop
import Files
import Glibc
import SQLite
import Synchronization
import Testing

@testable import Storage

@Test func whatIsStoredIsReadBackNowAndAfterReopening() async throws {
  let folder = try TestFolder()
  for run in 0..<3 {
    let database = try Database(DataFolder(folder.path), migrations: imageMigrations)
    #expect(database.recovery == EvidenceRecovery())
    for sequence in 0..<5 {
      let month = sequence < 3 ? july : august
      #expect(try await database.store(sequence + 10 * run, in: month) == .stored)
      #expect(try await database.store(sequence + 10 * run, in: month) == .duplicate)
    }
    for sequence in (0...run).flatMap({ run in (0..<5).map { $0 + 10 * run } }) {
      #expect(try await database.load(sequence) == picture(sequence))
    }
    database.close()
  }
  let files = LinuxFileSystem()
  #expect(try files.list("\(folder.path)/evidence") == ["2026-07.log", "2026-08.log"])
  for name in try files.list(folder.path) where name != "evidence" {
    #expect(try files.attributes("\(folder.path)/\(name)")?.permissions == 0o600)
  }
}

@Test func aClosedDatabaseRefusesWork() async throws {
  let folder = try TestFolder()
  let database = try Database(DataFolder(folder.path), migrations: imageMigrations)
  database.close()
  await #expect(throws: StorageError.closed) { try await database.write { _ in } }
  await #expect(throws: StorageError.closed) { try await database.read { _ in } }
}
