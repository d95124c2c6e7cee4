import Protobuf
import SchemaModel
import SchemaSyntax
import Testing

@Suite struct SchemaTests {
  private func schema(_ text: String) throws -> Schema {
    let loader = DictionaryLoader(["a.proto": "syntax = \"proto3\"; package p.q;\n" + text])
    return try #require(try Linker.link(["a.proto"], from: loader).schema)
  }

  @Test func findsElementsByFullNameWithOrWithoutTheLeadingDot() throws {
    let schema = try schema(
      "message A { message B { enum C { Z = 0; } } } service S { rpc M(A) returns (stream A.B); }")
    #expect(schema.message("p.q.A.B")?.parent == "p.q.A")
    #expect(schema.message(".p.q.A.B")?.name == "B")
    #expect(schema.enumeration("p.q.A.B.C")?.values.map(\.name) == ["Z"])
    let method = try #require(schema.service("p.q.S")?.methods.first)
    #expect((method.requestType, method.responseType) == ("p.q.A", "p.q.A.B"))
    #expect((method.isClientStreaming, method.isServerStreaming) == (false, true))
    #expect(schema.allMessages.map(\.fullName) == ["p.q.A", "p.q.A.B"])
    #expect(schema.message("p.q.Nothing") == nil)
  }

  @Test func knowsPresencePackingAndMaps() throws {
    let schema = try schema(
      """
      message A {
        int32 plain = 1;
        optional int32 optional = 2;
        repeated int32 packed = 3;
        repeated int32 loose = 4 [packed = false];
        A message = 5;
        oneof choice { string chosen = 6; }
        map<string, A> map = 7;
      }
      """)
    let message = try #require(schema.message("p.q.A"))
    let presence = message.fields.filter(\.hasPresence).map(\.name)
    #expect(presence == ["optional", "message", "chosen"])
    #expect(message.fields.filter(\.isPacked).map(\.name) == ["packed"])
    #expect(message.oneofs.map(\.isSynthetic) == [false, true])
    let entry = try #require(schema.mapEntry(of: message.fields[6]))
    #expect(entry.key.type == .scalar(.string))
    #expect(entry.value.type == .message("p.q.A"))
    #expect(schema.mapEntry(of: message.fields[2]) == nil)
  }

  @Test func carriesTheCommentsOfEveryElement() throws {
    let schema = try schema(
      """
      // of A
      message A { // behind A
        // of x
        int32 x = 1;
        // of o
        oneof o { int32 y = 2; }
        // of E
        enum E { Z = 0; // behind Z
        }
      }
      // of S
      service S {
        // of M
        rpc M(A) returns (A);
      }
      """)
    let message = try #require(schema.message("p.q.A"))
    #expect(message.comments == Comments(leading: " of A\n", trailing: " behind A\n"))
    #expect(message.fields[0].comments.leading == " of x\n")
    #expect(message.oneofs[0].comments.leading == " of o\n")
    #expect(message.enums[0].comments.leading == " of E\n")
    #expect(message.enums[0].values[0].comments.trailing == " behind Z\n")
    #expect(schema.service("p.q.S")?.comments.leading == " of S\n")
    #expect(schema.service("p.q.S")?.methods[0].comments.leading == " of M\n")
  }

  @Test func takesExtensionsAsTheirRangesDeclareThem() throws {
    let result = try Linker.link(
      ["a.proto"],
      from: DictionaryLoader([
        "a.proto": """
        syntax = "proto2";
        message A {
          extensions 4 to 9 [
            declaration = { number: 4 full_name: ".b" type: "int32" repeated: true },
            declaration = { number: 5 full_name: ".c" type: ".A" }];
          extensions 10 to 19;
        }
        extend A { repeated int32 b = 4; optional A c = 5; optional string d = 10; }
        """
      ]))
    #expect(result.diagnostics.isEmpty, "\(result.diagnostics.map { $0.rendered() })")
  }

  @Test func selectsFilesWithOrWithoutTheirImports() throws {
    let schema = try #require(
      try Linker.link(
        ["top.proto", "other.proto"],
        from: DictionaryLoader([
          "top.proto": "syntax = \"proto3\"; import \"middle.proto\"; message T { M m = 1; }",
          "middle.proto": "syntax = \"proto3\"; import \"low.proto\"; message M { L l = 1; }",
          "low.proto": "syntax = \"proto3\"; message L {}",
          "other.proto": "syntax = \"proto3\"; message O {}",
        ])
      ).schema)
    func names(_ files: [String], _ withImports: Bool) -> [String?] {
      schema.descriptorSet.part(of: files, withImports: withImports, withSourceInfo: false)
        .file.map(\.name)
    }
    #expect(names(["top.proto"], true) == ["low.proto", "middle.proto", "top.proto"])
    #expect(names(["top.proto"], false) == ["top.proto"])
    #expect(names(["other.proto", "middle.proto"], false) == ["middle.proto", "other.proto"])
  }

  static let broken:
    [(change: @Sendable (inout GoogleProtobuf.FileDescriptorSet) -> Void, error: SchemaError)] = [
      (
        { $0.file[0].dependency = ["b.proto"] },
        .importMissing(file: "a.proto", imported: "b.proto")
      ),
      ({ $0.file.append($0.file[0]) }, .duplicate(name: "a.proto")),
      ({ $0.file[0].messageType.append($0.file[0].messageType[0]) }, .duplicate(name: "p.q.A")),
      (
        { $0.file[0].messageType[0].field[0].typeName = ".p.q.B" },
        .typeMissing(name: "p.q.B", user: "p.q.A.a")
      ),
      (
        { $0.file[0].service[0].method[0].inputType = ".p.q.B" },
        .typeMissing(name: "p.q.B", user: "p.q.S.M")
      ),
    ]

  @Test(arguments: broken.indices) func refusesADescriptorSetThatIsNotWhole(row: Int) throws {
    let schema = try schema("message A { A a = 1; } service S { rpc M(A) returns (A); }")
    var set = schema.descriptorSet.part(of: ["a.proto"], withImports: true, withSourceInfo: true)
    #expect(throws: Never.self) { try Schema(set) }
    Self.broken[row].change(&set)
    #expect(throws: Self.broken[row].error) { try Schema(set) }
  }

  @Test func reportsAMissingFileThatWasAskedFor() {
    #expect(throws: SourceError.notFound(path: "no.proto", searched: [])) {
      try Linker.link(["no.proto"], from: DictionaryLoader([:]))
    }
  }

  @Test func boundsTheDepthOfImports() throws {
    var texts: [String: String] = [:]
    for index in 0..<1000 {
      texts["\(index).proto"] = "syntax = \"proto3\"; import \"\(index + 1).proto\";"
    }
    texts["1000.proto"] = "syntax = \"proto3\";"
    let result = try Linker.link(["0.proto"], from: DictionaryLoader(texts))
    let errors = result.diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.message) == ["imports nest more than 200 deep"])
  }
}
