import SchemaModel
import Testing

@testable import SchemaGen

/// The pages of a fixture, kept beside it, and how comments become Markdown.
@Suite struct DocumentationTests {
  @Test func hasAPageForEachPackageAndAnIndex() throws {
    let folder = "Tests/SchemaGenTests/Fixtures/doc"
    let fixture = try LinkedFolder(folder)
    let pages = DocumentationGenerator(fixture.schema, files: fixture.names).generate()
    #expect(pages.map(\.name) == ["index.md", "library.v1.md", "shared.v1.md"])
    for page in pages { try expectGolden(page.text, at: "\(folder)/\(page.name)") }
  }

  @Test func linksLeadSomewhere() throws {
    let fixture = try LinkedFolder("Schema/mado", root: "Schema")
    let pages = DocumentationGenerator(fixture.schema, files: fixture.names).generate()
    var targets: Set<String> = []
    for page in pages {
      targets.insert(page.name)
      for part in page.text.split(separator: "<a id=\"").dropFirst() {
        targets.insert("\(page.name)#\(part.prefix { $0 != "\"" })")
      }
    }
    var links = 0
    for page in pages {
      for part in page.text.split(separator: "](").dropFirst() {
        let link = part.prefix { $0 != ")" }
        #expect(targets.contains(link.hasPrefix("#") ? "\(page.name)\(link)" : String(link)))
        links += 1
      }
    }
    #expect(links > 100)
  }

  @Test(
    "puts comments into tables",
    arguments: [
      (nil, ""), ("One line.", "One line."), ("Two\nlines.", "Two lines."),
      ("One.\n\nTwo.", "One.<br>Two."), ("A list:\n- a\n- b", "A list:<br>- a<br>- b"),
      ("a | b", "a \\| b"), ("a < b & c > d", "a &lt; b &amp; c &gt; d"), ("`a < b`", "`a < b`"),
    ] as [(String?, String)])
  func cells(comment: String?, cell: String) {
    #expect(Markdown.cell(comment) == cell)
  }

  @Test(
    "introduces packages by a sentence",
    arguments: [
      ("One. Two.", "One."), ("Version 1.2 of it. More", "Version 1.2 of it."),
      ("No end\n\nMore.", "No end"), ("In two\nlines. More.", "In two lines."),
    ])
  func sentences(comment: String, first: String) {
    #expect(Markdown.firstSentence(comment) == first)
  }
}
