import Buffers
import Protobuf

/// Messages of the fixture, made at random but repeatably.
struct Samples {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(state: seed) }

  /// Numbers of every length on the wire, the extremes among them.
  mutating func int64() -> Int64 {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: 0
    case 1: .min
    case 2: .max
    default:
      Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random)
    }
  }

  mutating func int32() -> Int32 { Int32(truncatingIfNeeded: int64()) }

  mutating func string() -> String {
    let characters = Array("aZ0 \"\\\n窓é𝄞\u{0}")
    return String(
      (0..<Int.random(in: 0..<12, using: &random)).map { _ in
        characters.randomElement(using: &random) ?? "a"
      })
  }

  mutating func bytes() -> Bytes {
    let count = Bool.random(using: &random) ? 3 : WireReader.sliceBytesMin
    return Bytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
  }

  mutating func colour() -> TestShapes.Colour {
    TestShapes.Colour(number: Int32.random(in: -1...9, using: &random))
  }

  mutating func scalars() -> TestShapes.Scalars {
    TestShapes.Scalars(
      doubleValue: Double(int64()) / 7, floatValue: Float(int32()) / 7, int32Value: int32(),
      int64Value: int64(), uint32Value: UInt32(bitPattern: int32()),
      uint64Value: UInt64(bitPattern: int64()), sint32Value: int32(), sint64Value: int64(),
      fixed32Value: UInt32(bitPattern: int32()), fixed64Value: UInt64(bitPattern: int64()),
      sfixed32Value: int32(), sfixed64Value: int64(), boolValue: .random(using: &random),
      stringValue: string(), bytesValue: bytes(), colour: colour())
  }

  mutating func optionals() -> TestShapes.Optionals {
    let full = scalars()
    var result = TestShapes.Optionals()
    func keep<T>(_ value: T) -> T? { Bool.random(using: &random) ? value : nil }
    result.doubleValue = keep(full.doubleValue)
    result.floatValue = keep(full.floatValue)
    result.int32Value = keep(full.int32Value)
    result.int64Value = keep(full.int64Value)
    result.uint32Value = keep(full.uint32Value)
    result.uint64Value = keep(full.uint64Value)
    result.sint32Value = keep(full.sint32Value)
    result.sint64Value = keep(full.sint64Value)
    result.fixed32Value = keep(full.fixed32Value)
    result.fixed64Value = keep(full.fixed64Value)
    result.sfixed32Value = keep(full.sfixed32Value)
    result.sfixed64Value = keep(full.sfixed64Value)
    result.boolValue = keep(full.boolValue)
    result.stringValue = keep(full.stringValue)
    result.bytesValue = keep(full.bytesValue)
    result.colour = keep(full.colour)
    result.scalars = keep(full)
    return result
  }

  mutating func list<T>(_ element: (inout Samples) -> T) -> [T] {
    (0..<Int.random(in: 0..<5, using: &random)).map { _ in element(&self) }
  }

  mutating func collections() -> TestShapes.Collections {
    TestShapes.Collections(
      numbers: list { $0.int32() }, scatteredNumbers: list { $0.int32() },
      doubles: list { Double($0.int32()) }, fixed: list { $0.int32() },
      flags: list { .random(using: &$0.random) }, names: list { $0.string() },
      blobs: list { $0.bytes() }, colours: list { $0.colour() }, scalars: list { $0.scalars() },
      counters: Dictionary(list { ($0.string(), $0.int64()) }) { $1 },
      scalarsByNumber: Dictionary(list { ($0.int32(), $0.scalars()) }) { $1 },
      coloursByFlag: [true: colour(), false: colour()],
      blobsByKey: Dictionary(list { (UInt64(bitPattern: $0.int64()), $0.bytes()) }) { $1 })
  }

  mutating func choice(depth: Int = 3) -> TestShapes.Choice {
    let answer: TestShapes.Choice.SelectedAnswer? =
      switch Int.random(in: 0..<7, using: &random) {
      case 0: .number(int32())
      case 1: .text(string())
      case 2: .blob(bytes())
      case 3: .colour(colour())
      case 4: .instant(.init(seconds: Int64(int32()), nanos: 5))
      case 5 where depth > 0: .choice(choice(depth: depth - 1))
      default: nil
      }
    return TestShapes.Choice(before: string(), selectedAnswer: answer, behind: string())
  }

  mutating func tree(depth: Int = 4) -> TestShapes.Tree {
    guard depth > 0 else { return TestShapes.Tree(label: string()) }
    return TestShapes.Tree(
      label: string(), left: tree(depth: depth - 1),
      right: .init(tree: tree(depth: depth - 1), length: .init(seconds: 1)),
      others: [tree(depth: 0)], named: ["a": tree(depth: 0)])
  }
}
