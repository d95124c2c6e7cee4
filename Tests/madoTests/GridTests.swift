import Testing

@testable import mado

@Suite struct GridTests {
  private static let grid = Grid(columns: [
    Grid.Column(name: "id", isBytes: false, cells: ["d.1", "d.22"]),
    Grid.Column(name: "agent", isBytes: false, cells: ["device", "device"]),
    Grid.Column(name: "hash", isBytes: true, cells: ["00112233", "44556677"]),
    Grid.Column(name: "taken", isBytes: false, cells: ["10:00", "10:05"]),
    Grid.Column(name: "size", isBytes: false, cells: ["7", "日本"]),
  ])

  @Test(
    "what does not fit leaves: bytes, what is the same in all rows, what stands last",
    arguments: [
      // width, lines
      (
        nil,
        [
          "ID    AGENT   HASH      TAKEN  SIZE", "d.1   device  00112233  10:00  7",
          "d.22  device  44556677  10:05  日本",
        ]
      ),
      (
        35,
        [
          "ID    AGENT   HASH      TAKEN  SIZE", "d.1   device  00112233  10:00  7",
          "d.22  device  44556677  10:05  日本",
        ]
      ),
      (
        34,
        [
          "ID    AGENT   TAKEN  SIZE", "d.1   device  10:00  7", "d.22  device  10:05  日本", "",
          "not shown: hash; --wide shows them",
        ]
      ),
      (
        24,
        [
          "ID    TAKEN  SIZE", "d.1   10:00  7", "d.22  10:05  日本", "",
          "in all rows: agent=device", "not shown: hash; --wide shows them",
        ]
      ),
      (
        5,
        [
          "ID", "d.1", "d.22", "", "in all rows: agent=device",
          "not shown: taken, size, hash; --wide shows them",
        ]
      ),
    ] as [(Int?, [String])])
  func fitting(width: Int?, lines: [String]) {
    #expect(Self.grid.lines(within: width) == lines)
  }

  @Test("a row that stands alone is alike to none, and one column always stays")
  func extremes() {
    let alone = Grid(columns: [
      Grid.Column(name: "name", isBytes: false, cells: ["a"]),
      Grid.Column(name: "kind", isBytes: false, cells: ["b"]),
    ])
    #expect(
      alone.lines(within: 5) == ["NAME", "a", "", "not shown: kind; --wide shows them"])
    let same = Grid(columns: [
      Grid.Column(name: "name", isBytes: false, cells: ["a", "a"]),
      Grid.Column(name: "kind", isBytes: false, cells: ["b", "b"]),
    ])
    #expect(same.lines(within: 1) == ["NAME", "a", "a", "", "in all rows: kind=b"])
  }
}
