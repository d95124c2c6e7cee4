import Buffers
import Testing

@testable import Protobuf

@Suite struct DynamicMessages {
  static let shapes = Result { try DescriptorPool([TestShapes.shapesFile]) }

  private func type<M: Message>(_: M.Type) throws -> MessageDescriptor {
    try #require(Self.shapes.get().message(named: M.fullName))
  }

  /// - Parameter isOrderFree: whether generated code writes entries of maps, or members of oneofs, in
  ///   another order.
  private func goAround<M: Message>(_ message: M, isOrderFree: Bool = false) throws {
    let bytes = message.encoded()
    let dynamic = try DynamicMessage(try type(M.self), decoding: bytes)
    let again = dynamic.encoded()
    #expect(try M(decoding: again) == message)
    #expect(try DynamicMessage(try type(M.self), decoding: again) == dynamic)
    #expect(isOrderFree ? again.sorted() == bytes.sorted() : again == bytes)
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func theBytesAreThoseOfGeneratedMessages(seed: UInt64) throws {
    var samples = Samples(seed: seed)
    try goAround(samples.scalars())
    try goAround(samples.optionals())
    try goAround(samples.collections(), isOrderFree: true)
    try goAround(samples.choice(), isOrderFree: true)
    try goAround(samples.tree())
  }

  @Test func fieldsAreGotAndSetByNameOrNumber() throws {
    var message = DynamicMessage(try type(TestShapes.Choice.self))
    try message.set(.string("x"), named: "before")
    try message.set(.int32(7), numbered: 2)
    #expect(try message.value(numbered: 1) == .string("x"))
    #expect(try message.value(named: "number") == .int32(7))
    #expect(try message.value(named: "behind") == .string(""))
    #expect(try message.value(named: "text") == nil)
    // The other member of the oneof goes.
    try message.set(.string(""), named: "text")
    #expect(message.present.map(\.field.name) == ["before", "text"])
    try message.set(nil, named: "text")
    #expect(message.present.map(\.field.name) == ["before"])
    #expect(
      try TestShapes.Choice(decoding: message.encoded()) == TestShapes.Choice(before: "x"))
  }

  @Test func whatDoesNotFitIsRefusedByName() throws {
    var message = DynamicMessage(try type(TestShapes.Collections.self))
    let other = DynamicMessage(try type(TestShapes.Choice.self))
    let rows: [(String, DynamicValue, String)] = [
      (
        "nmbers", .list([]), "test.shapes.v1.Collections has no field nmbers; did you mean numbers?"
      ),
      (
        "numbers", .int32(1),
        "test.shapes.v1.Collections.numbers takes repeated int32; int32 was given"
      ),
      (
        "numbers", .list([.int64(1)]),
        "test.shapes.v1.Collections.numbers takes repeated int32; a list was given"
      ),
      (
        "names", .map([:]),
        "test.shapes.v1.Collections.names takes repeated string; a map was given"
      ),
      (
        "counters", .list([]),
        "test.shapes.v1.Collections.counters takes map<string, int64>; a list was given"
      ),
      (
        "counters", .map([.int32(1): .int64(1)]),
        "test.shapes.v1.Collections.counters takes map<string, int64>; a map was given"
      ),
      (
        "scalars", .list([.message(other)]),
        "test.shapes.v1.Collections.scalars takes repeated test.shapes.v1.Scalars; a list was given"
      ),
    ]
    for (name, value, sentence) in rows {
      let error = #expect(throws: DynamicMessage.FieldError.self) {
        try message.set(value, named: name)
      }
      #expect(error.map { "\($0)" } == sentence)
    }
    #expect(throws: DynamicMessage.FieldError.unknownNumber(99, message: other.descriptor.fullName))
    {
      try other.value(numbered: 99)
    }
    #expect(message.present.isEmpty)
  }

  @Test func groupsClosedEnumsAndExtensionsGoAround() throws {
    let source = """
      syntax = "proto2"; package t;
      message M {
        optional group Part = 1 { optional int32 x = 1; optional M m = 2; }
        repeated group Parts = 2 { optional int32 x = 1; }
        repeated E es = 3 [packed = true]; optional E e = 4; map<int32, E> me = 5;
        extensions 100 to 200;
      }
      enum E { ZERO = 0; ONE = 1; TWO = 2; }
      extend M { repeated string more = 100; }
      """
    let type = try #require(try ProtocSchema.pool(source).message(named: "t.M"))
    let known: Bytes = [
      0x0B, 0x08, 5, 0x12, 2, 0x20, 1, 0x0C,  // part { x: 5 m { e: ONE } }
      0x13, 0x08, 1, 0x14, 0x13, 0x08, 2, 0x14,  // parts { x: 1 } parts { x: 2 }
      0x1A, 2, 1, 2, 0x20, 2, 0x2A, 4, 0x08, 9, 0x10, 1,  // es: [1, 2] e: TWO me { 9: ONE }
      0xA2, 0x06, 1, 0x61,  // [t.more]: "a"
    ]
    let message = try DynamicMessage(type, decoding: known)
    #expect(message.unknownFields.isEmpty)
    #expect(message.present.map(\.field.name) == ["part", "parts", "es", "e", "me", "[t.more]"])
    #expect(message.encoded() == known)
    // Numbers that a closed enum does not have are unknown fields, of a map the whole entry.
    let strange: Bytes = [0x1A, 3, 1, 7, 2, 0x20, 9, 0x2A, 4, 0x08, 9, 0x10, 7]
    let kept = try DynamicMessage(type, decoding: strange)
    #expect(try kept.value(named: "es") == .list([.enumeration(1), .enumeration(2)]))
    #expect(try kept.value(named: "e") == nil)
    #expect(try kept.value(named: "me") == .map([:]))
    #expect(kept.unknownFields.bytes == [0x18, 7, 0x20, 9, 0x2A, 4, 0x08, 9, 0x10, 7])
  }

  /// Bytes of a Tree, the reason, and where.
  @Test(
    arguments: [
      ([0x0A, 2, 0x61], .truncated, 2), ([0x0A], .truncated, 1), ([0x00], .invalidTag, 1),
      ([0x0F], .invalidTag, 1), ([0x0C], .unexpectedEndGroup, 1),
      ([0x0A, 1, 0xFF], .invalidUTF8, 2),
      ([0x0B], .truncated, 1), ([0x12, 1, 0x0C], .unexpectedEndGroup, 3),
      ([0x2A, 3, 0x0A, 1, 0xFF], .invalidUTF8, 4),
      ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1], .varintTooLong, 0),
    ] as [([UInt8], DecodeError.Reason, Int)])
  func malformedBytesAreRefusedAsByGeneratedMessages(
    bytes: [UInt8], reason: DecodeError.Reason, offset: Int
  ) throws {
    let type = try type(TestShapes.Tree.self)
    let error = #expect(throws: DecodeError.self) {
      try DynamicMessage(type, decoding: Bytes(bytes))
    }
    #expect(error?.reason == reason)
    #expect(error?.message == "test.shapes.v1.Tree")
    #expect(throws: try #require(error)) { try TestShapes.Tree(decoding: Bytes(bytes)) }
  }

  @Test(arguments: [(100, true), (101, false)])
  func theBudgetOfNestingIsThatOfGeneratedMessages(depth: Int, isRead: Bool) throws {
    var bytes: [UInt8] = []
    for _ in 0..<depth {
      var length: [UInt8] = []
      var rest = bytes.count
      while rest >= 0x80 {
        length.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      bytes = [0x12] + length + [UInt8(rest)] + bytes
    }
    let type = try type(TestShapes.Tree.self)
    #expect(((try? DynamicMessage(type, decoding: Bytes(bytes))) != nil) == isRead)
    #expect(((try? TestShapes.Tree(decoding: Bytes(bytes))) != nil) == isRead)
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func whatGeneratedMessagesMakeOfBrokenBytesDynamicOnesDoToo(seed: UInt64) throws {
    var samples = Samples(seed: seed)
    var bytes = Array(samples.tree().encoded())
    for _ in 0..<3 {
      bytes[Int.random(in: bytes.indices, using: &samples.random)] =
        UInt8.random(in: 0...255, using: &samples.random)
    }
    let generated = Result { () throws(DecodeError) in try TestShapes.Tree(decoding: Bytes(bytes)) }
    let type = try type(TestShapes.Tree.self)
    let dynamic = Result { () throws(DecodeError) in
      try TestShapes.Tree(decoding: try DynamicMessage(type, decoding: Bytes(bytes)).encoded())
    }
    #expect(generated == dynamic)
  }
}

extension Result where Failure == DecodeError {
  fileprivate init(_ body: () throws(DecodeError) -> Success) {
    do throws(DecodeError) { self = .success(try body()) } catch { self = .failure(error) }
  }
}
