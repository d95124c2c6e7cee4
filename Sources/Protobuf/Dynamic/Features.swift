import Buffers

/// What `syntax` or the features of an edition say of a declaration.
/// Source: protobuf.dev, "Feature Settings for Editions".
struct Features {
  enum Presence { case explicit, implicit, required }

  var presence: Presence
  var isOpen: Bool
  var isPacked: Bool
  var isDelimited = false

  /// The defaults of a file of this syntax; an absent one means proto2.
  init(syntax: String?) {
    switch syntax {
    case "proto3": (presence, isOpen, isPacked) = (.implicit, true, true)
    case "editions": (presence, isOpen, isPacked) = (.explicit, true, true)
    default: (presence, isOpen, isPacked) = (.explicit, false, false)
    }
  }

  /// These features with those that `options` set in their place.
  ///
  /// - Parameter field: the number of `features` among the options of that kind.
  func overridden<Options: Message>(by options: Options?, field: UInt32) -> Features {
    guard let options else { return self }
    var result = self
    Self.scan(options.encoded()) { number, _, set in
      guard number == field, let set else { return }
      Self.scan(set) { number, value, _ in
        guard let value else { return }
        result.set(number, value)
      }
    }
    return result
  }

  /// One field of `google.protobuf.FeatureSet`; 0 stands for nothing said.
  private mutating func set(_ feature: UInt32, _ value: UInt64) {
    switch (feature, value) {
    case (1, 1): presence = .explicit
    case (1, 2): presence = .implicit
    case (1, 3): presence = .required
    case (2, 1...2): isOpen = value == 1
    case (3, 1...2): isPacked = value == 1
    case (5, 1...2): isDelimited = value == 2
    default: break
    }
  }

  /// Shows `body` every varint and every length-delimited field of a message.
  private static func scan(_ bytes: Bytes, _ body: (UInt32, UInt64?, Bytes?) -> Void) {
    bytes.withUnsafeBytes { memory in
      guard let start = memory.baseAddress else { return }
      var reader = WireReader(start: start, count: memory.count, source: bytes)
      do throws(DecodeError) {
        while let tag = try reader.nextTag() {
          switch tag.type {
          case .varint: body(tag.field, try reader.varint(), nil)
          case .length: body(tag.field, nil, try reader.bytes())
          default: try reader.skip(tag)
          }
        }
      } catch {
        // Options that were decoded and encoded again have no such error.
      }
    }
  }
}
