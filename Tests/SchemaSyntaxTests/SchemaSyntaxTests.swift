import Testing

@testable import SchemaSyntax
