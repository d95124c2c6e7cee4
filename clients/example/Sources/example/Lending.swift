import LibraryAPI
import RPC

/// The service as a server has it: the protocol comes from the schema.
actor Lending: Library.LendingService {
  private var books: [String: Library.Book]

  init(_ books: [Library.Book]) {
    self.books = Dictionary(books.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
  }

  func lend(
    _ request: Library.LendRequest, _ call: CallContext
  ) async throws -> Library.LendResponse {
    guard var book = books[request.bookId] else {
      throw RPCError(
        .notFound, "there is no book \(request.bookId)", reason: "BOOK_UNKNOWN",
        metadata: ["book_id": request.bookId])
    }
    book.loan = Library.Loan(reader: request.reader, previous: book.loan)
    books[request.bookId] = book
    return Library.LendResponse(book: book)
  }

  func list(
    _ request: Library.ListRequest, _ responses: ResponseStream<Library.ListResponse>,
    _ call: CallContext
  ) async throws {
    for (_, book) in books.sorted(by: { $0.key < $1.key }) {
      try await responses.send(Library.ListResponse(book: book))
    }
  }
}
