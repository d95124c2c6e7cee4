import Foundation
import Protobuf
import SchemaModel
import SchemaSyntax
import Testing

/// What we link equals, as messages, what Debian's protoc writes.
@Suite struct ProtocAgreementTests {
  @Test(arguments: Corpus.files(in: Corpus.valid))
  func linksTheCorpusAsProtocDoes(file: String) throws {
    try compare(file, in: [Corpus.valid, Corpus.schema])
  }

  @Test(arguments: Corpus.files(in: Corpus.schema))
  func linksTheProjectsSchemasAsProtocDoes(file: String) throws {
    try compare(file, in: [Corpus.schema])
  }

  private func compare(_ file: String, in folders: [URL]) throws {
    let result = try Linker.link([file], from: FolderLoader(folders: folders))
    #expect(result.diagnostics.filter { $0.severity == .error }.map { $0.rendered() } == [])
    let schema = try #require(result.schema)
    for sourceInfo in [false, true] {
      let answer = try Protoc.compile(file, in: folders, sourceInfo: sourceInfo)
      try #require(answer.isAccepted, "\(answer.messages)")
      let ours = schema.descriptorSet(
        of: [file], withImports: true, withSourceInfo: sourceInfo)
      #expect(firstDifference(ours.file, answer.set.file) == nil)
      #expect(ours == answer.set)
    }
  }

  @Test func namesTheFirstDifferingField() {
    var a = GoogleProtobuf.FileDescriptorProto()
    var message = GoogleProtobuf.DescriptorProto()
    message.name = "M"
    message.field = [.init(name: "f", number: 1)]
    a.messageType = [message]
    var b = a
    b.messageType[0].field[0].number = 2
    #expect(firstDifference(a, a) == nil)
    #expect(firstDifference(a, b) == "messageType[M].field[f].number: 1 is not 2")
    b = a
    b.messageType[0].field.append(.init(name: "g"))
    #expect(firstDifference(a, b) == "messageType[M].field: 1 elements are not 2")
  }
}
