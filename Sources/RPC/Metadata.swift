import Buffers

/// The custom fields of a call's headers or trailers: an ordered list in which a name may recur.
///
/// A name that ends in `-bin` carries bytes, any other printable ASCII. Names are lower case; those
/// of HTTP and of gRPC itself are refused.
public struct Metadata: Sendable, Hashable {
  /// One field.
  public struct Entry: Sendable, Hashable {
    public let name: String
    public let value: Content
  }

  /// What a field holds.
  public enum Content: Sendable, Hashable {
    case text(String)
    /// Of a name that ends in `-bin`; base64 on the wire.
    case binary(Bytes)
  }

  /// In the order in which they were added or received.
  public private(set) var entries: [Entry] = []

  public init() {}

  public var isEmpty: Bool { entries.isEmpty }

  /// The first text under `name`.
  public subscript(name: String) -> String? {
    for entry in entries where entry.name == name {
      if case .text(let text) = entry.value { return text }
    }
    return nil
  }

  /// The first bytes under `name`, which ends in `-bin`.
  public subscript(binary name: String) -> Bytes? {
    for entry in entries where entry.name == name {
      if case .binary(let bytes) = entry.value { return bytes }
    }
    return nil
  }

  /// All texts under `name`, in order.
  public func texts(_ name: String) -> [String] {
    entries.compactMap { entry in
      if entry.name == name, case .text(let text) = entry.value { text } else { nil }
    }
  }

  /// All bytes under `name`, in order.
  public func binaries(_ name: String) -> [Bytes] {
    entries.compactMap { entry in
      if entry.name == name, case .binary(let bytes) = entry.value { bytes } else { nil }
    }
  }

  /// Adds `text` behind what is there. A name's capitals become small.
  public mutating func add(_ name: String, _ text: String) throws(MetadataError) {
    let name = name.lowercased()
    try Metadata.check(name)
    guard !name.hasSuffix("-bin") else { throw .textUnderBinaryName(name) }
    guard text.utf8.allSatisfy(Metadata.isValueByte) else { throw .value(name, text) }
    entries.append(Entry(name: name, value: .text(text)))
  }

  /// Adds `bytes` behind what is there, under a name that ends in `-bin`.
  public mutating func add(_ name: String, _ bytes: Bytes) throws(MetadataError) {
    let name = name.lowercased()
    try Metadata.check(name)
    guard name.hasSuffix("-bin") else { throw .bytesUnderTextName(name) }
    entries.append(Entry(name: name, value: .binary(bytes)))
  }

  /// Adds the entries of `other` behind these.
  public mutating func add(_ other: Metadata) {
    if entries.isEmpty { entries = other.entries } else { entries += other.entries }
  }

  /// Takes away every entry under `name`.
  public mutating func remove(_ name: String) {
    entries.removeAll { $0.name == name }
  }

  /// Adds an entry that has been checked before.
  mutating func append(checked name: String, _ value: Content) {
    entries.append(Entry(name: name, value: value))
  }
}

/// What is wrong with a field that was to become metadata.
public enum MetadataError: Error, Sendable, Hashable {
  /// Empty, or a character other than `a-z`, `0-9`, `_`, `-` and `.`.
  case name(String)
  /// A name that HTTP or gRPC keep for themselves.
  case reserved(String)
  /// A character other than printable ASCII.
  case value(String, String)
  case textUnderBinaryName(String)
  case bytesUnderTextName(String)
}

extension MetadataError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .name(let name):
      "metadata name '\(name)': only a-z, 0-9, '_', '-' and '.' are allowed"
    case .reserved(let name):
      "metadata name '\(name)' is reserved for the protocol; choose another"
    case .value(let name, let value):
      "metadata '\(name)': value '\(value)' holds more than printable ASCII; "
        + "send it as bytes under '\(name)-bin'"
    case .textUnderBinaryName(let name):
      "metadata '\(name)' ends in -bin and takes bytes; send text under a name without it"
    case .bytesUnderTextName(let name):
      "metadata '\(name)' takes text; send bytes under '\(name)-bin'"
    }
  }
}

extension Metadata: ExpressibleByDictionaryLiteral {
  /// Metadata written in the source: a wrong name or value is a bug of the program.
  public init(dictionaryLiteral elements: (String, String)...) {
    for (name, text) in elements {
      do throws(MetadataError) { try add(name, text) } catch { preconditionFailure("\(error)") }
    }
  }
}
