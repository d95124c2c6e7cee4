// swift-tools-version: 6.2
// A package of its own: its schema becomes Swift by the plugin, its program calls and serves it.

import PackageDescription

let package = Package(
  name: "example",
  dependencies: [.package(name: "mado", path: "../..")],
  targets: [
    .target(
      name: "LibraryAPI",
      dependencies: [
        .product(name: "Protobuf", package: "mado"),
        .product(name: "RPC", package: "mado"),
        // For google/type/date.proto, which the schema imports.
        .product(name: "StandardAPI", package: "mado"),
      ],
      path: "Schema",
      plugins: [.plugin(name: "SchemaPlugin", package: "mado")]),
    .executableTarget(
      name: "example",
      dependencies: ["LibraryAPI", .product(name: "RPCTransport", package: "mado")]),
  ]
)
