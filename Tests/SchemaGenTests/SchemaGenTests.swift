import Testing

@testable import SchemaGen
