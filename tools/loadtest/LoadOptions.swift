/// What a load test is told on its command line.
struct LoadOptions: Sendable {
  enum Form: String, Sendable {
    case text
    case json
  }

  var server: String?
  var contexts = "demo-device"
  var firstContext = 1
  /// Pictures of each agent, whatever the seconds say.
  var images: Int?
  var contextFolder: String?
  var agents = 20
  var rate = 1.0
  var seconds = 10
  var imageBytes = 130_000
  var firstSequence: UInt64 = 1
  var report = Form.text

  struct Problem: Error {
    var line: String
  }

  static let usage = """
    loadtest streams pictures to a Mado server as N telework agents do, and says how long they took.

    Sends are scheduled (an open model): a slow answer delays no later one, and the latency of each
    counts from when it was due.

      --contexts NAME         contexts of mado to use: NAME, NAME-2, NAME-3 …, one for each agent
                              (default demo-device, as madod --demo --demo-devices N makes them)
      --first-context N       begin with NAME-N (default 1, which is NAME itself)
      --context-folder DIR    where they lie (default ~/.config/mado)
      --server URL            another server than the contexts say, like https://localhost:8443
      --agents N              how many agents, each with a connection and a stream (default 20)
      --rate R                pictures a second of each agent (default 1)
      --seconds S             how long (default 10)
      --images N              pictures of each agent, instead of --seconds
      --image-bytes N         size of a picture (default 130000)
      --first-sequence N      the first picture's sequence; those below were used before (default 1)
      --report text|json      what to print at the end (default text)

    Exit status: 0 when every picture was stored, 1 when not, 2 when the call is wrong.
    """

  init(_ words: [String]) throws(Problem) {
    var rest = words[...]
    while let word = rest.popFirst() {
      guard let value = rest.popFirst() else { throw Problem(line: "\(word) needs a value") }
      try set(word, value)
    }
  }

  private mutating func set(_ name: String, _ value: String) throws(Problem) {
    switch name {
    case "--server": server = value
    case "--contexts": contexts = value
    case "--context-folder": contextFolder = value
    case "--first-context": firstContext = try number(name, value, 1...10_000)
    case "--images": images = try number(name, value, 1...100_000_000)
    case "--agents": agents = try number(name, value, 1...10_000)
    case "--rate": rate = try decimalNumber(name, value)
    case "--seconds": seconds = try number(name, value, 1...86_400)
    case "--image-bytes": imageBytes = try number(name, value, SyntheticPicture.sizeMin...8_000_000)
    case "--first-sequence": firstSequence = UInt64(try number(name, value, 1...(1 << 60)))
    case "--report":
      guard let form = Form(rawValue: value) else {
        throw Problem(line: "--report is \"\(value)\": allowed is text or json")
      }
      report = form
    default: throw Problem(line: "there is no option \(name): see loadtest --help")
    }
  }

  private func number(
    _ name: String, _ text: String, _ range: ClosedRange<Int>
  ) throws(Problem) -> Int {
    guard let value = Int(text), range.contains(value) else {
      throw Problem(
        line: "\(name) is \"\(text)\": allowed is \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private func decimalNumber(_ name: String, _ text: String) throws(Problem) -> Double {
    guard let value = Double(text), value > 0, value <= 100_000 else {
      throw Problem(line: "\(name) is \"\(text)\": allowed is more than 0, up to 100000")
    }
    return value
  }
}
