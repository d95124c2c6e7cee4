import Buffers
import ConnectConformanceAPI
import EventLoop
@preconcurrency import Glibc
import RPC

// connect-conformance-client: the client that connectrpc's conformance suite tests. It reads calls to make
// from standard input and writes what came of each to standard output, in the order in which they end,
// until the input ends.

typealias Suite = ConnectrpcConformance

/// Prints a line and ends the program.
func fail(_ line: String) -> Never {
  fputs("connect-conformance-client: \(line)\n", stderr)
  exit(1)
}

/// The calls to make, as they come: they are awaited on a thread of their own.
func requests() throws -> AsyncStream<Suite.ClientCompatRequest> {
  let (stream, continuation) = AsyncStream.makeStream(of: Suite.ClientCompatRequest.self)
  let thread = try startThread(named: "input") {
    do throws(Frames.Failure) {
      while let request = try Frames.read(Suite.ClientCompatRequest.self) {
        continuation.yield(request)
      }
    } catch {
      fail("\(error)")
    }
    continuation.finish()
  }
  pthread_detach(thread)
  return stream
}

signal(SIGPIPE, SIG_IGN)
do {
  let channels = Channels(on: try EventLoopGroup(count: 1).next())
  let requests = try requests()
  await withTaskGroup { group in
    for await request in requests {
      group.addTask { Frames.write(await channels.answer(request)) }
    }
  }
} catch {
  fail("\(error)")
}
