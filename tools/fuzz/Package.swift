// swift-tools-version: 6.2
// What is fuzzed, in a package of its own: every module in it is instrumented, and none of the
// products that are shipped. `tools/fuzz/run` builds and runs it.

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

func module(_ name: String, _ imports: Target.Dependency...) -> Target {
  .target(
    name: name, dependencies: imports, path: "Modules/\(name)", swiftSettings: settings)
}

func system(_ name: String, pkgConfig: String? = nil) -> Target {
  .systemLibrary(name: name, path: "Modules/\(name)", pkgConfig: pkgConfig)
}

func fuzzer(_ name: String, at path: String, _ imports: Target.Dependency...) -> Target {
  .executableTarget(name: name, dependencies: imports, path: path, swiftSettings: settings)
}

let package = Package(
  name: "fuzz",
  targets: [
    system("CLinux"),
    system("CNghttp2", pkgConfig: "libnghttp2"),
    system("COpenSSL", pkgConfig: "openssl"),
    module("Buffers"),
    module("Deadlines"),
    module("Compression", "Buffers"),
    module("Protobuf", "Buffers"),
    module("EventLoop", "CLinux"),
    module("TLS", "COpenSSL", "Buffers"),
    module("HTTP2", "CNghttp2", "Buffers"),
    module("RPC", "Protobuf", "Compression", "Deadlines", "Buffers"),
    module("RPCTransport", "RPC", "HTTP2", "TLS", "EventLoop"),
    module("SchemaSyntax"),
    module("SchemaModel", "SchemaSyntax", "Protobuf"),
    fuzzer("fuzz-schema", at: "Schema", "SchemaModel"),
    fuzzer("fuzz-messages", at: "Messages", "Protobuf"),
    fuzzer("fuzz-rpc", at: "RPC", "RPCTransport", "CNghttp2"),
  ],
  swiftLanguageModes: [.v6]
)
