import Buffers
import EventLoop
import Glibc
import LibraryAPI
import Protobuf
import RPC
import RPCTransport
import StandardAPI

// Makes messages, writes and reads them, then serves the little library on a free port and calls it.

signal(SIGPIPE, SIG_IGN)

let novel = Library.Book(
  id: "L-001", title: "吾輩は猫である", authors: ["夏目漱石"],
  publishedOn: GoogleType.Date(year: 1905, month: 10, day: 6), cover: Bytes([0xff, 0xd8]),
  volumes: [Library.Book(id: "L-001/1", title: "上編")])

let encoded = novel.encoded()
let decoded = try Library.Book(decoding: encoded)
print("\(encoded.count) bytes, \(decoded == novel ? "the same" : "not the same") when read again")
print(try novel.json())

let server = Server(
  .init(addresses: [try SocketAddress("127.0.0.1:0")]), on: try EventLoopGroup(count: 1),
  services: [Lending([novel, Library.Book(id: "L-002", title: "草枕")])])
try server.start()
let address = server.boundAddresses[0]

let channel = Channel(.init(target: "\(address)"), on: try EventLoopGroup(count: 1).next())
let client = Library.LendingServiceClient(channel)

for reader in ["Akiko", "Bunta"] {
  let book = try await client.lend(.init(bookId: "L-002", reader: reader)).book
  let before = book?.loan?.previous.map { ", after \($0.reader)" } ?? ""
  print("\(book?.title ?? "?") is with \(book?.loan?.reader ?? "?")\(before)")
}
for try await response in try await client.list(.init()) {
  print("listed \(response.book?.id ?? "?")")
}
do throws(RPCError) {
  _ = try await client.lend(.init(bookId: "L-003", reader: "Akiko"))
} catch {
  print(error)
}
await channel.close()
