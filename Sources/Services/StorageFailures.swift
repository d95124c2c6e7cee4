import RPC
import Storage

extension DamagedRow: RPCErrorConvertible {
  var rpcError: RPCError {
    RPCError(.dataLoss, "stored data is damaged: tell the operator", reason: "DAMAGED")
  }
}

// Says in gRPC's words what the storage could not do: the one place where that is decided.
extension StorageError: RPCErrorConvertible {
  public var rpcError: RPCError { RPCError(self) }
}

extension RPCError {
  init(_ error: StorageError) {
    let soon = Duration.seconds(1)
    switch error {
    case .evidenceCorrupt, .recordCorrupt, .keyMissing:
      self.init(
        .dataLoss, "the picture does not read as it was stored: tell the operator",
        reason: "EVIDENCE_DAMAGED")
    case .keyDestroyed:
      self.init(
        .failedPrecondition, "the evidence has been erased: its key is destroyed",
        reason: "EVIDENCE_ERASED")
    case .deadlinePassed:
      self.init(
        .deadlineExceeded, "the deadline passed before the storage had begun; nothing was stored",
        reason: "DEADLINE_EXCEEDED")
    case .queueFull(let queue, let limit):
      self = RPCError(
        .resourceExhausted,
        "the storage's queue of \(queue) is at its limit of \(limit): try again",
        reason: "STORAGE_BUSY"
      ).retrying(after: soon)
    case .roomLow:
      self = RPCError(
        .resourceExhausted,
        "the server's disk is nearly full: try again when the operator has made room",
        reason: "DISK_LOW"
      ).retrying(after: .seconds(60))
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
