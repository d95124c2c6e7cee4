import Files
import Foundation
import Testing

@testable import Contexts

private func withFolder(_ body: (ContextFolder) throws -> Void) throws {
  let path = NSTemporaryDirectory() + "contexts-\(UUID().uuidString)"
  defer { try? FileManager.default.removeItem(atPath: path) }
  try body(ContextFolder(path + "/below/it"))
}

@Test func aContextComesBackAsItWasSavedInAFileForItsOwnerAlone() throws {
  try withFolder { folder in
    let context = Context(
      server: "https://127.0.0.1:8443", token: "a=b", certificateFile: "/with space/ca.pem",
      identity: .init(certificateFile: "/me.pem", keyFile: "/me.key"),
      serviceConfig: #"{"methodConfig":[{"name":[{}],"timeout":"2s"}]}"#)
    try folder.save(context, as: "demo-worker")
    try folder.save(Context(server: "http://h:1"), as: "plain")
    #expect(try folder.context(named: "demo-worker") == context)
    #expect(try folder.names() == ["demo-worker", "plain"])
    let attributes = try LinuxFileSystem().attributes("\(folder.path)/contexts/demo-worker")
    #expect(attributes?.permissions == 0o600)
  }
}

@Test func theChosenContextIsRememberedUntilAnotherIsChosen() throws {
  try withFolder { folder in
    #expect(try folder.currentName() == nil)
    try folder.save(Context(server: "https://a:1"), as: "a")
    try folder.save(Context(server: "https://b:1"), as: "b")
    try folder.use("a")
    try folder.use("b")
    #expect(try folder.currentName() == "b")
    try folder.remove("b")
    #expect(try folder.names() == ["a"])
    #expect(try folder.currentName() == nil)
  }
}

@Test func aWrongNameIsToldApartFromAnUnknownOne() throws {
  try withFolder { folder in
    #expect(throws: ContextFolder.Failure.badName("../x")) { try folder.context(named: "../x") }
    #expect(throws: ContextFolder.Failure.badName("")) { try folder.use("") }
    #expect(throws: ContextFolder.Failure.notFound("x", known: [])) { try folder.use("x") }
    try folder.save(Context(server: "https://a:1"), as: "a")
    #expect(throws: ContextFolder.Failure.notFound("x", known: ["a"])) { try folder.remove("x") }
  }
}
