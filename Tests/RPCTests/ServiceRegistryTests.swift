import Buffers
import Protobuf
import Testing

@testable import RPC

@Suite struct ServiceRegistryTests {
  /// A service of `count` methods.
  private struct Wide: Service {
    static let descriptor = ServiceDescriptor(
      name: "test.v1.Wide", methods: [], file: SchemaFile("test.proto", imports: [], base64: ""))
    let count: Int

    var methods: [ServerMethod] {
      (0..<count).map { number in
        ServerMethod(
          MethodDescriptor(service: "test.v1.Wide", name: "M\(number)", kind: .unary),
          .unary { request, _ in BytePieces(request) })
      }
    }
  }

  @Test("finds each of many methods and nothing else", arguments: [0, 1, 2, 3, 100, 1000])
  func finds(count: Int) {
    let registry = ServiceRegistry([Wide(count: count), Raw()])
    for number in 0..<count {
      #expect(registry.method(at: "/test.v1.Wide/M\(number)")?.descriptor.name == "M\(number)")
      #expect(registry.method(at: "/test.v1.Wide/N\(number)") == nil)
    }
    #expect(registry.method(at: "/test.v1.Raw/Chat")?.descriptor == Raw.chat)
    #expect(registry.method(at: "") == nil)
    #expect(registry.services.map(\.name) == ["test.v1.Wide", "test.v1.Raw"])
  }

  @Test("an empty registry finds nothing")
  func empty() {
    #expect(ServiceRegistry([]).method(at: "/a/B") == nil)
  }
}
