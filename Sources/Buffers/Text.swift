import Glibc

extension UnsafeRawBufferPointer {
  /// Whether the memory holds exactly the UTF-8 of `text`.
  @inlinable public func holds(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && starts(with: text)
  }

  /// Whether the memory begins with the UTF-8 of `text`. Source: `memcmp`.
  @inlinable public func starts(with text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length, let baseAddress else { return length == 0 }
    return memcmp(baseAddress, text.utf8Start, length) == 0
  }
}
