import Buffers
import Crypto
import RPC

/// How many rows a page has: 50 when not said, never more than 500. The schema refuses negative ones.
struct PageSize: Sendable {
  let rows: Int

  init(_ asked: Int32) {
    rows = asked <= 0 ? 50 : min(Int(asked), 500)
  }
}

/// A page of a list: behind which row it begins, and what is shown of it.
///
///     let page = try Page(request.pageSize, request.pageToken, of: ["users", tenant], secret: secret)
///     let found = try store.list(after: page.place ?? "", limit: page.limit)
///     let shown = page.cut(found) { $0.id }
struct Page: Sendable {
  /// How many rows are shown at most.
  let size: Int
  /// The place of the last row that was shown; nil on the first page.
  let place: String?
  private let token: PageToken

  /// - Parameters:
  ///   - size: as asked for, see ``PageSize``.
  ///   - token: of the page before; empty for the first.
  ///   - fields: what the list is of, see ``PageToken``.
  /// - Throws: INVALID_ARGUMENT PAGE_TOKEN_MISMATCH.
  init(
    _ size: Int32, _ token: String, of fields: [String], secret: [UInt8]
  ) throws(RPCError) {
    self.size = PageSize(size).rows
    self.token = PageToken(of: fields, secret: secret)
    place = token.isEmpty ? nil : try self.token.open(token)
  }

  /// How many rows to find: one more than is shown says that there are more.
  var limit: Int { size + 1 }

  /// The place as `read` takes its words, of which only the last has blanks; nil on the first page.
  ///
  /// - Throws: INVALID_ARGUMENT PAGE_TOKEN_MISMATCH where `read` takes none.
  func place<Place>(
    words count: Int, _ read: ([String]) -> Place?
  ) throws(RPCError) -> Place? {
    guard let place else { return nil }
    let words = place.split(separator: " ", maxSplits: count - 1).map(String.init)
    guard words.count == count, let found = read(words) else { throw token.mismatch }
    return found
  }

  /// What is shown of the rows that were found, and the token of the next page; empty at the end.
  ///
  /// - Parameter place: of a row, behind which the next page begins.
  func cut<Row>(
    _ found: [Row], at place: (Row) throws -> String
  ) rethrows -> (rows: ArraySlice<Row>, next: String) {
    let rows = found.prefix(size)
    guard found.count > rows.count, let last = rows.last else { return (rows, "") }
    return (rows, token.seal(try place(last)))
  }
}

/// Where a list goes on, sealed so that nobody forges one, and bound to what the list asked for.
struct PageToken: Sendable {
  /// What the list asked for, field by field.
  private let fields: [String]
  private let secret: [UInt8]
  /// What the request calls it.
  private let name: String

  init(of fields: [String], named name: String = "page_token", secret: [UInt8]) {
    self.fields = fields
    self.secret = secret
    self.name = name
  }

  /// The token that goes on behind `place`.
  func seal(_ place: String) -> String {
    Base64.url.encode(signature(place) + Array(place.utf8))
  }

  /// The place in a token that ``seal(_:)`` made for the same fields.
  func open(_ token: String) throws(RPCError) -> String {
    guard let bytes = Base64.url.decode(token), bytes.count > Self.signatureCount else {
      throw mismatch
    }
    let place = String(decoding: bytes[Self.signatureCount...], as: UTF8.self)
    guard equalInConstantTime(Array(bytes.prefix(Self.signatureCount)), signature(place)) else {
      throw mismatch
    }
    return place
  }

  static let mismatch = mismatch("page_token")

  /// That a token is of another list.
  var mismatch: RPCError { Self.mismatch(name) }

  private static func mismatch(_ name: String) -> RPCError {
    .invalid(
      [
        .init(
          field: name,
          description: "\(name) is not one of this list's: give next_\(name) of the answer before "
            + "with the same filter and order, or none")
      ], reason: "PAGE_TOKEN_MISMATCH")
  }

  private static let signatureCount = 16

  private func signature(_ place: String) -> [UInt8] {
    // The length before each field keeps ["ab", "c"] and ["a", "bc"] apart.
    let text = (fields + [place]).map { "\($0.utf8.count):\($0)" }.joined()
    return Array(
      SHA256.authentication(of: Array(text.utf8), key: secret).bytes.prefix(Self.signatureCount))
  }
}
