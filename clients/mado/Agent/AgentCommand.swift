import AgentSpool
import Calling
import MadoAPI
import RPC

/// `mado agent run`: the agent's side of telework, for machines whose camera program only writes files.
struct AgentCommand: Sendable {
  static let options = [
    Option(
      name: "spool", placeholder: "DIR",
      help: "where the agent keeps what the server does not have yet; made if it isn't there"),
    Option(
      name: "watch", placeholder: "DIR",
      help: "where pictures (.jpg, .jpeg, .png) are put; of itself the folder `in` of the spool"),
    Option(
      name: "records", placeholder: "-",
      help: "read records from standard input too, a line of JSON each"),
    Option(
      name: "bandwidth", placeholder: "RATE",
      help: "send no faster than so many bits a second: 256k, 1.5M; of itself as fast as can be"),
    Option(
      name: "keep", placeholder: "N",
      help: "pictures kept while the server is away, 1 to 500; the oldest goes first (default 500)"),
    Option(
      name: "accept-licence", placeholder: "VERSION",
      help: "the worker accepts this version of the agent's licence"),
    Option(
      name: "once", placeholder: nil,
      help: "end when the server has everything that is there, or cannot be had"),
  ]

  static let help = """
    mado agent run watches a folder for pictures and records and brings them to the server, each
    once, whatever happens to the network, the server, or itself.

      mado agent run --spool DIR [--watch DIR] [--records -] [--bandwidth RATE] [--keep N] [--once]
                     [--accept-licence VERSION]

      --spool DIR        where it keeps what the server does not have yet; made if it isn't there
      --watch DIR        where pictures (.jpg, .jpeg, .png) and records (.json) are put; of
                         itself DIR/in
      --records -        read records from standard input too, a line of JSON each; for each
                         there is a line of output once it is durable: kept, or refused and why
      --bandwidth RATE   send no faster than so many bits a second: 256k, 1.5M
      --keep N           pictures kept while the server is away, 1 to 500 (default 500); the
                         oldest goes first, and the server is told of the loss
      --accept-licence VERSION
                         the worker accepts this version of the agent's licence, which mado
                         contract terms list and get show; asked once for each version
      --once             end when the server has everything that is there, or cannot be had

    Whoever takes pictures writes them elsewhere on the same disk and moves them into the folder
    (mv): a file that is there is whole. Its name says what it is: camera or screen (else JPEG is
    the camera, PNG the screen), and incident for what was not taken at a fixed interval. When it
    was last changed is when it was taken. A picture that was taken in is gone from the folder.

    A record is what must never be lost: a punch, where the worker was seen, an incident. It is
    mado.telework.v1.AgentRecord as JSON (see mado describe) without its number; without its time
    it is of when its file was last changed:
      {"punch": {"act": "PUNCH_ACT_START_WORK", "source": "PUNCH_SOURCE_OPERATED"}}
      {"sighting": {"state": "PRESENCE_STATE_PRESENT", "confidencePermille": 930}}
      {"incident": {"kind": "INCIDENT_KIND_PEEPING", "confidencePermille": 850}}
    However many wait, all are kept, and sent in their order.

    What the server wants of the camera program lies in the spool: config.json (AgentConfig), new
    whenever it has changed, and capture.json (CaptureCommand) when pictures are wanted at once.

    The calling device is that of --context or --token; options of every call: see mado --help.
    It runs until it is ended by a signal, any signal: what it has is on the disk.

    Examples:
      mado --context desk agent run --spool ~/spool
      mado --context desk agent run --spool ~/spool --watch ~/pictures --bandwidth 256k
      mado --context desk agent run --spool ~/spool --once && echo "the server has everything"
    """

  /// What the command line says.
  struct Settings: Sendable, Hashable {
    let spool: String
    let watch: String
    /// Whether records come from standard input, too.
    let readsRecords: Bool
    let throttle: Throttle
    let capacity: Int
    /// The version of the agent's licence that the worker accepts; empty for none.
    let acceptedLicence: String
    /// Whether to end with what is there.
    let endsWhenDone: Bool

    init(_ words: [String], _ given: Invocation.Given) throws(UsageError) {
      guard words == ["run"] else {
        throw UsageError("agent: there is one command, run; see mado agent --help")
      }
      guard let spool = given["spool"], !spool.isEmpty else {
        throw UsageError("agent run: --spool is missing; give a folder, see mado agent --help")
      }
      self.spool = spool
      watch = given["watch"] ?? "\(spool)/in"
      guard watch != spool else {
        throw UsageError("agent run: --watch and --spool are one folder; give two")
      }
      capacity = try Self.capacity(given["keep"])
      acceptedLicence = given["accept-licence"] ?? ""
      endsWhenDone = given["once"] != nil
      if let word = given["records"], word != "-" {
        throw UsageError("--records: '\(word)' is not allowed; give - for standard input")
      }
      readsRecords = given["records"] != nil
      throttle = try Self.throttle(given["bandwidth"])
    }

    private static func throttle(_ word: String?) throws(UsageError) -> Throttle {
      guard let word else { return Throttle(bitsPerSecond: nil) }
      guard let throttle = Throttle(word) else {
        throw UsageError(
          "--bandwidth: '\(word)' is not allowed; give bits a second from 8k on, such as 256k or 1.5M"
        )
      }
      return throttle
    }

    private static func capacity(_ word: String?) throws(UsageError) -> Int {
      guard let word else { return Spool.capacity }
      guard let number = Int(word), 1...Spool.capacity ~= number else {
        throw UsageError(
          "--keep: '\(word)' is not allowed; give a whole number from 1 to \(Spool.capacity)")
      }
      return number
    }
  }

  let settings: Settings
  let transport: any ClientTransport
  let options: CallOptions
  let console: Console
  let environment: [String: String]

  func run() async throws {
    let status = AgentStatus(console)
    let folder = try AgentFolder(
      settings, settings.readsRecords ? console.input : nil, status)
    defer { folder.release() }
    status.tell(
      "watching \(settings.watch); in the spool: \(folder.counts.waiting)"
        + (settings.throttle.bitsPerSecond.map { ", sending \($0 / 1000) kbit/s at most" } ?? ""))
    let pace = Pace(settings.throttle)
    let pictures = PictureDelivery(
      client: Telework.EvidenceServiceClient(transport), options: options, folder: folder,
      pace: pace, status: status, endsWhenDone: settings.endsWhenDone)
    let registration = Telework.RegisterRequest(
      environment: .ofThisMachine(spool: settings.spool, environment: environment),
      acceptedLicence: settings.acceptedLicence)
    let records = RecordDelivery(
      client: Telework.AgentServiceClient(transport), options: options, folder: folder,
      registration: registration, pace: pace, status: status, endsWhenDone: settings.endsWhenDone)
    let persistence = Persistence(status: status, endsWhenDone: settings.endsWhenDone)
    try await withThrowingTaskGroup(of: Void.self) { group in
      let tasks: [@Sendable () async throws -> Void] = [
        { try await folder.watch(once: settings.endsWhenDone) },
        { try await persistence.keep(records) },
        { try await persistence.keep(pictures) },
      ]
      for task in tasks {
        if settings.endsWhenDone { try await task() } else { group.addTask { try await task() } }
      }
      // The first that cannot go on ends the others.
      while try await group.next() != nil {}
    }
    folder.settle()
    status.finish(folder.counts)
    if folder.counts.refused > 0 {
      throw LocalFailure(description: "\(folder.counts.refused) refused, see above")
    }
  }
}
