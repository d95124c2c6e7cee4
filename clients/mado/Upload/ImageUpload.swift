import Buffers
import Calling
import Files
import Glibc
import MadoAPI
import Protobuf
import RPC
import Synchronization

/// `mado telework evidence upload --images …`: many picture files in one stream, sent again over a
/// new one when the connection breaks, until each has its verdict.
struct ImageUpload: Sendable {
  static let method = Telework.EvidenceServiceDescriptor.upload

  static let shortcut = Shortcut(
    trigger: "images",
    options: [
      Option(
        name: "images", placeholder: "FILE|DIR…",
        help:
          "upload these pictures (.jpg, .jpeg, .png), those of a folder in order of their names; "
          + "taken when the file was last changed",
        isList: true),
      Option(
        name: "first-sequence", placeholder: "N",
        help: "the agent's sequence of the first picture; the others follow it (default 1)"),
      Option(
        name: "kind", placeholder: "camera|screen",
        help: "what the pictures show; of itself camera for JPEG and screen for PNG"),
      Option(
        name: "attempts", placeholder: "N",
        help: "connections to try in a row without a verdict before giving up (default 5)"),
    ]
  ) { given, call, console in
    try await ImageUpload(given, call, console).run()
  }

  private let pictures: [PictureFile]
  private let firstSequence: UInt64
  private let kind: Telework.ImageKind?
  private let attemptsMax: Int
  private let call: Call
  private let console: Console

  init(_ given: Invocation.Given, _ call: Call, _ console: Console) throws(UsageError) {
    pictures = try PictureFile.find(given.options["images"] ?? [])
    firstSequence = try Self.number(given, "first-sequence", default: 1)
    attemptsMax = Int(clamping: try Self.number(given, "attempts", default: 5) as UInt64)
    kind =
      switch given["kind"] {
      case nil: nil
      case "camera"?: .camera
      case "screen"?: .screen
      case let word?: throw UsageError("--kind: '\(word)' is not allowed; give camera or screen")
      }
    self.call = call
    self.console = console
  }

  private static func number(
    _ given: Invocation.Given, _ name: String, default value: UInt64
  ) throws(UsageError) -> UInt64 {
    guard let word = given[name] else { return value }
    // Sequences that count on from the largest one still fit.
    guard let number = Int64(word), number > 0 else {
      throw UsageError(
        "--\(name): '\(word)' is not allowed; give a whole number from 1 to \(Int64.max)")
    }
    return UInt64(number)
  }

  func run() async throws {
    let board = UploadBoard(pictures, isSummed: call.output.format == .table, console)
    var attempts = 0
    while true {
      let before = board.decided
      do {
        try await send(board)
        break
      } catch let error as RPCError where error.code == .unavailable {
        attempts = board.decided > before ? 1 : attempts + 1
        guard attempts < attemptsMax else { throw error }
        board.tell("the connection is lost (\(error.message)); trying again")
        try await Task.sleep(for: .seconds(attempts))
      }
    }
    let rejected = board.finish()
    guard rejected == 0 else {
      throw LocalFailure(
        description: "\(rejected) of \(pictures.count) pictures are not stored, see above")
    }
  }

  /// One stream: sends what has no verdict yet and takes verdicts until the server ends it.
  private func send(_ board: UploadBoard) async throws {
    let stream = try await Telework.EvidenceServiceClient(call.transport).upload(call.options)
    try await stream.converse {
      for index in board.undecided {
        let request = try request(index)
        try await stream.send(request.message)
        board.sent(request.bytes)
      }
    } receiving: { response in
      if call.output.format != .table { call.output.write(response) }
      guard case .image(let verdict)? = response.item, verdict.sequence >= firstSequence else {
        return
      }
      board.decide(Int(clamping: verdict.sequence - firstSequence), verdict)
    }
    if !board.undecided.isEmpty {
      throw RPCError(Status(.unavailable, "the server ended the upload early"))
    }
  }

  private func request(
    _ index: Int
  ) throws(UsageError) -> (message: Telework.UploadRequest, bytes: Int) {
    let picture = pictures[index]
    let content = try picture.content()
    let image = Telework.Image(
      sequence: firstSequence + UInt64(index),
      kind: kind ?? (picture.isPNG ? .screen : .camera), trigger: .interval,
      capturedAt: GoogleProtobuf.Timestamp(
        seconds: picture.changedSeconds, nanos: picture.changedNanoseconds),
      content: Bytes(content))
    return (Telework.UploadRequest(item: .image(image)), content.count)
  }
}
