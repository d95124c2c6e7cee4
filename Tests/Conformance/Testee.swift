import Buffers
import Protobuf

/// Does what the suite asks: reads a message in one format and writes it in another.
struct Testee {
  typealias Result = Conformance.ConformanceResponse.Result

  private static let types: [any Message.Type] = [
    ProtobufTestMessagesProto3.TestAllTypesProto3.self,
    ProtobufTestMessagesProto2.TestAllTypesProto2.self,
    ProtobufTestMessagesEditionsProto3.TestAllTypesProto3.self,
    ProtobufTestMessagesEditionsProto2.TestAllTypesProto2.self,
    ProtobufTestMessagesEditions.TestAllTypesEdition2023.self,
    ProtobufTestMessagesEditionUnstable.TestAllTypesEditionUnstable.self,
  ]

  private static let files = [
    ProtobufTestMessagesProto3.testMessagesProto3File,
    ProtobufTestMessagesProto2.testMessagesProto2File,
    ProtobufTestMessagesEditionsProto3.testMessagesProto3EditionsFile,
    ProtobufTestMessagesEditionsProto2.testMessagesProto2EditionsFile,
    ProtobufTestMessagesEditions.testMessagesEdition2023File,
    ProtobufTestMessagesEditionUnstable.testMessagesEditionUnstableFile,
  ]

  private let registry = TypeRegistry(Self.types)
  /// The same types by their descriptors only.
  private let pool: DescriptorPool?

  /// - Parameter isDynamic: whether messages are read and written without generated code.
  init(isDynamic: Bool) throws(DescriptorError) {
    pool = isDynamic ? try DescriptorPool(Self.files) : nil
  }

  func answer(_ frame: Bytes) -> Bytes {
    Conformance.ConformanceResponse(result: result(frame)).encoded()
  }

  private func result(_ frame: Bytes) -> Result {
    let request: Conformance.ConformanceRequest
    do throws(DecodeError) {
      request = try Conformance.ConformanceRequest(decoding: frame)
    } catch {
      return .runtimeError("the request cannot be read: \(error)")
    }
    if request.messageType == Conformance.FailureSet.fullName {
      // The runner asks first which failures are expected.
      return .protobufPayload(Conformance.FailureSet().encoded())
    }
    guard let type = Self.types.first(where: { $0.fullName == request.messageType }) else {
      return .skipped("there is no message \(request.messageType) here")
    }
    guard let pool else { return transcode(request, as: TestedType(type)) }
    guard let descriptor = pool.message(named: request.messageType) else {
      return .runtimeError("the pool lacks \(request.messageType)")
    }
    return transcode(request, as: TestedType(descriptor))
  }

  private func transcode(
    _ request: Conformance.ConformanceRequest, as type: TestedType
  ) -> Result {
    let message: TestedType.Reading
    do {
      switch request.payload {
      case .protobufPayload(let bytes): message = try type.decode(bytes)
      case .jsonPayload(let text): message = try type.parse(text, options(request))
      case .textPayload(let text):
        guard let read = type.readText else {
          return .skipped("text format is not read by dynamic messages")
        }
        message = try read(text, TextOptions(types: registry))
      case .jspbPayload: return .skipped("JSPB is not known here")
      case nil: return .runtimeError("the request has no payload")
      }
    } catch {
      if let error = error as? JSONError, error.path.hasPrefix("[") {
        return .skipped("extensions are not read in JSON")
      }
      if let error = error as? TextError, error.problem.hasPrefix("the extension") {
        return .skipped("extensions are not read in text format")
      }
      return .parseError("\(error)")
    }
    switch request.requestedOutputFormat {
    case .protobuf: return .protobufPayload(message.encoded())
    case .json:
      do throws(JSONError) {
        return .jsonPayload(try message.json(options(request)))
      } catch {
        return .serializeError("\(error)")
      }
    case .textFormat:
      return .textPayload(
        message.text(TextOptions(writesUnknown: request.printUnknownFields, types: registry)))
    case .jspb: return .skipped("JSPB is not known here")
    case .unspecified, .unrecognized: return .runtimeError("the request names no output format")
    }
  }

  private func options(_ request: Conformance.ConformanceRequest) -> JSONOptions {
    JSONOptions(
      ignoresUnknown: request.testCategory == .jsonIgnoreUnknownParsingTest, types: registry)
  }
}
