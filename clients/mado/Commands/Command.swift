import Protobuf
import RPC

/// Everything below one word of the command line: the services of one package of the schema.
struct Area: Sendable {
  /// `telework`
  let name: String
  /// The schema's comment.
  let help: String
  let services: [ServiceCommands]
}

/// The methods of a service as commands.
struct ServiceCommands: Sendable {
  /// `evidence`
  let name: String
  let descriptor: ServiceDescriptor
  /// The schema's comment.
  let help: String
  /// In the order of the schema.
  let commands: [Command]
}

/// A method as a command: its flags, and the generated stub that it calls.
struct Command: Sendable {
  /// `verify-chain`
  let name: String
  let method: MethodDescriptor
  /// The schema's comment.
  let help: String
  let flags: [Flag]
  /// Makes the call and writes what comes back.
  let run: @Sendable (Call) async throws -> Void
}

/// What a command needs to make its call.
struct Call: Sendable {
  let transport: any ClientTransport
  let options: CallOptions
  let requests: RequestSource
  let output: Output
}
