import Files
import RPC
import Storage

/// Says in gRPC's words what the storage could not do. The one place where that is decided.
///
/// Clients are told what it means for them; paths and SQL go to standard error, for the operator.
struct StorageFailures: ServerInterceptor {
  func intercept(_ call: CallContext, next: () async throws -> Void) async throws {
    do {
      try await next()
    } catch let error as StorageError {
      let answer = RPCError(error)
      if answer.code == .internal || answer.code == .dataLoss { Self.report(error, call) }
      throw answer
    } catch let error as DamagedRow {
      Self.report(error, call)
      throw RPCError(.dataLoss, "stored data is damaged: tell the operator", reason: "DAMAGED")
    } catch {
      let isMeant = error is RPCError || error is CancellationError
      if !isMeant { Self.report(error, call) }
      throw error
    }
  }

  private static func report(_ error: any Error, _ call: CallContext) {
    StandardStream.error.write("madod: \(call.method.path): \(error)\n")
  }
}

extension RPCError {
  init(_ error: StorageError) {
    let soon = Duration.seconds(1)
    switch error {
    case .evidenceCorrupt:
      self.init(
        .dataLoss, "the picture does not read as it was stored: tell the operator",
        reason: "EVIDENCE_DAMAGED")
    case .keyDestroyed:
      self.init(
        .failedPrecondition, "the evidence has been erased: its key is destroyed",
        reason: "EVIDENCE_ERASED")
    case .queueFull(let queue, let limit):
      self = RPCError(
        .resourceExhausted,
        "the storage's queue of \(queue) is at its limit of \(limit): try again",
        reason: "STORAGE_BUSY"
      ).retrying(after: soon)
    case _ where error.isDiskFull:
      self = RPCError(
        .resourceExhausted, "the server's disk is full: try again when the operator has made room",
        reason: "DISK_FULL"
      ).retrying(after: .seconds(60))
    case _ where error.isPassing:
      self = RPCError(
        .unavailable, "the server's storage cannot do it now: try again",
        reason: "STORAGE_UNAVAILABLE"
      ).retrying(after: soon)
    default:
      self.init(
        .internal, "the server's storage failed: tell the operator", reason: "STORAGE_FAILED")
    }
  }
}
