import Buffers
import Protobuf

/// Reads any bytes as messages, binary and JSON; what can be read must come back the same.
///
/// libFuzzer calls it, and takes a trap for a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMessages(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Bytes(Array(UnsafeBufferPointer(start: start, count: count)))
  read(GoogleProtobuf.FileDescriptorSet.self, bytes)
  read(GoogleProtobuf.Struct.self, bytes)
  read(GoogleProtobuf.Any.self, bytes)
  read(GoogleProtobuf.Timestamp.self, bytes)
  read(GoogleProtobuf.Duration.self, bytes)
  read(GoogleProtobuf.FieldMask.self, bytes)
  return 0
}

private func read<M: Message>(_ type: M.Type, _ bytes: Bytes) {
  if let message = try? M(decoding: bytes) {
    let again = try? M(decoding: message.encoded())
    // The order of a map's entries is free, so the bytes may differ; their number may not.
    precondition(
      again?.encoded().count == message.encoded().count, "\(type) changed on its way")
    _ = try? message.json()
  }
  if let message = try? M(json: bytes) {
    _ = message.encoded()
    guard let json = try? message.json() else { return }
    precondition((try? M(json: json)) != nil, "\(type) does not read its own JSON")
  }
}

/// The program's entry, under the name that SwiftPM gives it: hands over to libFuzzer.
@_cdecl("fuzz_messages_main")
public func run(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  var (count, arguments) = (count, arguments)
  return runFuzzer(&count, &arguments, fuzzMessages)
}

/// `LLVMFuzzerRunDriver` (FuzzerInterface.h), which comes with `-sanitize=fuzzer`.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
