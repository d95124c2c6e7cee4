import HTTP2
import RPC

/// What is the same for all calls of a method on a channel.
final class MethodPlan {
  let config: MethodConfig?
  /// The fields that begin every request; the channel keeps them as long as any session may send them.
  let block: FieldBlock

  init(config: MethodConfig?, block: FieldBlock) {
    self.config = config
    self.block = block
  }
}
