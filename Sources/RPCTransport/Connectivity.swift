/// What a channel can do for a call. Source: gRPC, "Connectivity Semantics and API".
public enum Connectivity: Sendable, Hashable {
  /// No connection, since nobody has called for a while; a call begins to connect.
  case idle
  /// Calls wait for the attempts that are being made.
  case connecting
  /// Calls are sent at once.
  case ready
  /// The last attempts failed and others follow; calls fail, unless they wait for a connection.
  case transientFailure
  /// Closed for good.
  case shutdown
}
