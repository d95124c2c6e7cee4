import MadoAPI
import RPC
import SQLite
import Storage

// Finding cases by what was written.

extension CaseHandler {
  /// Cases that one answer looks through: each costs a look at its messages.
  private static let searchedMax = 500

  func search(
    _ request: Support.CaseServiceSearchRequest, _ call: CallContext
  ) async throws -> Support.CaseServiceSearchResponse {
    let reach = try call.caller.reach
    let words = try SearchedWords(request.query, field: "query")
    let filter = try Filter(request.filter, of: CaseStore.filterFields)
    let order = try Order("open_time desc", of: CaseStore.orderFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["case search", reach.words, request.query, request.filter], secret: pageTokenSecret)
    let place = request.pageToken.isEmpty ? nil : try Self.place(token.open(request.pageToken))
    let (found, last) = try await call.awaitingStorage {
      try await database.read { connection in
        let looked = try Self.cases(
          for: reach, filter, by: order, behind: place, limit: Self.searchedMax + 1, connection)
        var (found, last) = ([CaseRow](), CaseRow?.none)
        for row in looked.prefix(Self.searchedMax) where found.count < size.rows {
          if try words.stand(in: row, for: reach, connection) { found.append(row) }
          last = row
        }
        return (found, last?.id == looked.last?.id ? nil : last)
      }
    }
    let next = try last.map { token.seal("\(try $0.opened.stored()) \($0.id)") }
    return Support.CaseServiceSearchResponse(
      cases: found.map { Support.Case($0) }, nextPageToken: next ?? "")
  }
}

/// Words that are looked for in texts, small and large letters of ASCII being the same.
struct SearchedWords: Sendable {
  private let words: [[UInt8]]

  /// - Throws: INVALID_ARGUMENT where there is no word.
  init(_ query: String, field: String) throws(RPCError) {
    words = query.split(whereSeparator: \.isWhitespace).map { Self.folded(String($0)) }
    guard !words.isEmpty else {
      throw .invalid([.init(field: field, description: "it has no word: say what to look for")])
    }
  }

  /// Whether each word stands in one of the texts.
  func stand(in texts: [String]) -> Bool {
    let texts = texts.map(Self.folded)
    return words.allSatisfy { word in texts.contains { Self.contains($0, word) } }
  }

  private static func folded(_ text: String) -> [UInt8] {
    text.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
  }

  /// Whole characters are found alone: no byte that begins one stands within another in UTF-8.
  private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    guard let first = word.first, text.count >= word.count else { return false }
    return (0...text.count - word.count).contains { start in
      text[start] == first && text[start..<start + word.count].elementsEqual(word)
    }
  }
}

extension SearchedWords {
  /// Whether each stands in the title of a case or in a message that the caller may read.
  fileprivate func stand(
    in row: CaseRow, for reach: Reach, _ connection: Connection
  ) throws -> Bool {
    if stand(in: [row.title]) { return true }
    let isDesk = if case .vendor = reach { true } else { false }
    let messages = try CaseStore(.ofWhomItConcerns(row.tenant), connection).messages(
      of: row.id, evenInternal: isDesk)
    return stand(in: [row.title] + messages.map(\.body))
  }
}
