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

func fuzzer(_ name: String, at path: String, _ imports: Target.Dependency...) -> Target {
  .executableTarget(name: name, dependencies: imports, path: path, swiftSettings: settings)
}

let package = Package(
  name: "fuzz",
  targets: [
    module("Buffers"),
    module("Protobuf", "Buffers"),
    module("SchemaSyntax"),
    module("SchemaModel", "SchemaSyntax", "Protobuf"),
    fuzzer("fuzz-schema", at: "Schema", "SchemaModel"),
    fuzzer("fuzz-messages", at: "Messages", "Protobuf"),
  ],
  swiftLanguageModes: [.v6]
)
