import Testing

@testable import Protobuf
