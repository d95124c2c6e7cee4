import RPC
import Testing

@testable import Services

/// Pages of lists.
@Suite struct PageTests {
  private func page(
    _ size: Int32 = 2, _ token: String = "", of fields: [String] = ["numbers"]
  ) throws -> Page {
    try Page(size, token, of: fields, secret: [1, 2, 3])
  }

  @Test func aListIsReadToItsEndPageByPage() throws {
    let all = Array(1...5)
    var (token, pages) = ("", [[Int]]())
    repeat {
      let page = try page(2, token)
      let after = try page.place(words: 1) { Int($0[0]) } ?? 0
      let shown = page.cut(Array(all.filter { $0 > after }.prefix(page.limit))) { "\($0)" }
      pages.append(Array(shown.rows))
      token = shown.next
    } while !token.isEmpty
    #expect(pages == [[1, 2], [3, 4], [5]])
    #expect(try page().cut([1, 2]) { "\($0)" }.next.isEmpty, "nothing is behind it")
    #expect(try page().place == nil)
  }

  @Test func theSizeIsWhatIsAskedForWithinBounds() throws {
    for (asked, rows) in [(0, 50), (1, 1), (500, 500), (501, 500)] as [(Int32, Int)] {
      let page = try page(asked)
      #expect(page.size == rows && page.limit == rows + 1)
    }
  }

  @Test func aPlaceIsReadByItsWordsAndOfTheSameListOnly() throws {
    let token = try page(1).cut(["7 a b", ""]) { $0 }.next
    let next = try page(1, token)
    #expect(next.place == "7 a b")
    #expect(try next.place(words: 2) { $0 } == ["7", "a b"], "the last word may have blanks")
    #expect(try next.place(words: 3) { $0 } == ["7", "a", "b"])
    func reason(_ body: () throws -> Void) -> String? {
      do { try body() } catch { return (error as? RPCError)?.reason }
      return nil
    }
    let mismatch = "PAGE_TOKEN_MISMATCH"
    #expect(reason { _ = try next.place(words: 4) { $0 } } == mismatch, "too few words")
    #expect(reason { _ = try next.place(words: 2) { Int($0[1]) } } == mismatch, "no number")
    #expect(reason { _ = try page(1, token, of: ["letters"]) } == mismatch, "another list")
    #expect(reason { _ = try page(1, "AAAA") } == mismatch, "no token")
  }
}
