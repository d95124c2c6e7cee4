import Buffers
import MadoAPI
import Protobuf
import RPC
import StandardAPI
import Synchronization
import Testing

@testable import mado

/// A server that nobody reaches.
struct Silent: ClientTransport {
  func open(
    _ method: MethodDescriptor, _ options: CallOptions
  ) async throws(RPCError) -> any ClientTransportStream {
    throw RPCError(.unavailable, "connection refused", reason: "UNREACHABLE")
  }
}

/// An evidence service of which each method does what the test wants.
struct Evidence: Telework.EvidenceService {
  typealias Uploads = ResponseStream<Telework.UploadResponse>

  var onList:
    @Sendable (Telework.EvidenceServiceListRequest, CallContext) throws ->
      Telework.EvidenceServiceListResponse = { _, _ in .init() }
  var onUpload: @Sendable (Telework.UploadRequest, Uploads) async throws -> Void = { _, _ in }
  var onDownload: @Sendable (ResponseStream<Telework.DownloadResponse>) async throws -> Void = {
    _ in
  }

  func upload(
    _ requests: RequestStream<Telework.UploadRequest>, _ responses: Uploads, _ call: CallContext
  ) async throws {
    while let request = try await requests.next() { try await onUpload(request, responses) }
  }

  func list(
    _ request: Telework.EvidenceServiceListRequest, _ call: CallContext
  ) async throws -> Telework.EvidenceServiceListResponse {
    try onList(request, call)
  }

  func get(
    _ request: Telework.EvidenceServiceGetRequest, _ call: CallContext
  ) async throws -> Telework.EvidenceServiceGetResponse { .init() }

  func download(
    _ request: Telework.DownloadRequest, _ responses: ResponseStream<Telework.DownloadResponse>,
    _ call: CallContext
  ) async throws { try await onDownload(responses) }

  func listGaps(
    _ request: Telework.ListGapsRequest, _ call: CallContext
  ) async throws -> Telework.ListGapsResponse { .init() }

  func verifyChain(
    _ request: Telework.VerifyChainRequest, _ call: CallContext
  ) async throws -> Telework.VerifyChainResponse { .init() }
}

@Suite struct CallTests {
  private static let row = Telework.Evidence(
    id: "e1", workerId: "山田", sequence: 7, kind: .camera,
    capturedAt: GoogleProtobuf.Timestamp(seconds: 1_775_001_600),
    sha256: Bytes(Array(repeating: 0xab, count: 4)))

  private func listing(_ rows: [Telework.Evidence], next: String = "") -> InProcessTransport {
    InProcessTransport([
      Evidence(onList: { _, _ in .init(evidence: rows, nextPageToken: next) })
    ])
  }

  @Test("a list is a table for people, in the schema's order, wide characters aligned")
  func table() async {
    var second = Self.row
    second.id = "e22"
    second.workerId = "bob"
    second.width = 640
    let outcome = await run(
      "telework", "evidence", "list", transport: listing([Self.row, second], next: "p2"))
    #expect(outcome.status == 0)
    #expect(
      outcome.out == """
        ID   WORKER_ID  SEQUENCE  KIND               CAPTURED_AT           WIDTH  SHA256
        e1   山田       7         IMAGE_KIND_CAMERA  2026-04-01T00:00:00Z         abababab
        e22  bob        7         IMAGE_KIND_CAMERA  2026-04-01T00:00:00Z  640    abababab

        next_page_token  p2

        """)
    #expect(
      await run("telework", "evidence", "list", transport: listing([])).out == "no evidence\n")
  }

  @Test("json and jsonl are the canonical JSON of the response")
  func json() async {
    let jsonl = await run(
      "telework", "evidence", "list", "--output", "jsonl", transport: listing([Self.row]))
    #expect(
      jsonl.out
        == "{\"evidence\":[{\"id\":\"e1\",\"workerId\":\"山田\",\"sequence\":\"7\","
        + "\"kind\":\"IMAGE_KIND_CAMERA\",\"capturedAt\":\"2026-04-01T00:00:00Z\","
        + "\"sha256\":\"q6urqw==\"}]}\n")
    let json = await run(
      "telework", "evidence", "list", "--output=json", transport: listing([], next: "x"))
    #expect(json.out == "{\n  \"nextPageToken\": \"x\"\n}\n")
  }

  @Test("nothing that a server sends steers the terminal")
  func controlCharacters() async {
    var row = Self.row
    row.id = "a\u{1b}[2Jb\n"
    let outcome = await run("telework", "evidence", "list", transport: listing([row]))
    #expect(outcome.out.contains("a\\u{1b}[2Jb\\n"))
    #expect(!outcome.out.contains("\u{1b}"))
  }

  @Test("token, deadline and flags over --json reach the server")
  func request() async {
    let (seen, note) = AsyncStream.makeStream(of: String.self)
    let transport = InProcessTransport([
      Evidence(onList: { request, call in
        let left = call.deadline?.remaining() ?? .zero
        note.yield(
          "\(request.workerId) \(request.pageSize) \(call.metadata["authorization"] ?? "")")
        note.yield(left > .seconds(3600) && left <= .seconds(7200) ? "in time" : "\(left)")
        return .init()
      })
    ])
    let outcome = await run(
      "telework", "evidence", "list", "--token", "t1", "--timeout", "2h", "--worker-id", "w2",
      "--json", "-", input: "{\"workerId\": \"w1\",\n \"pageSize\": 3}", transport: transport)
    note.finish()
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(await seen.reduce(into: []) { $0.append($1) } == ["w2 3 Bearer t1", "in time"])
  }

  @Test("an error shows status, reason, field and fix, and its number is the exit status")
  func errors() async {
    let transport = InProcessTransport([
      Evidence(onList: { _, _ in
        throw RPCError(
          .invalidArgument, "page_size: -1 is negative", reason: "INVALID_FIELDS",
          metadata: ["limit": "500"]
        ).adding(
          GoogleRpc.BadRequest(fieldViolations: [
            .init(field: "page_size", description: "-1 is negative", reason: "NEGATIVE")
          ])
        ).localized("ja", "負の数です").retrying(after: .milliseconds(1500))
      })
    ])
    let outcome = await run("telework", "evidence", "list", transport: transport)
    #expect(outcome.status == 13)
    #expect(
      outcome.error == """
        error: INVALID_ARGUMENT INVALID_FIELDS: page_size: -1 is negative
          field page_size: -1 is negative (NEGATIVE)
          limit: 500
          ja: 負の数です
          fix: try again in 2 s

        """)
    let json = await run(
      "telework", "evidence", "list", "--output", "json", transport: transport)
    #expect(
      json.error
        == "{\"error\":{\"code\":\"INVALID_ARGUMENT\",\"reason\":\"INVALID_FIELDS\","
        + "\"message\":\"page_size: -1 is negative\","
        + "\"fields\":[{\"field\":\"page_size\",\"description\":\"-1 is negative\"}],"
        + "\"metadata\":{\"limit\":\"500\"}}}\n")
  }

  @Test(
    "what to do is said where the server does not say it",
    arguments: [
      // code, reason, the server's text for people, what is advised
      (.permissionDenied, "MFA_REQUIRED", "Enrol one.", nil),
      (.unauthenticated, "CODE_USED", "Wait for the next one.", nil),
      (.unauthenticated, "SIGN_IN_REFUSED", "Check both.", nil),
      (.unauthenticated, "TOKEN_EXPIRED", "Make a new one.", "give a valid token: --token"),
      (.unauthenticated, "", nil, "give a valid token: --token"),
      (.permissionDenied, "", nil, "use a token whose role may do this"),
    ] as [(Code, String, String?, String?)])
  func advice(code: Code, reason: String, text: String?, advice: String?) async {
    let transport = InProcessTransport([
      Evidence(onList: { _, _ in
        let error = RPCError(code, "it is refused", reason: reason)
        throw text.map { error.localized("en", $0) } ?? error
      })
    ])
    let outcome = await run("telework", "evidence", "list", transport: transport)
    let lines = outcome.error.split(separator: "\n").filter { $0.contains("fix:") }
    #expect(lines.count == (advice == nil ? 0 : 1), "\(outcome.error)")
    if let advice { #expect(lines.first?.contains("fix: \(advice)") == true) }
  }

  @Test("a server that isn't there is status 24, with what to do")
  func unreachable() async {
    let outcome = await run("telework", "evidence", "list", transport: Silent())
    #expect(outcome.status == 24)
    #expect(outcome.error.contains("UNAVAILABLE UNREACHABLE: connection refused"))
    #expect(outcome.error.contains("fix: see that the server runs"))
  }

  @Test("requests stream from lines of JSON, responses as lines; a wrong line names itself")
  func streaming() async throws {
    let transport = InProcessTransport([
      Evidence(onUpload: { request, responses in
        guard case .lost(let range)? = request.item else { return }
        try await responses.send(
          .init(item: .lost(.init(range: range, verdict: .stored))))
      })
    ])
    let input = """
      {"lost": {"fromSequence": 1, "toSequence": 2}}

      {"lost": {"fromSequence": 5}}
      """
    let outcome = await run(
      "telework", "evidence", "upload", "--json", "-", "--lost.to-sequence", "9", input: input,
      transport: transport)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(
      outcome.out == """
        lost.range.from_sequence=1  lost.range.to_sequence=9  lost.verdict=VERDICT_STORED
        lost.range.from_sequence=5  lost.range.to_sequence=9  lost.verdict=VERDICT_STORED

        """)
    let wrong = await run(
      "telework", "evidence", "upload", "--json", "-", input: "{}\n\n{\"lots\": 1}\n",
      transport: transport)
    #expect(wrong.status == 2)
    #expect(wrong.error.contains("standard input, line 3 is no mado.telework.v1.UploadRequest"))
  }

  @Test("a download's parts go into one file, bytes fields into files of their own")
  func files() async throws {
    let parts = [[UInt8](repeating: 1, count: 100), [2, 3], [UInt8](repeating: 4, count: 70)]
    let transport = InProcessTransport([
      Evidence(onDownload: { responses in
        for part in parts { try await responses.send(.init(data: Bytes(part))) }
      })
    ])
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/picture"
    let outcome = await run(
      "telework", "evidence", "download", "--id", "e", "--out", path, transport: transport)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(try folder.read("picture") == Array(parts.joined()))
    #expect(outcome.out.contains("172 bytes in \(path)\n"))
    let saved = await run(
      "telework", "evidence", "download", "--id", "e", "--save", "\(folder.path)/new",
      transport: transport)
    #expect(saved.status == 0, "\(saved.error)")
    #expect(try folder.read("new/1-data.bin") == parts[0])
    #expect(try folder.read("new/3-data.bin") == parts[2])
    #expect(saved.out.contains("data=0203"))
    let refused = await run(
      "telework", "evidence", "download", "--id", "e", "--out", "\(folder.path)/no/file",
      transport: transport)
    #expect(refused.status == 1)
    #expect(refused.error.contains("No such file or directory"))
    let asTable = await run("telework", "evidence", "download", "--id", "e", transport: transport)
    #expect(asTable.status == 2 && asTable.out.isEmpty)
    #expect(asTable.error.contains("parts of a file (data): give --out FILE to keep it"))
    let asLines = await run(
      "telework", "evidence", "download", "--id", "e", "--output", "jsonl", transport: transport)
    #expect(asLines.out.split(separator: "\n").count == 3)
  }
}
