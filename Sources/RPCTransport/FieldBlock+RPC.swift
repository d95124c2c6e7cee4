import HTTP2
import RPC

extension FieldBlock {
  /// The block of `fields`; the two that nearly every call uses are made once.
  static func block(_ fields: [HeaderField]) -> FieldBlock {
    // Equal arrays that share their memory, as these do, are found so without comparing.
    if fields.count == 2, fields == HeaderBlock.plain { return plainHead }
    if fields.count == 1, fields == HeaderBlock.plainTrailers { return plainTrailers }
    return FieldBlock(pairs(fields))
  }

  private static let plainHead = FieldBlock(pairs(HeaderBlock.plain), isPermanent: true)
  private static let plainTrailers = FieldBlock(
    pairs(HeaderBlock.plainTrailers), isPermanent: true)

  private static func pairs(_ fields: [HeaderField]) -> [(name: String, value: String)] {
    fields.map { ($0.name, $0.value) }
  }
}
