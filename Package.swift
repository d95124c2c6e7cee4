// swift-tools-version: 6.2
// The layers and what each may import stand in Sources/README.md; tools/tidy compares the two.

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// A C library of the system: a module map and the shims Swift cannot do without.
func system(_ name: String, pkgConfig: String? = nil, apt: String...) -> Target {
  .systemLibrary(
    name: name, path: "Sources/\(name)", pkgConfig: pkgConfig,
    providers: apt.isEmpty ? nil : [.apt(apt)])
}

func module(_ name: String, _ imports: Target.Dependency...) -> Target {
  .target(
    name: name, dependencies: imports, path: "Sources/\(name)", exclude: documents[name] ?? [],
    swiftSettings: settings)
}

/// Swift made from a schema folder by the plugin.
func schema(
  _ name: String, at path: String, exclude: [String] = [], _ imports: Target.Dependency...
)
  -> Target
{
  .target(
    name: name, dependencies: imports, path: path, exclude: exclude, swiftSettings: settings,
    plugins: ["SchemaPlugin"])
}

func tests(_ name: String, exclude: [String] = [], _ imports: Target.Dependency...) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + imports,
    path: "Tests/\(name)Tests", exclude: exclude, swiftSettings: settings)
}

/// A program that outside suites drive, not part of what is installed.
func program(_ name: String, at path: String, _ imports: Target.Dependency...) -> Target {
  .executableTarget(name: name, dependencies: imports, path: path, swiftSettings: settings)
}

/// Files of a module's folder that are no source of it.
let documents: [String: [String]] = [:]

let package = Package(
  name: "mado",
  products: [
    .executable(name: "madod", targets: ["madod"]),
    .executable(name: "mado", targets: ["mado"]),
    .executable(name: "schemac", targets: ["schemac"]),
    .executable(name: "loadtest", targets: ["loadtest"]),
    .executable(name: "conformance-testee", targets: ["conformance-testee"]),
    .executable(name: "interop-server", targets: ["interop-server"]),
    .executable(name: "interop-client", targets: ["interop-client"]),
    .executable(name: "connect-conformance-server", targets: ["connect-conformance-server"]),
    .executable(name: "connect-conformance-client", targets: ["connect-conformance-client"]),
    .plugin(name: "SchemaPlugin", targets: ["SchemaPlugin"]),
    // With the modules whose types stand in their interfaces.
    .library(name: "Protobuf", targets: ["Protobuf", "Buffers"]),
    .library(name: "RPC", targets: ["RPC", "Deadlines"]),
    .library(name: "RPCTransport", targets: ["RPCTransport", "EventLoop", "TLS"]),
    .library(name: "StandardAPI", targets: ["StandardAPI"]),
    .library(name: "MadoAPI", targets: ["MadoAPI"]),
    .library(name: "AgentSpool", targets: ["AgentSpool", "Files"]),
  ],
  targets: [
    system("CNghttp2", pkgConfig: "libnghttp2", apt: "libnghttp2-dev"),
    system("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev"),
    system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    system("CLinux"),

    module("Buffers"),
    module("Deadlines"),
    module("Compression", "Buffers"),
    module("Protobuf", "Buffers"),
    module("CivilTime"),
    module("EventLoop", "CLinux"),
    module("TLS", "COpenSSL", "Buffers"),
    module("HTTP2", "CNghttp2", "Buffers"),
    module("Crypto", "COpenSSL", "Buffers"),
    module("Files", "CLinux"),

    module("SQLite", "CSQLite", "Files", "Buffers"),
    module("Contexts", "Files"),
    module("AgentSpool", "Files"),
    module("SchemaSyntax"),
    module("SchemaModel", "SchemaSyntax", "Protobuf"),
    module("SchemaGen", "SchemaModel"),

    module("RPC", "Protobuf", "Compression", "Deadlines", "Buffers"),
    module("RPCTransport", "RPC", "HTTP2", "TLS", "EventLoop"),
    module("Observability", "RPC", "EventLoop", "Files"),
    schema(
      "StandardAPI", at: "Schema", exclude: ["mado", "google/protobuf", "google/rpc", "buf"],
      "Protobuf", "RPC"),
    schema("MadoAPI", at: "Schema/mado", exclude: ["rules.txt"], "StandardAPI"),
    module("Calling", "StandardAPI", "RPCTransport", "Contexts"),

    module("Rules", "CivilTime"),
    module("Storage", "SQLite", "Crypto", "Files", "EventLoop", "Deadlines", "Buffers"),
    module("Services", "MadoAPI", "Rules", "Storage", "RPC"),

    .executableTarget(
      name: "madod", dependencies: ["Services", "RPCTransport", "Observability", "Contexts"],
      path: "Sources/madod",
      swiftSettings: settings),
    .executableTarget(
      name: "mado", dependencies: ["MadoAPI", "Calling", "AgentSpool"], path: "clients/mado",
      swiftSettings: settings, plugins: ["SchemaPlugin"]),
    .executableTarget(
      name: "loadtest", dependencies: ["CivilTime", "MadoAPI", "Calling"], path: "tools/loadtest",
      swiftSettings: settings),
    .executableTarget(
      name: "echo-server", dependencies: ["MadoAPI", "RPCTransport", "Observability", "Files"],
      path: "tools/bench/echo-server", swiftSettings: settings, plugins: ["SchemaPlugin"]),
    .executableTarget(
      name: "conformance-testee", dependencies: ["Protobuf"], path: "Tests/Conformance",
      swiftSettings: settings, plugins: ["SchemaPlugin"]),
    schema("InteropAPI", at: "Tests/Interop/Schema", "Protobuf", "RPC"),
    program("interop-server", at: "Tests/Interop/Server", "InteropAPI", "RPCTransport", "Files"),
    program("interop-client", at: "Tests/Interop/Client", "InteropAPI", "RPCTransport", "Files"),
    schema(
      "ConnectConformanceAPI", at: "Tests/ConnectConformance/Schema", "Protobuf", "RPC", "Files"),
    program(
      "connect-conformance-server", at: "Tests/ConnectConformance/Server", "ConnectConformanceAPI",
      "RPCTransport"),
    program(
      "connect-conformance-client", at: "Tests/ConnectConformance/Client", "ConnectConformanceAPI",
      "RPCTransport"),
    .executableTarget(
      name: "codec-bench", dependencies: ["MadoAPI"], path: "tools/bench/codec",
      swiftSettings: settings, plugins: ["SchemaPlugin"]),
    program("rating-bench", at: "tools/bench/rating", "Rules"),
    program("sign-in-bench", at: "tools/bench/sign-in", "Services"),
    program("watch-bench", at: "tools/bench/watch", "MadoAPI", "RPCTransport", "CivilTime"),
    .executableTarget(
      name: "schemac", dependencies: ["SchemaGen"], path: "tools/schemac", swiftSettings: settings),
    .plugin(
      name: "SchemaPlugin", capability: .buildTool(), dependencies: ["schemac"],
      path: "tools/SchemaPlugin"),

    // What tests of several modules stand on.
    .target(
      name: "ForgetfulFiles", dependencies: ["Files"], path: "Tests/ForgetfulFiles",
      swiftSettings: settings),

    tests("Buffers"),
    tests("Compression"),
    tests(
      "Protobuf",
      exclude: [
        "Fixtures/legacy.proto", "Fixtures/shapes.proto", "Fixtures/rules.proto", "Oracle",
      ], "MadoAPI"),
    tests("CivilTime", exclude: ["Oracle"]),
    tests("EventLoop"),
    tests("TLS"),
    tests("HTTP2"),
    tests("Crypto"),
    tests("Files"),
    tests("SQLite", "CSQLite", "Buffers", "Files"),
    tests("Contexts"),
    tests("AgentSpool", "Files"),
    tests("Calling"),
    tests("SchemaSyntax"),
    tests("SchemaModel", exclude: ["Fixtures", "Oracle"]),
    tests(
      "SchemaGen",
      exclude: [
        "Fixtures/calls.proto", "Fixtures/deprecations.proto", "Fixtures/extensions.proto",
        "Fixtures/hidden.proto",
        "Fixtures/lint", "Fixtures/breaking", "Fixtures/doc",
        "Fixtures/rules",
      ],
      "RPC"),
    tests("RPC"),
    tests("RPCTransport", exclude: ["Oracle"]),
    tests("Observability", "RPC"),
    tests("Rules"),
    tests(
      "Storage", "ForgetfulFiles", "SQLite", "Crypto", "Files", "EventLoop", "Deadlines", "Buffers"),
    tests("Services", exclude: ["Fixtures"], "ForgetfulFiles", "RPC", "RPCTransport"),
    tests("loadtest", "CivilTime"),
    tests("madod"),
    tests("mado"),
  ],
  swiftLanguageModes: [.v6]
)

// The build makes a target anew when a module changes that the target names, not when one below that
// does; but layouts and inlined code of the lower one are in its objects too. So each target comes to
// name all that it stands on.

/// By the name of each target the names of all that it stands on, those that it names itself first.
func reach(of targets: [Target]) -> [String: [String]] {
  let named = Dictionary(
    uniqueKeysWithValues: targets.map { target in
      (
        target.name,
        target.dependencies.compactMap { dependency in
          if case .byNameItem(let name, _) = dependency { name } else { nil }
        }
      )
    })
  return named.mapValues { names in
    var reached = names
    var next = 0
    while next < reached.count {
      reached += (named[reached[next]] ?? []).filter { !reached.contains($0) }
      next += 1
    }
    return reached
  }
}

let standsOn = reach(of: package.targets)
for target in package.targets where target.type != .plugin {
  target.dependencies = (standsOn[target.name] ?? []).map { .byName(name: $0) }
}
