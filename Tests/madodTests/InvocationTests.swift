import Testing

@testable import madod

private func invoke(
  _ arguments: String..., environment: [String: String] = [:], file: String? = nil
) throws(Invocation.Problems) -> Invocation {
  try Invocation(arguments: arguments, environment: environment) { path in
    file.map { .success($0) } ?? .failure(.init(lines: ["\(path): cannot be read"]))
  }
}

private func configuration(_ invocation: Invocation) -> Configuration? {
  switch invocation {
  case .serve(let configuration), .checkConfiguration(let configuration),
    .printConfiguration(let configuration), .backup(let configuration, _),
    .restore(let configuration, _), .verify(let configuration, _), .rotateKey(let configuration),
    .doctor(let configuration, _), .install(let configuration, _, _),
    .adminToken(let configuration, _), .testFolder(let configuration):
    configuration
  case .help, .version: nil
  }
}

private func problems(
  _ arguments: String..., environment: [String: String] = [:], file: String? = nil
) -> [String] {
  do {
    _ = try Invocation(arguments: arguments, environment: environment) { path in
      file.map { .success($0) } ?? .failure(.init(lines: ["\(path): cannot be read"]))
    }
    return []
  } catch {
    return error.lines
  }
}

@Test func theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws {
  let file = "loops = 1 # one\n\ndrain-seconds = 1\nmax-message-bytes=4096\n"
  let environment = ["MADO_LOOPS": "2", "MADO_DRAIN_SECONDS": "2", "MADO_CONFIG": "/etc/mado"]
  let found = try configuration(invoke("--loops", "3", environment: environment, file: file))
  #expect(found?.loops == 3)
  #expect(found?.drainSeconds == 2)
  #expect(found?.limits.messageBytes == 4096)
}

@Test func foldersDefaultToTheHomeOfWhoeverRunsIt() throws {
  let found = try configuration(invoke(environment: ["HOME": "/home/op"]))
  #expect(found?.dataFolder == "/home/op/.local/share/mado")
  #expect(found?.contextFolder == "/home/op/.config/mado")
}

@Test func aWrongValueNamesItsKeyItsValueAndWhatIsAllowed() {
  #expect(
    problems("--loops=many") == [
      "--loops: \"many\" is not allowed: give a whole number from 0 to 1024"
    ])
  #expect(
    problems(environment: ["MADO_LISTEN": "8443", "MADO_DEMO": "yes"]) == [
      "MADO_LISTEN: \"8443\" is not allowed: give a host and a port from 0 to 65535, like "
        + "127.0.0.1:8443 or [::1]:8443, or unix:/PATH",
      "MADO_DEMO: \"yes\" is not allowed: give true or false",
    ])
  #expect(
    problems("--config", "/f", file: "a = 1\nloops = 9999\nnonsense").map { String($0.prefix(30)) }
      == [
        "/f:1: there is no key \"a\": all", "/f:3: \"nonsense\" is not allowe",
        "/f:2: loops: \"9999\" is not all",
      ])
}

@Test func wordsThatMeanNothingAreRefused() {
  #expect(problems("--nonsense") == ["there is no option --nonsense: see madod --help"])
  #expect(problems("--data") == ["--data needs a value: see madod --help"])
  #expect(problems("serve").count == 1)
  #expect(problems("--tenant", "demo").count == 1)
  #expect(problems("--config", "/none") == ["/none: cannot be read"])
  #expect(problems("--key-file", "/k").count == 1)
  #expect(problems("--client-ca-file", "/r").count == 1)
  #expect(problems("--client-certificates", "required").count == 1)
  #expect(problems("--client-certificates", "none").isEmpty)
  #expect(
    problems("--plaintext", "--client-certificates=optional", "--client-ca-file=/r") == [
      "--client-certificates needs TLS: leave --plaintext out"
    ])
}

@Test func everyKeyIsInTheHelpAndReachableFromAllThreePlaces() throws {
  for key in ConfigurationKey.all {
    let words = ["client-certificates": "required", "log-format": "json", "log-level": "error"]
    let texts = [
      "N": "1024", "WORD": words[key.name] ?? "", "NAME": "x-country", "NETWORKS": "10.0.0.0/8",
      "INSTANT[,speed=N]": "2026-09-18T16:30:00+09:00,speed=3600",
    ]
    let text = key.placeholder.map { texts[$0] ?? "localhost:1" } ?? "true"
    #expect(usage().contains("--\(key.name)"))
    let pair = [
      "certificate-file": ["--key-file=/k"], "key-file": ["--certificate-file=/c"],
      "client-certificates": ["--client-ca-file=/r"],
      "client-ca-file": ["--client-certificates=optional"],
    ]
    let rest = pair[key.name] ?? []
    func read(_ arguments: [String], _ environment: [String: String], _ file: String) -> Bool {
      (try? Invocation(arguments: arguments + rest, environment: environment) { _ in .success(file)
      })
        != nil
    }
    #expect(read(["--\(key.name)=\(text)"], [:], ""), "\(key.name)")
    #expect(read([], [key.environmentName: text], ""), "\(key.name)")
    #expect(read(["--config", "/f"], [:], "\(key.name) = \(text)\n"), "\(key.name)")
  }
}

@Test func theFoldersOfBackupsStandBehindTheirCommands() throws {
  func read(_ arguments: String...) throws -> String {
    switch try Invocation(arguments: arguments, environment: [:], readFile: { _ in .success("") }) {
    case .backup(_, let folder): "backup \(folder)"
    case .restore(_, let folder): "restore \(folder)"
    case .verify(_, let folder): "verify \(folder ?? "-")"
    case .doctor(_, let json): "doctor \(json)"
    case .install(_, let root, let user): "install \(root) \(user)"
    default: "other"
    }
  }
  #expect(try read("backup", "/b", "--data", "/d") == "backup /b")
  #expect(try read("--data", "/d", "restore", "/b") == "restore /b")
  #expect(try read("verify") == "verify -")
  #expect(try read("verify", "/b") == "verify /b")
  #expect(try read("doctor", "--json") == "doctor true")
  #expect(try read("install", "--root=/r", "--user", "m") == "install /r m")
  #expect(problems("backup") == ["backup needs DIR: madod backup DIR [OPTION…]"])
  #expect(problems("backup", "/a", "/b").count == 1)
  #expect(problems("--json").count == 1)
}

@Test func eachValueIsShownWithItsOrigin() throws {
  let found = try configuration(
    invoke(
      "--loops", "3", environment: ["MADO_DEMO": "true", "MADO_CONFIG": "/f"], file: "pages = false"
    ))
  let lines = try #require(found?.lines(withOrigins: true))
  #expect(lines.count == ConfigurationKey.all.count)
  func line(_ name: String) -> [String]? {
    lines.map { $0.split(separator: " ").map(String.init) }.first { $0.first == name }
  }
  #expect(line("loops") == ["loops", "3", "--loops"])
  #expect(line("demo") == ["demo", "true", "MADO_DEMO"])
  #expect(line("pages") == ["pages", "false", "/f:1:", "pages"])
  #expect(line("listen") == ["listen", "127.0.0.1:8443", "default"])
  #expect(line("idle-seconds") == ["idle-seconds", "1800", "default"])
}

@Test func underTheJournalLinesAreForIt() throws {
  let journal = ["JOURNAL_STREAM": ""]
  #expect(try configuration(invoke(environment: journal))?.logFormat == .journal)
  #expect(try configuration(invoke("--log-format=json", environment: journal))?.logFormat == .json)
  #expect(try configuration(invoke())?.logFormat == .logfmt)
}

@Test func adminTokenTakesATenant() throws {
  guard case .adminToken(_, let tenant) = try invoke("admin-token", "--tenant", "demo") else {
    Issue.record("not admin-token")
    return
  }
  #expect(tenant == "demo")
}

@Test(arguments: [
  (["a", "b"], "a, b"),
  (["d", "d-2", "w", "w-2"], "d, d-2, w, w-2"),
  (["d", "w", "m", "d-2", "w-2", "d-3", "w-3"], "d, d-2 to d-3, w, w-2 to w-3, m"),
])
func namesThatDifferByTheirNumberAreListedAsARange(names: [String], text: String) {
  #expect(Program.listed(names) == text)
}
