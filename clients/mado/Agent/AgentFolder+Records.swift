import AgentSpool
import Files
import Glibc
import MadoAPI
import Protobuf

/// The records of an agent: what happened, as a file or a line of JSON says it, until the server has it.
extension AgentFolder {
  /// Longer ones are no records.
  static let recordBytesMax = 64 << 10

  /// Why a text is no record; nil where it is one.
  static func flaw(inRecord text: String) -> String? {
    do throws(JSONError) {
      let record = try Telework.AgentRecord(json: text)
      return record.content == nil ? "it has neither punch, sighting nor incident" : nil
    } catch {
      return "\(error)"
    }
  }

  /// Takes a record's file in; one that is none is put aside.
  func takeRecord(_ name: String, changedAt nanoseconds: Int64) throws(FileError) {
    let path = "\(settings.watch)/\(name)"
    let bytes = try system.contents(of: path)
    let flaw =
      bytes.count > Self.recordBytesMax
      ? "it has \(bytes.count) bytes, more than \(Self.recordBytesMax)"
      : Self.flaw(inRecord: String(decoding: bytes, as: UTF8.self))
    if let flaw {
      status.tell("\(path) is no record: \(flaw); it is now \(name).refused")
      return try system.rename(path, to: "\(path).refused")
    }
    try records.withLock { (spool) throws(FileError) in
      try spool.take(
        path, RecordSpool.Name(nanoseconds: nanoseconds, offsetNanoseconds: clock.offset))
    }
  }

  /// Takes lines in; says for each, once it is durable, that it is kept, or why it isn't.
  func takeRecords(_ lines: [String]) throws(FileError) {
    var answers: [String] = []
    for line in lines where line.contains(where: { !$0.isWhitespace }) {
      if let flaw = Self.flaw(inRecord: line) {
        answers.append("refused: \(flaw)")
        continue
      }
      let name = RecordSpool.Name(
        nanoseconds: AgentClock.wall, offsetNanoseconds: clock.offset)
      try records.withLock { (spool) throws(FileError) in try spool.add(Array(line.utf8), name) }
      answers.append("kept")
    }
    guard !answers.isEmpty else { return }
    try records.withLock { (spool) throws(FileError) in try spool.settle() }
    status.answer(answers)
  }

  // MARK: Sending

  var hasRecords: Bool { records.withLock { !$0.isEmpty } }

  var oldestRecord: Int64 { records.withLock { $0.oldest } }

  func welcomed(upTo last: Int64) throws(FileError) {
    try records.withLock { (spool) throws(FileError) in try spool.welcomed(upTo: last) }
  }

  /// The next record as it goes out. What is no record any more goes without its content: the server refuses it, and
  /// those behind it go on.
  func nextRecord() -> Telework.AgentRecord? {
    guard let (number, name, path) = records.withLock({ $0.next() }) else { return nil }
    var record = Telework.AgentRecord()
    do {
      let text = String(decoding: try system.contents(of: path), as: UTF8.self)
      record = try Telework.AgentRecord(json: text)
    } catch {
      status.tell("record \(number) cannot be read: \(error)")
    }
    record.number = UInt64(clamping: number)
    if record.agentTime == nil {
      record.agentTime = GoogleProtobuf.Timestamp(nanoseconds: name.nanoseconds)
      record.clockOffset = name.offsetNanoseconds.map(GoogleProtobuf.Duration.init(nanoseconds:))
    }
    return record
  }

  func acknowledged(_ ack: Telework.RecordAck) throws(FileError) {
    guard let number = NumberedFolder.number(ack.number) else { return }
    try records.withLock { (spool) throws(FileError) in try spool.acknowledged(number) }
    switch ack.verdict {
    case .taken, .known: count { $0.recordsTaken += 1 }
    case .waiting:
      count { $0.recordsTaken += 1 }
      status.tell("record \(number) came too late to count: it waits for the manager")
    default:
      count { $0.refused += 1 }
      status.tell("record \(number) is refused: \(ack.reason): \(ack.message)")
    }
  }

  // MARK: What the server wants

  /// Puts a message where the camera program finds it, whole.
  func leave(_ name: String, _ message: some Message) throws(FileError) {
    // Only an instant that no calendar has is no JSON.
    let json = (try? message.json()) ?? "{}"
    try system.replace("\(settings.spool)/\(name)", with: Array(json.utf8))
  }
}
