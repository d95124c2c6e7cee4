import Calling
import Foundation
import Testing

@testable import mado

@Suite struct CommandLineTests {
  private let list = ["telework", "evidence", "list"]

  @Test(
    "says what is wrong with a command line, what is allowed, and what was meant",
    arguments: [
      ("telewrok", "mado: there is no command 'telewrok'; did you mean telework?"),
      ("telework evidnce", "telework: there is no command 'evidnce'; did you mean evidence?"),
      (
        "telework evidence lsit",
        "telework evidence: there is no command 'lsit'; did you mean list?"
      ),
      (
        "telework evidence zzzzzzz",
        "there are upload, list, get, download, list-gaps, verify-chain"
      ),
      (
        "telework evidence list --worker-di x",
        "there is no option --worker-di of list; did you mean --worker-id?"
      ),
      ("telework evidence list --page-size", "--page-size needs a value: a whole number from"),
      (
        "telework evidence list --page-size 1.5",
        "--page-size: '1.5' is not allowed; give a whole number"
      ),
      ("telework evidence list --page-size 2147483648", "from -2147483648 to 2147483647"),
      (
        "telework evidence list --page-size -1",
        "the request breaks rules of the schema:\n  --page-size: is -1: give one 0 or more (int32.gte)"
      ),
      (
        "calendar compute-period --length 0",
        "\n  --event: is missing: it must be given (required)"
          + "\n  --length: is 0: give one 1 or more (int32.gte)\n  --unit: is PERIOD_UNIT_UNSPECIFIED"
      ),
      (
        "telework evidence get --json {}", "--json breaks rules of the schema:\n  --id: is missing"
      ),
      ("telework evidence list extra", "'extra' is one word too many"),
      (
        "telework evidence list --output xml",
        "--output: 'xml' is not allowed; give table, json or jsonl"
      ),
      ("telework evidence list --timeout 5", "--timeout: '5' is not allowed; give a time such as"),
      ("telework evidence list --timeout -5s", "--timeout: '-5s' is not allowed"),
      ("telework evidence list --out a --save b", "--out and --save exclude each other; give one"),
      ("telework evidence list --insecure=yes", "--insecure takes no value"),
      ("telework evidence list --json {", "--json is no JSON: line 1, column 2: expected a name"),
      (
        "telework evidence list --json [1]",
        "--json is no mado.telework.v1.EvidenceServiceListRequest"
      ),
      ("telework evidence list --json @/nowhere", "open /nowhere: No such file or directory"),
      (
        "telework evidence upload --image.kind camra",
        "--image.kind: 'camra' is not allowed; give one of"
      ),
      ("telework evidence upload --image.content @/nowhere", "--image.content: open /nowhere"),
      (
        "telework evidence upload --image.content ?",
        "--image.content: '?' is not allowed; give base64"
      ),
      ("calendar check-day --date 2026-4-1", "--date: '2026-4-1' is not allowed; give a date"),
      (
        "telework evidence list --captured-from yesterday",
        "--captured-from: 'yesterday' is not allowed; give a time"
      ),
      (
        "calendar compute-due --duration 3x", "--duration: '3x' is not allowed; give a time such as"
      ),
      ("calendar compute-period --unit eon", "give one of day, week, month, year"),
      ("telework evidence upload", "there is nothing to send: give --json"),
      ("call", "call: give the method"),
      ("call Lst", "call: 'Lst' is no method; give PACKAGE.SERVICE/METHOD"),
      (
        "call mado.telework.v1.EvidenceService.Lst",
        "did you mean mado.telework.v1.EvidenceService/List?"
      ),
      (
        "call mado.telework.v1.EvidenceService/List --page-size 1 --reflection",
        "--page-size is of the schema built in; with another, give the request as --json"
      ),
      ("call x.Y/Z --descriptor-set /nowhere", "--descriptor-set: open /nowhere"),
      ("list a b", "list: 'b' is one word too many"),
      ("telework evidence list --reflection", "go with mado call"),
      ("telework evidence list --metadata x", "--metadata: 'x' is not allowed; give NAME=VALUE"),
      (
        "call mado.telework.v1.EvidenceService/Lst",
        "did you mean mado.telework.v1.EvidenceService/List?"
      ),
      (
        "telework evidence list --server example.com",
        "the server \"example.com\" is not allowed: give https://"
      ),
      ("telework evidence list --server https://h:99999", "is not allowed: give https://"),
      ("telework evidence list --insecure", "--insecure is for https servers"),
      ("telework evidence list --cert c", "--cert and --key go together"),
      (
        "telework evidence list --server unix:/s --cert c --key k",
        "--cert is for https servers; unix:/s is plaintext"
      ),
    ])
  func refuses(line: String, text: String) async {
    let outcome = await run(line.split(separator: " ").map(String.init), transport: Silent())
    #expect(outcome.status == 2)
    #expect(outcome.error.contains(text), "\(outcome.error)")
    #expect(outcome.out.isEmpty)
  }

  @Test("without a server it says how to name one")
  func noServer() async throws {
    let folder = try TemporaryFolder()
    let outcome = await run(list, environment: ["MADO_HOME": folder.path])
    #expect(outcome.status == 2)
    #expect(outcome.error.contains("give --server https://HOST:PORT"))
  }

  @Test("tells its version and its help", arguments: [["--version"], ["telework", "--version"]])
  func version(words: [String]) async {
    let outcome = await run(words)
    #expect(outcome.status == 0)
    #expect(outcome.out == "mado \(Client.version)\n")
  }

  @Test(
    "help of the program lists areas, options and exit statuses", arguments: [[], ["help"], ["-h"]])
  func rootHelp(words: [String]) async {
    let outcome = await run(words)
    #expect(outcome.status == 0)
    for part in ["telework", "calendar", "--context NAME", "--json TEXT|@FILE|-", "15 NOT_FOUND"] {
      #expect(outcome.out.contains(part), "\(part)")
    }
  }

  @Test(
    "finds the nearest name, and none when none is near",
    arguments: [
      ("lst", "list"), ("lits", "list"), ("verify-chian", "verify-chain"), ("xyz", nil), ("", nil),
    ] as [(String, String?)])
  func nearest(word: String, name: String?) {
    #expect(NearestName.find(word, among: ["list", "verify-chain", "get-all"]) == name)
  }

  @Test("contexts are kept, used, listed, shown without their token and removed")
  func contexts() async throws {
    let folder = try TemporaryFolder()
    let environment = ["MADO_HOME": folder.path]
    func context(_ words: String...) async -> Outcome {
      await run(["context"] + words, environment: environment)
    }
    #expect(await context("list").out.contains("no contexts"))
    #expect(await context("add", "a").error.contains("--server is missing"))
    #expect(await context("add", "a", "--server", "a.example").status == 2)
    #expect(await context("add", "a", "--server", "https://a:1", "--token", "secret").status == 0)
    #expect(await context("add", "bb", "--server", "http://b:2").status == 0)
    #expect(await context("list").out == "* a   https://a:1\n  bb  http://b:2\n")
    #expect(await context("use", "bb").status == 0)
    #expect(await context("list").out == "  a   https://a:1\n* bb  http://b:2\n")
    let shown = await context("show", "a").out
    #expect(shown.contains("https://a:1") && !shown.contains("secret"))
    #expect(await context("remove", "a").status == 0)
    #expect(await context("remove", "bb").status == 0)
    #expect(await context("show").out == "no context is in use\n")
    #expect(await context("add", "bb", "--server", "http://b:2", "--ca", "ca.pem").status == 0)
    #expect(
      await context("show").out.contains(" \(FileManager.default.currentDirectoryPath)/ca.pem"))
    #expect(await context("add", "bb", "--server", "unix:/s", "--key", "k").status == 2)
    #expect(
      await context("add", "bb", "--server", "https://b:2", "--cert", "/me.pem", "--key", "me.key")
        .status == 0)
    #expect(
      await context("show").out.contains(
        "shows        /me.pem, key \(FileManager.default.currentDirectoryPath)/me.key\n"))
    let config = "{ \"methodConfig\": [{\"name\": [{}],\n \"timeout\": \"2s\"}] }"
    #expect(
      await context("add", "bb", "--server", "https://b:2", "--service-config", config).status == 0)
    #expect(
      await context("show").out.contains(
        "calls as     {\"methodConfig\":[{\"name\":[{}],\"timeout\":\"2s\"}]}\n"))
    let wrong = await context("add", "bb", "--server", "https://b:2", "--service-config", "{]")
    #expect(wrong.status == 2 && wrong.error.contains("--service-config: "))
    #expect(await context("show", "a").error.contains("there is no context \"a\": known are bb"))
    #expect(await context("lst").error.contains("did you mean list?"))
    #expect(await context("use").error.contains("give one name"))
  }

  @Test("options come before the environment, the environment before the context")
  func precedence() async throws {
    let folder = try TemporaryFolder()
    var environment = ["MADO_HOME": folder.path]
    _ = await run(
      "context", "add", "c", "--server", "https://c:1", "--token", "tc", "--ca", "/ca",
      environment: environment)
    func target(_ options: [String: [String]]) throws -> Target {
      let given = Invocation.Given(options: options)
      return try Target(
        given: { given[$0] }, environment: environment, contexts: .init(folder.path))
    }
    let kept = try target([:])
    #expect(
      (kept.server.host, kept.token, kept.certificateFile, kept.server.isSecure) == (
        "c", "tc", "/ca", true
      ))
    environment["MADO_TOKEN"] = "te"
    #expect(try target([:]).token == "te")
    #expect(try target(["token": ["to"]]).token == "to")
    environment["MADO_SERVER"] = "http://e:2"
    #expect(try target([:]).server.host == "e")
    #expect(try target([:]).certificateFile == nil)
    #expect(try target(["context": ["c"]]).certificateFile == "/ca")
    #expect(try target(["server": ["https://o:3"]]).server.host == "o")
  }
}
