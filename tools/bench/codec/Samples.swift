import Buffers
import MadoAPI
import Protobuf

/// The messages that are measured, with contents such as are sent.
enum Samples {
  static let acknowledgement = Codec.Acknowledgement(
    sequence: 48_213, outcome: .stored, receivedNs: 1_792_800_000_123_456_789, skewMs: -1_840,
    capturedInFuture: true)

  static let verdict = Telework.ImageVerdict(
    sequence: 48_213, verdict: .stored, evidenceId: "agent-0017-desk-3.48213",
    capturedInFuture: true)

  static let author = Codec.Author(
    id: "worker-2031", name: "佐藤 花子", locale: "ja-JP", verified: true,
    home: Codec.Location(lat: 35.681236, lon: 139.767125, place: "東京都千代田区丸の内"))

  static let record = Codec.Record(
    id: 7_204_311_902_331, uuid: "0198f1a2-7c44-7b1e-9d70-3f5a2c9b8e11",
    title: "Quarterly review of the Osaka office, second meeting",
    body: """
      The customer asks for the maintenance window to be moved from Tuesday to Thursday night, since \
      the month's closing runs on Tuesdays. 了承済み。次回の打ち合わせは十一月二十六日、場所は大阪支店の第三会議室。 \
      We promised a first draft of the contract by Friday and an estimate of the cost of the second \
      line. Open: who pays for the visit, and whether the discount of last year still holds. \
      担当は佐藤、確認は鈴木。
      """,
    kind: .dialog, author: author,
    tags: [
      Codec.Tag(key: "area", value: "sales"), Codec.Tag(key: "customer", value: "大阪商事株式会社"),
      Codec.Tag(key: "priority", value: "high"), Codec.Tag(key: "stage", value: "negotiation"),
    ],
    scores: [3, 5, 4, 120, 98, 1_024, -1, 77, 300, 5, 4, 2],
    mentions: ["sato.hanako", "suzuki.ichiro", "tanaka.jiro@example.jp"],
    blob: Bytes((0..<384).map { UInt8(truncatingIfNeeded: $0 &* 37) }),
    pinned: true, weight: 0.8125, createdNs: 1_792_800_000_123_456_789, delta: -42,
    counters: ["views": 1_204, "replies": 18, "downloads": 3, "minutes_in_meetings": 145])

  static func item(_ number: Int) -> Codec.Item {
    Codec.Item(
      code: "SUP-\(100 + number)", description: "保守サポート 第\(number)種 (weekdays, 9 to 18)",
      quantity: UInt32(number),
      unitPrice: Codec.Money(currency: "JPY", amount: 12_800 * Int64(number)), taxRate: 1_000,
      months: Array(1...12),
      discount: number % 3 == 0
        ? .amount(Codec.Money(currency: "JPY", amount: 500)) : .rate(UInt32(25 * number)))
  }

  static let contract = Codec.Contract(
    number: "K-2026-004711",
    customer: Codec.Party(
      name: "大阪商事株式会社", number: "7120001234567", address: "大阪府大阪市北区梅田一丁目一番三号",
      signatory: author),
    vendor: Codec.Party(
      name: "Mado Services K.K.", number: "5010001765432",
      address: "1-9-1 Marunouchi, Chiyoda-ku, Tokyo", signatory: author),
    items: (1...12).map(item),
    signedAt: GoogleProtobuf.Timestamp(seconds: 1_792_713_600, nanos: 250_000_000),
    startsAt: GoogleProtobuf.Timestamp(seconds: 1_793_491_200),
    endsAt: GoogleProtobuf.Timestamp(seconds: 1_825_027_200),
    total: Codec.Money(currency: "JPY", amount: 1_098_240),
    approvals: ["suzuki.ichiro", "tanaka.jiro", "yamada.taro@example.jp"],
    remark: "Renewed yearly unless either side gives notice three months before.",
    labels: [
      Codec.Tag(key: "branch", value: "osaka"), Codec.Tag(key: "channel", value: "partner"),
    ])

  static let frame = Telework.UploadRequest(
    item: .image(
      Telework.Image(
        sequence: 48_213, kind: .screen, trigger: .interval,
        capturedAt: GoogleProtobuf.Timestamp(seconds: 1_792_800_000, nanos: 123_000_000),
        content: Bytes((0..<130_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }),
        mediaType: .jpeg, width: 1_280, height: 720)))
}
