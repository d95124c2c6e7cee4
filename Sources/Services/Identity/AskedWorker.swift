import RPC

// Whose records a request means that names a worker, or nobody for the caller's own.

extension CallContext {
  /// The worker whom a request names: the caller himself, or somebody whom he may see.
  ///
  /// - Throws: NOT_FOUND for whom he may not see.
  func worker(named asked: String) throws(RPCError) -> String {
    let worker = asked.isEmpty ? try caller.principal.worker : asked
    guard try tenancy.shows(worker) else { throw UserHandler.notFound(worker) }
    return worker
  }
}

extension PeopleStore {
  /// Throws NOT_FOUND unless there is, or was, such a worker.
  func requireWorker(_ worker: String) throws {
    guard try user(worker, evenDeleted: true) != nil else { throw UserHandler.notFound(worker) }
  }
}
