import SchemaModel
import SchemaSyntax

/// Reads any bytes as a schema: lexer, parser, linker and the rendering of what they say.
///
/// libFuzzer calls it, and takes a trap for a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSchema(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let input = Input(bytes: bytes)
  guard let result = try? Linker.link([Input.path], from: input) else { return 0 }
  precondition((result.schema == nil) == result.diagnostics.hasErrors, "refused without a reason")
  precondition(result.diagnostics.allSatisfy { !$0.rendered(inColor: true).isEmpty })
  if let schema = result.schema {
    let set = schema.descriptorSet.part(of: [Input.path], withImports: true, withSourceInfo: true)
    precondition((try? Schema(set)) != nil, "a schema that does not read its own descriptors")
  }
  return 0
}

/// The schema to read, which can import nothing but itself.
private struct Input: SourceLoader {
  static let path = "input.proto"
  let bytes: [UInt8]

  func load(_ path: String) throws(SourceError) -> SourceFile {
    guard path == Self.path else { throw .notFound(path: path, searched: []) }
    return SourceFile(path: path, bytes: bytes)
  }
}

/// The program's entry, under the name that SwiftPM gives it: hands over to libFuzzer.
@_cdecl("fuzz_schema_main")
public func run(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  var (count, arguments) = (count, arguments)
  return runFuzzer(&count, &arguments, fuzzSchema)
}

/// `LLVMFuzzerRunDriver` (FuzzerInterface.h), which comes with `-sanitize=fuzzer`.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
