import Buffers
import Calling
import Protobuf

/// A response as a person reads it: rows of a table, or names and values below each other.
struct Table {
  let tree: JSONTree
  let shape: MessageShape

  /// Cells longer than this are cut in tables of several columns.
  private static let cellWidthMax = 44

  /// Lines for a response that stands alone. The first field of several messages becomes a table;
  /// the other fields follow it.
  ///
  /// - Parameter width: that of the terminal; nil for any.
  func lines(within width: Int?) -> [String] {
    let listed = shape.fields.first { field in
      if case .messages = field.content { true } else { false }
    }
    guard let listed, case .messages(let inner) = listed.content else {
      return pairs(Table.cells(tree, shape))
    }
    let rest = MessageShape(fields: shape.fields.filter { $0.name != listed.name })
    let rows = tree[listed.jsonName]?.elements ?? []
    let below = pairs(Table.cells(tree, rest))
    let above = rows.isEmpty ? ["no \(listed.name)"] : grid(rows, inner()).lines(within: width)
    return above + (below.isEmpty ? [] : [""] + below)
  }

  /// One line for a response of a stream.
  var line: String {
    Table.cells(tree, shape).map { "\($0.column)=\($0.text)" }.joined(separator: "  ")
  }

  private func pairs(_ cells: [Cell]) -> [String] {
    let width = cells.map { TextWidth.of($0.column) }.max() ?? 0
    return cells.flatMap { cell in
      cell.texts.enumerated().map { index, text in
        TextWidth.pad(index == 0 ? cell.column : "", to: width) + "  " + text
      }
    }
  }

  private func grid(_ rows: [JSONTree], _ shape: MessageShape) -> Grid {
    let rows = rows.map { row in
      Dictionary(Table.cells(row, shape).map { ($0.column, $0.text) }) { first, _ in first }
    }
    return Grid(
      columns: Table.columns(shape).compactMap { column in
        guard rows.contains(where: { $0[column.name] != nil }) else { return nil }
        let cells = rows.map { TextWidth.cut($0[column.name] ?? "", to: Table.cellWidthMax) }
        return Grid.Column(name: column.name, isBytes: column.isBytes, cells: cells)
      })
  }

  private struct Cell {
    let column: String
    /// One, or one for each of several messages.
    let texts: [String]

    var text: String { texts.joined(separator: "; ") }
  }

  /// The fields that are there, those of inner messages with the outer's name before a dot.
  private static func cells(
    _ tree: JSONTree, _ shape: MessageShape, prefix: String = ""
  ) -> [Cell] {
    shape.fields.flatMap { field -> [Cell] in
      guard let value = tree[field.jsonName] else { return [] }
      let column = prefix + field.name
      if case .message(let inner) = field.content, case .object = value {
        return cells(value, inner(), prefix: column + ".")
      }
      if case .messages(let inner) = field.content {
        let shape = inner()
        return [
          Cell(column: column, texts: value.elements.map { Table(tree: $0, shape: shape).line })
        ]
      }
      return [Cell(column: column, texts: [text(value, field.content)])]
    }
  }

  /// All columns that rows of this shape can have, in the order of the schema.
  private static func columns(
    _ shape: MessageShape, prefix: String = "", depth: Int = 0
  ) -> [(name: String, isBytes: Bool)] {
    shape.fields.flatMap { field -> [(name: String, isBytes: Bool)] in
      let name = prefix + field.name
      switch field.content {
      case .bytes: return [(name, true)]
      case .message(let inner) where depth < 8:
        return [(name, false)] + columns(inner(), prefix: name + ".", depth: depth + 1)
      default: return [(name, false)]
      }
    }
  }

  private static func text(_ value: JSONTree, _ content: MessageShape.Content) -> String {
    switch (value, content) {
    case (.string(let base64), .bytes): bytes(base64)
    case (.string(let text), _): TextWidth.onOneLine(text)
    case (.object, .date): date(value)
    case (.object(let members), .many):
      members.map { "\(TextWidth.onOneLine($0.name)): \(text($0.value, .scalar))" }
        .joined(separator: ", ")
    case (.array(let elements), .many): elements.map { text($0, .scalar) }.joined(separator: ",")
    default: value.text
    }
  }

  /// `2026-04-01`; a date may lack its day, its month or its year.
  private static func date(_ value: JSONTree) -> String {
    [("year", 4), ("month", 2), ("day", 2)].map { name, width in
      guard case .number(let digits) = value[name] else {
        return String(repeating: "0", count: width)
      }
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }.joined(separator: "-")
  }

  /// Short bytes, such as hashes, in hexadecimal; of others their number.
  private static func bytes(_ base64: String) -> String {
    guard let bytes = Base64.json.decode(base64) else { return base64 }
    guard bytes.count <= 32 else { return "\(bytes.count) bytes" }
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

extension MessageShape {
  init(fields: [Field]) { self.fields = fields }
}
