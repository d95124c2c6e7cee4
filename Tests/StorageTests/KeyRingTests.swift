import Buffers
import Crypto
import Glibc
import Testing

@testable import ForgetfulFiles
@testable import Storage

@Test func eachWorkerHasAKeyOfHisOwnThatStays() async throws {
  let files = ForgetfulFileSystem()
  var database = try Database(inMemoryOf: files)
  let ada = try await database.keys.key(tenant: "t", worker: "ada")
  let bob = try await database.keys.key(tenant: "t", worker: "bob")
  let other = try await database.keys.key(tenant: "u", worker: "ada")
  #expect(try await database.keys.key(tenant: "t", worker: "ada") === ada)
  #expect(Set([ada.id, bob.id, other.id]).count == 3)
  #expect(try await database.keys.existingKey(tenant: "t", worker: "eve") == nil)
  func bytes(_ key: EvidenceKey) -> [UInt8] { key.secret.withUnsafeBytes { Array($0) } }
  #expect(Set([bytes(ada), bytes(bob), bytes(other)]).count == 3)
  database.close()
  database = try Database(inMemoryOf: files)
  defer { database.close() }
  let again = try #require(try await database.keys.existingKey(tenant: "t", worker: "ada"))
  #expect(again.id == ada.id && bytes(again) == bytes(ada))
}

@Test func destroyingAKeyMakesItsEvidenceUnreadableAndLeavesOthers() async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  defer { database.close() }
  #expect(try await database.store(1, worker: "ada") == .stored)
  #expect(try await database.store(2, worker: "bob") == .stored)
  let ada = try await database.keys.key(tenant: "t", worker: "ada")
  let sealed = try SealedEvidence(picture(3), key: ada)
  let position = try #require(try await database.position(1))

  #expect(try await database.keys.destroy(tenant: "t", worker: "ada"))
  #expect(try await !database.keys.destroy(tenant: "t", worker: "ada"))
  #expect(ada.isDestroyed)
  #expect(try await database.keys.existingKey(tenant: "t", worker: "ada") == nil)
  let gone = StorageError.keyDestroyed(tenant: "t", worker: "ada")
  await #expect(throws: gone) { try await database.readEvidence(at: position, key: ada) }
  await #expect(throws: gone, "what was sealed before is not stored after") {
    try await database.write { try $0.append(sealed, to: july) }
  }
  #expect(try await database.load(2, worker: "bob") == picture(2))

  // None is made for the same worker again.
  await #expect(throws: gone) { try await database.store(4, worker: "ada") }
}

@Test func destroyingATenantDestroysItsWorkers() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  let ada = try await database.keys.key(tenant: "t", worker: "ada")
  let other = try await database.keys.key(tenant: "u", worker: "ada")
  func destroy() async throws -> Int {
    try await database.write { [keys = database.keys] in try keys.destroy(tenant: "t", in: $0) }
  }
  #expect(try await destroy() == 1)
  #expect(try await destroy() == 0)
  #expect(ada.isDestroyed && !other.isDestroyed)
  await #expect(throws: StorageError.keyDestroyed(tenant: "t", worker: nil), "for good") {
    try await database.keys.key(tenant: "t", worker: "eve")
  }
  #expect(try await database.keys.existingKey(tenant: "t", worker: "ada") == nil)
  #expect(try await database.keys.existingKey(tenant: "u", worker: "ada") === other)
}

@Test func aKeyMadeAndDestroyedInOneBatchDoesNotComeBack() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  let release = try await database.holdCommits()
  let made = try await database.submit { [keys = database.keys] transaction in
    try keys.key(tenant: "t", worker: "ada", in: transaction)
  }
  async let found = database.keys.destroy(tenant: "t", worker: "ada")
  try await Task.sleep(for: .milliseconds(100))
  release()
  let key = try await made.value
  #expect(try await found)
  #expect(key.isDestroyed)
  #expect(try await database.keys.existingKey(tenant: "t", worker: "ada") == nil)
}

/// After a failed commit nothing is committed before a fence, which a full disk refuses.
@Test func keysAreFoundAndPicturesReadWhileNothingCanBeCommitted() async throws {
  let files = ForgetfulFileSystem()
  var database = try Database(inMemoryOf: files)
  #expect(try await database.store(1) == .stored)
  database.close()
  database = try Database(inMemoryOf: files)
  defer { database.close() }
  files.refuse { $0 == "fdatasync" && $1.hasSuffix("-wal") ? ENOSPC : nil }
  for _ in 0..<2 { await #expect(throws: StorageError.self) { try await database.store(2) } }
  #expect(try await database.load(1) == picture(1))
}

@Test func aDestroyedKeyIsNowhereInTheFiles() async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  defer { database.close() }
  _ = try await database.keys.key(tenant: "t", worker: "ada")
  let wrapped = try await database.read { connection in
    try connection.first("SELECT wrapped FROM worker_key WHERE worker = 'ada'") { row in
      try row.read(0, as: [UInt8].self)
    }
  }
  let secret = try #require(wrapped)
  func filesHoldIt() -> Bool {
    files.disk.files.values.contains { file in
      file.content.indices.contains { file.content[$0...].starts(with: secret) }
    }
  }
  #expect(filesHoldIt())
  try await database.keys.destroy(tenant: "t", worker: "ada")
  #expect(!filesHoldIt())
}

@Test func aKeyMadeInABatchThatFailsIsForgotten() async throws {
  struct Refused: Error {}
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  await #expect(throws: Refused.self) {
    try await database.write { [keys = database.keys] transaction in
      _ = try keys.key(tenant: "t", worker: "ada", in: transaction)
      throw Refused()
    }
  }
  #expect(try await database.keys.existingKey(tenant: "t", worker: "ada") == nil)
}

@Test func aDamagedRowOfAKeyIsAnError() async throws {
  let files = ForgetfulFileSystem()
  var database = try Database(inMemoryOf: files)
  _ = try await database.keys.key(tenant: "t", worker: "ada")
  try await database.write { transaction in
    try transaction.connection.run("UPDATE worker_key SET worker = 'bob'")
  }
  database.close()
  database = try Database(inMemoryOf: files)
  defer { database.close() }
  // Bob cannot be given Ada's key: its wrapping names her.
  await #expect(throws: StorageError.keyCorrupt(tenant: "t", worker: "bob")) {
    try await database.keys.existingKey(tenant: "t", worker: "bob")
  }
}

@Test func evidenceBeyondTheLimitIsRefused() throws {
  let key = EvidenceKey(id: 1, tenant: "t", worker: "w", secret: SymmetricKey())
  let limit = SealedEvidence.contentBytesMax
  #expect(throws: StorageError.evidenceTooLarge(bytes: limit + 1, limit: limit)) {
    try SealedEvidence(Bytes(Slab(capacity: limit + 1), 0..<limit + 1), key: key)
  }
  _ = try SealedEvidence(Bytes(), key: key)
}

@Test(arguments: [
  ("2026-07", true), ("0001-12", true), ("2026-13", false), ("2026-00", false), ("2026-7", false),
  ("2026-007", false), ("+026-07", false), ("2026-07-01", false), ("", false), ("0000-01", false),
])
func months(text: String, isValid: Bool) {
  #expect((LogMonth(text) != nil) == isValid)
  #expect(LogMonth(text)?.description == (isValid ? text : nil))
}
