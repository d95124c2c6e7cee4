import HTTP2
import RPC

/// Takes the header blocks of a server's responses apart. Those with metadata differ, as a rule; the others
/// are the same, head beside head and end beside end.
struct ResponseBlocks {
  private var head = LastBlock<ResponseBlock>()
  private var end = LastBlock<ResponseBlock>()

  mutating func read(_ fields: FieldList, endStream: Bool) -> ResponseBlock {
    if let known = endStream ? end.value(fields) : head.value(fields) { return known }
    var block = ResponseBlock()
    for field in fields { block.add(field.name, field.value) }
    guard block.metadata.isEmpty else { return block }
    if endStream { end.keep(fields, block) } else { head.keep(fields, block) }
    return block
  }
}
