import Foundation
import Protobuf
import SchemaModel
import Testing

@testable import SchemaGen

/// Generated code is read like any other, so it has a budget: at most 6 lines for a scalar field and 60
/// for a method on both sides. Comments come from the schema and the descriptor is data: neither counts.
@Suite struct LineBudget {
  private typealias FieldDescriptor = GoogleProtobuf.FieldDescriptorProto

  private static func lines(_ file: GoogleProtobuf.FileDescriptorProto) throws -> Int {
    var file = file
    (file.name, file.package, file.syntax) = ("a.proto", "a", "proto3")
    let schema = try Schema(GoogleProtobuf.FileDescriptorSet(file: [file]))
    let files = try SwiftGenerator(schema, module: "A") { _ in "A" }.generate()
    return files.flatMap { file in
      file.text.split(separator: "// MARK: - Schema").enumerated()
        .filter { $0.offset == 0 || file.name.hasSuffix("service.swift") }
        .flatMap { $0.element.split(separator: "\n", omittingEmptySubsequences: false) }
    }.count { !$0.drop { $0 == " " }.hasPrefix("//") }
  }

  private static func message(
    _ count: Int, _ type: FieldDescriptor.Type_, _ change: (inout FieldDescriptor) -> Void
  ) throws -> Int {
    var message = GoogleProtobuf.DescriptorProto(name: "M")
    message.field = (0..<count).map { index in
      var field = FieldDescriptor(name: "field_of_number_\(index)", number: Int32(index + 1))
      (field.label, field.type) = (.optional, type)
      field.jsonName = defaultJSONName(field.name ?? "")
      change(&field)
      return field
    }
    if message.field.contains(where: { $0.oneofIndex != nil }) {
      message.oneofDecl = [.init(name: "choice")]
    }
    return try lines(.init(messageType: [message]))
  }

  @Test(arguments: [
    GoogleProtobuf.FieldDescriptorProto.Type_.double, .int64, .bool, .string, .bytes, .sfixed32,
  ])
  func aScalarFieldTakesSixLines(type: GoogleProtobuf.FieldDescriptorProto.Type_) throws {
    let marginal = try Self.message(30, type) { _ in } - Self.message(20, type) { _ in }
    #expect(marginal <= 60)
    #expect(marginal > 0)
    let repeated =
      try Self.message(30, type) { $0.label = .repeated }
      - Self.message(20, type) { $0.label = .repeated }
    #expect(repeated <= 60)
    let inOneof =
      try Self.message(30, type) { $0.oneofIndex = 0 }
      - Self.message(20, type) { $0.oneofIndex = 0 }
    #expect(inOneof <= 60)
  }

  @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
  func aMethodTakesSixtyLines(clientStreams: Bool, serverStreams: Bool) throws {
    func service(_ count: Int) throws -> Int {
      var service = GoogleProtobuf.ServiceDescriptorProto(name: "SomethingService")
      service.method = (0..<count).map { index in
        GoogleProtobuf.MethodDescriptorProto(
          name: "AnswerQuestionOfNumber\(index)", inputType: ".a.Question", outputType: ".a.Answer",
          clientStreaming: clientStreams, serverStreaming: serverStreams)
      }
      return try Self.lines(
        .init(messageType: [.init(name: "Question"), .init(name: "Answer")], service: [service]))
    }
    let one = try service(1) - service(0)
    #expect(one <= 60, "the first method, with the frame of its service")
    #expect(try service(11) - service(1) <= 10 * 25)
  }
}
