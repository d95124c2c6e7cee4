import Files
import Testing

@testable import AgentSpool

@Suite struct RecordSpoolTests {
  private let disk = LinuxFileSystem()
  private let name = RecordSpool.Name(nanoseconds: 17, offsetNanoseconds: -3)

  private func add(_ records: ClosedRange<Int>, _ spool: inout RecordSpool) throws {
    for n in records { try spool.add(Array("record \(n)".utf8), name) }
    try spool.settle()
  }

  /// Sends everything to a server that takes what follows its last one, in order.
  private func deliver(_ spool: inout RecordSpool, to server: inout [String]) throws {
    #expect(spool.oldest <= server.count + 1)
    try spool.welcomed(upTo: Int64(server.count))
    while let record = spool.next() {
      #expect(record.number == server.count + 1)
      server.append(try text(record.path))
      try spool.acknowledged(record.number)
    }
  }

  @Test("however many there are, all are kept, sent in order, and gone when the server has them")
  func order() throws {
    try withFolder { folder in
      var server: [String] = []
      var spool = try RecordSpool("\(folder)/records", on: disk)
      try add(1...600, &spool)
      #expect(spool.count == 600 && spool.next() == nil)
      try spool.welcomed(upTo: 0)
      let window = (1...RecordSpool.underWayMax).compactMap { _ in spool.next()?.number }
      #expect(window == Array(1...Int64(RecordSpool.underWayMax)) && spool.next() == nil)
      #expect(spool.oldest == 1)
      try deliver(&spool, to: &server)
      #expect(server == (1...600).map { "record \($0)" } && spool.isEmpty && spool.oldest == 601)
      #expect(try disk.list("\(folder)/records") == ["600.done", "base.0"])
      var again = try RecordSpool("\(folder)/records", on: disk)
      try add(601...602, &again)
      #expect(again.oldest == 601)
      try deliver(&again, to: &server)
      #expect(server.count == 602)
    }
  }

  @Test("what the server has although its answer got lost is not sent again")
  func unanswered() throws {
    try withFolder { folder in
      var spool = try RecordSpool("\(folder)/records", on: disk)
      try add(1...5, &spool)
      try spool.welcomed(upTo: 0)
      _ = (spool.next(), spool.next(), spool.next())
      var again = try RecordSpool("\(folder)/records", on: disk)
      try again.welcomed(upTo: 3)
      #expect(again.count == 2 && again.oldest == 4)
      let next = again.next()
      #expect(next?.number == 4 && next?.name == name)
    }
  }

  @Test("a machine that was set up anew goes on behind what its server knows, and nothing is lost")
  func anew() throws {
    try withFolder { folder in
      var server = (1...100).map { "old \($0)" }
      var spool = try RecordSpool("\(folder)/records", on: disk)
      try add(1...3, &spool)
      #expect(spool.oldest == 1)
      try deliver(&spool, to: &server)
      #expect(server.suffix(3) == ["record 1", "record 2", "record 3"])
      try add(4...4, &spool)
      #expect(spool.oldest == 104)
      var again = try RecordSpool("\(folder)/records", on: disk)
      try deliver(&again, to: &server)
      #expect(server.count == 104)
      // Set back to an old copy of its disk: the server is ahead of it.
      server += ["other 105", "other 106"]
      try add(5...5, &again)
      var later = try RecordSpool("\(folder)/records", on: disk)
      server += (107...200).map { "other \($0)" }
      try deliver(&later, to: &server)
      #expect(server.last == "record 5" && server.count == 201)
    }
  }

  @Test(
    "dies after any step, goes on, and the server has each record that was durable, once and in order"
  )
  func dies() throws {
    var steps = 0
    while true {
      let lived = try withFolder { folder in
        var (server, durable): ([String], Int) = ([], 0)
        let dying = DyingFileSystem(after: steps)
        do {
          var spool = try RecordSpool("\(folder)/records", on: dying)
          for round in 1...3 {
            try add(round...round, &spool)
            durable = round
            if round > 1 { try deliver(&spool, to: &server) }
          }
        } catch is FileError {}
        var spool = try RecordSpool("\(folder)/records", on: disk)
        try deliver(&spool, to: &server)
        // The one that was being taken when it died may be there as well.
        #expect(durable...min(durable + 1, 3) ~= server.count, "after \(steps) steps")
        #expect(server == (1...3).prefix(server.count).map { "record \($0)" })
        return dying.hasLived
      }
      if lived { break }
      steps += 1
    }
    #expect(steps > 20)
  }

  @Test("numbers from elsewhere are looked at", arguments: [UInt64(0), 1 << 53 + 1, 1 << 63, .max])
  func foreign(number: UInt64) throws {
    #expect(NumberedFolder.number(17) == 17 && NumberedFolder.number(1 << 63) == nil)
    try withFolder { folder in
      try put("", at: "\(folder)/base.9223372036854775807")
      var spool = try RecordSpool(folder, on: disk)
      try add(1...1, &spool)
      try spool.welcomed(upTo: Int64(clamping: number))
      let next = spool.next()
      #expect(next?.number == Int64(clamping: min(number, 1 << 53)) + 1)
      try spool.acknowledged(1)
    }
  }
}
