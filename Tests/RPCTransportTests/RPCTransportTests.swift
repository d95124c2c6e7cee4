import Testing

@testable import RPCTransport
