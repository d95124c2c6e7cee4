import Files
import Testing

@testable import AgentSpool

@Suite struct PictureSpoolTests {
  private let disk = LinuxFileSystem()
  private let name = PictureName(
    kind: .camera, trigger: .interval, capturedNanoseconds: 17, format: .jpg)

  /// What a server knows of an agent.
  private struct Known {
    var pictures: [Int64: String] = [:]
    var losses: Set<Int64> = []
  }

  /// Takes in what lies in `folder`, as an agent does.
  private func look(_ folder: String, _ spool: inout PictureSpool) throws {
    for file in try disk.list(folder) where file.hasSuffix(".jpg") {
      try spool.take("\(folder)/\(file)", name)
    }
    try spool.settle()
  }

  /// Sends everything; a number under which the server knows another picture is an issue.
  private func deliver(_ spool: inout PictureSpool, to server: inout Known) throws {
    try spool.met(upTo: max(server.pictures.keys.max() ?? 0, server.losses.max() ?? 0))
    spool.begin()
    while let (item, picture) = spool.next() {
      switch item {
      case .picture(let number):
        let content = try text(try #require(picture).path)
        if let known = server.pictures[number] { #expect(known == content, "number \(number)") }
        server.pictures[number] = content
        spool.answered(number, .taken)
      case .loss(let range):
        server.losses.formUnion(range)
        spool.answered(range, .taken)
      }
      try spool.settle()
    }
  }

  @Test("is found again by the names of its files alone: pictures, losses, and the last number")
  func names() throws {
    try withFolder { folder in
      var spool = try PictureSpool("\(folder)/pictures", capacity: 2, on: disk)
      for n in 1...4 { try put("picture \(n)", at: "\(folder)/\(n).jpg") }
      try look(folder, &spool)
      #expect(
        try disk.list("\(folder)/pictures") == [
          "1.lost", "2.lost", "3.camera.interval.17.jpg", "4.camera.interval.17.jpg",
        ])
      #expect(try disk.attributes("\(folder)/pictures/1.lost")?.size == 0)
      let early = spool.next()
      #expect(early == nil)
      try spool.met(upTo: 0)
      spool.answered(4, .taken)
      spool.answered(3, .taken)
      spool.answered(1...2, .taken)
      try spool.settle()
      #expect(try disk.list("\(folder)/pictures") == ["4.done", "base.0"])
      #expect(try disk.attributes("\(folder)/pictures/4.done")?.size == 0)

      var again = try PictureSpool("\(folder)/pictures", capacity: 2, on: disk)
      #expect(again.outbox.isEmpty)
      try put("picture 5", at: "\(folder)/5.jpg")
      try look(folder, &again)
      #expect(try disk.list("\(folder)/pictures") == ["5.camera.interval.17.jpg", "base.0"])
      try again.met(upTo: 4)
      #expect(again.next()?.item == .picture(5))
    }
  }

  @Test("dies after any step, goes on, and the server has each picture once or knows of its loss")
  func dies() throws {
    var steps = 0
    while true {
      let lived = try withFolder { folder in
        var server = Known()
        let dying = DyingFileSystem(after: steps)
        for n in 1...5 { try put("picture \(n)", at: "\(folder)/\(n).jpg") }
        do {
          var spool = try PictureSpool("\(folder)/pictures", capacity: 3, on: dying)
          try look(folder, &spool)
          spool.begin()
          try spool.met(upTo: 0)
          // Refused, so that there is a loss in the middle; then all the others.
          spool.answered(4, .never)
          try spool.settle()
          try deliver(&spool, to: &server)
          for n in 6...7 { try put("picture \(n)", at: "\(folder)/\(n).jpg") }
          try look(folder, &spool)
          try deliver(&spool, to: &server)
        } catch is FileError {}
        var spool = try PictureSpool("\(folder)/pictures", capacity: 3, on: disk)
        try look(folder, &spool)
        try deliver(&spool, to: &server)
        let last = spool.outbox.spool.next - 1
        #expect(
          Set(server.pictures.keys).union(server.losses) == Set(last > 0 ? Array(1...last) : []),
          "after \(steps) steps")
        #expect(Set(server.pictures.values).count == server.pictures.count, "after \(steps) steps")
        #expect(
          try disk.list("\(folder)/pictures") == ["\(last).done", "base.0"], "after \(steps) steps")
        return dying.hasLived
      }
      if lived { break }
      steps += 1
    }
    #expect(steps > 30)
  }

  @Test("a machine that was set up anew, or set back, counts on behind what its server knows")
  func anew() throws {
    try withFolder { folder in
      var server = Known()
      for n in Int64(1)...30 { server.pictures[n] = "old \(n)" }
      var spool = try PictureSpool("\(folder)/pictures", capacity: 2, on: disk)
      for n in 1...3 { try put("picture \(n)", at: "\(folder)/\(n).jpg") }
      try look(folder, &spool)
      try deliver(&spool, to: &server)
      #expect(server.losses == [31] && server.pictures[32] == "picture 2")
      #expect(server.pictures[33] == "picture 3" && server.pictures.count == 32)
      for n in Int64(34)...40 { server.pictures[n] = "of another copy \(n)" }
      try put("picture 4", at: "\(folder)/4.jpg")
      var again = try PictureSpool("\(folder)/pictures", capacity: 2, on: disk)
      try look(folder, &again)
      try deliver(&again, to: &server)
      #expect(server.pictures[41] == "picture 4" && server.pictures.count == 40)
    }
  }

  @Test("what was taken in and is not durable yet counts when the two meet")
  func early() throws {
    try withFolder { folder in
      var spool = try PictureSpool("\(folder)/pictures", on: disk)
      var records = try RecordSpool("\(folder)/records", on: disk)
      for n in 1...2 {
        try put("picture \(n)", at: "\(folder)/\(n).jpg")
        try spool.take("\(folder)/\(n).jpg", name)
        try records.add([], .init(nanoseconds: 1, offsetNanoseconds: nil))
      }
      try spool.met(upTo: 0)
      try records.welcomed(upTo: 0)
      #expect(records.oldest == 1)
      try spool.settle()
      try records.settle()
      let (picture, record) = (spool.next(), records.next())
      #expect(picture?.item == .picture(1) && record?.number == 1)
    }
  }

  @Test("a disk that refuses for a while loses nothing and gives no number twice")
  func refuses() throws {
    try withFolder { folder in
      var spool = try PictureSpool("\(folder)/pictures", on: DyingFileSystem(after: 5))
      for n in 1...3 { try put("picture \(n)", at: "\(folder)/\(n).jpg") }
      #expect(throws: FileError.self) { try look(folder, &spool) }
      #expect(throws: FileError.self) { try spool.settle() }
      #expect(spool.outbox.isEmpty)

      var again = try PictureSpool("\(folder)/pictures", on: disk)
      try look(folder, &again)
      #expect(again.outbox.spool.kept == [1, 2, 3])
    }
  }

  @Test(
    "a name says what a picture is",
    arguments: [
      ("a.jpg", "camera.interval.5.jpg"), ("A.JPEG", "camera.interval.5.jpg"),
      ("a.png", "screen.interval.5.png"), ("camera-1.png", "camera.interval.5.png"),
      ("screen-1.jpg", "screen.interval.5.jpg"),
      ("Incident screen.png", "screen.incident.5.png"), (".a.jpg", nil), ("a.jpg.part", nil),
      ("notes.txt", nil), ("", nil),
    ] as [(String, String?)])
  func watched(name: String, ending: String?) {
    let picture = PictureName(watched: name, capturedNanoseconds: 5)
    #expect(picture?.ending == ending)
    if let ending { #expect(PictureName(ending: ending) == picture) }
  }

  @Test(
    "what is no name of ours is left alone",
    arguments: [
      "0.lost", "-1.lost", "x.lost", "9007199254740993.lost", "1", "2.camera.interval.x.jpg",
      "lock",
    ])
  func foreign(file: String) throws {
    try withFolder { folder in
      try put("x", at: "\(folder)/\(file)")
      var spool = try PictureSpool(folder, on: disk)
      try spool.settle()
      #expect(spool.outbox.isEmpty)
      #expect(try disk.list(folder).contains(file))
    }
  }
}
