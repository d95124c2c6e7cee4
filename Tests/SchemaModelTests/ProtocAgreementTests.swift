import Foundation
import Protobuf
import SchemaModel
import SchemaSyntax
import Testing

/// What we link equals, as messages, what protoc writes: Debian's, and the newer one of grpcio-tools.
@Suite struct ProtocAgreementTests {
  /// What Debian's protoc 3.21 cannot read.
  private static func isForNewer(_ file: String) -> Bool { file.hasPrefix("edition_") }

  @Test(arguments: Corpus.files(in: Corpus.valid).filter { !isForNewer($0) })
  func linksTheCorpusAsDebiansProtocDoes(file: String) throws {
    try compareWithDebians([file], in: [Corpus.valid, Corpus.schema])
  }

  /// The two give a block comment that stands between declarations on one line to different ones of
  /// them; we follow Debian's.
  @Test(arguments: Corpus.files(in: Corpus.valid).filter { $0 != "comments.proto" })
  func linksTheCorpusAsTheNewerProtocDoes(file: String) throws {
    try compareWithNewer([file], in: [Corpus.valid, Corpus.schema])
  }

  /// Debian's keeps the options that later ones leave to the compiler.
  @Test func linksTheProjectsSchemasAsDebiansProtocDoes() throws {
    try compareWithDebians(Corpus.files(in: Corpus.schema), in: [Corpus.schema])
  }

  @Test func linksTheProjectsSchemasAsTheNewerProtocDoes() throws {
    try compareWithNewer(Corpus.files(in: Corpus.schema), in: [Corpus.schema])
  }

  private func compareWithDebians(_ files: [String], in folders: [URL]) throws {
    let schema = try link(files, in: folders, keepsSourceOptions: true)
    for sourceInfo in [false, true] {
      let answer = try Protoc.compile(files, in: folders, sourceInfo: sourceInfo)
      try #require(answer.isAccepted, "\(answer.messages)")
      let ours = schema.descriptorSet.part(
        of: files, withImports: true, withSourceInfo: sourceInfo)
      let isEqual = ours == answer.set
      #expect(isEqual, "\(firstDifference(ours.file, answer.set.file) ?? "")")
    }
  }

  private func compareWithNewer(_ files: [String], in folders: [URL]) throws {
    let schema = try link(files, in: folders, keepsSourceOptions: false)
    for sourceInfo in [false, true] {
      let ours = schema.descriptorSet.part(
        of: files, withImports: true, withSourceInfo: sourceInfo)
      let difference = try NewerProtoc.difference(
        of: ours, from: files, in: folders, sourceInfo: sourceInfo)
      #expect(difference == nil)
    }
  }

  private func link(
    _ files: [String], in folders: [URL], keepsSourceOptions: Bool
  ) throws -> Schema {
    let result = try Linker.link(
      files, from: FolderLoader(folders: folders), keepsSourceOptions: keepsSourceOptions)
    #expect(result.diagnostics.filter { $0.severity == .error }.map { $0.rendered() } == [])
    return try #require(result.schema)
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
