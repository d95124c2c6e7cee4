import RPC

// Whose records a request means that names a worker, or nobody for the caller's own.

extension CallContext {
  /// The worker whom a request names, or the caller himself. Whether he is there for the caller is not known yet: where his
  /// records are read or changed, in the same transaction, ``PeopleStore/requireWorker(_:)`` asks.
  func worker(named asked: String) throws(RPCError) -> String {
    asked.isEmpty ? try caller.principal.worker : asked
  }
}

extension PeopleStore {
  /// Throws NOT_FOUND unless there is, or was, such a worker, and he is there for the caller.
  func requireWorker(_ worker: String) throws {
    guard try user(worker, evenDeleted: true) != nil else { throw UserHandler.notFound(worker) }
  }
}
