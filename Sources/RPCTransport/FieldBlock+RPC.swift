import HTTP2
import RPC

extension FieldBlock {
  static func block(_ fields: [HeaderField]) -> FieldBlock { FieldBlock(pairs(fields)) }

  /// The two that nearly every call uses are made once.
  static func block(_ response: HeaderBlock.Response) -> FieldBlock {
    switch response {
    case .plainHead: plainHead
    case .plainTrailers: plainTrailers
    case .other(let fields): block(fields)
    }
  }

  private static let plainHead = FieldBlock(pairs(HeaderBlock.plain), isPermanent: true)
  private static let plainTrailers = FieldBlock(
    pairs(HeaderBlock.plainTrailers), isPermanent: true)

  private static func pairs(_ fields: [HeaderField]) -> [(name: String, value: String)] {
    fields.map { ($0.name, $0.value) }
  }
}
