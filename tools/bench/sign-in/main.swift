import CivilTime
import Crypto
@preconcurrency import Glibc
import MadoAPI
import RPC
import Services
import Storage

// sign-in-bench FOLDER TRIES LOG-ROUNDS: how long a refused sign-in takes, by why it was refused. Who learns from
// the time whether a login exists has half of what he wants. The services are called in this process over a
// database in FOLDER, which must not exist, so that no network blurs what differs; kinds take turns at random.
// LOG-ROUNDS is scrypt's cost: 15 as served, less so that what is not hashing stands out.

/// A kind of try: whose login, and what was measured of it in microseconds.
struct Kind {
  let name: String
  let login: String
  let reason: String
  var samples: [Double] = []
}

func fail(_ text: String) -> Never {
  fputs("\(text)\n", stderr)
  exit(1)
}

/// The value below which so much of the samples lies.
func quantile(_ share: Double, _ samples: [Double]) -> Double {
  let sorted = samples.sorted()
  return sorted.isEmpty ? 0 : sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
}

/// How often one of `a` is above one of `b`: 0.5 when the two cannot be told apart (Mann and Whitney's U over the
/// number of pairs).
func shareAbove(_ a: [Double], _ b: [Double]) -> Double {
  let ranked = (a.map { ($0, true) } + b.map { ($0, false) }).sorted { $0.0 < $1.0 }
  var (seen, pairs) = (0.0, 0.0)
  for (_, isOfA) in ranked {
    if isOfA { pairs += seen } else { seen += 1 }
  }
  return pairs / (Double(a.count) * Double(b.count))
}

func digits(_ value: Double, _ count: Int) -> String {
  var scale = 1.0
  for _ in 0..<count { scale *= 10 }
  return "\((value * scale).rounded() / scale)"
}

/// A fresh name for a request: a UUID.
func requestID() -> String {
  let hex = Array(Hex.encode(SecureRandom.bytes(16)))
  let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }
  return parts.joined(separator: "-")
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let tries = Int(arguments[2]), tries > 0,
  let logRounds = Int(arguments[3]),
  let cost = Scrypt.Cost(logRounds: logRounds, blockSize: 8, parallelism: 1)
else { fail("usage: sign-in-bench FOLDER TRIES LOG-ROUNDS") }

let clock = TestClock(SystemClock().now)
let database = try Database(try DataFolder(arguments[1]), migrations: Backend.migrations)
let people = try await Backend.makeDemo(devices: 1, secrets: [:], in: database)
let backend = try await Backend(database, clock: clock, passwordCost: cost)
let transport = InProcessTransport(backend.services, interceptors: backend.interceptors)
let auth = Identity.AuthServiceClient(transport)

/// Gives somebody a password, as the administrator and he himself do it.
func setPassword(of user: String) async throws {
  let administrator = people.first { $0.principal.subject == "demo-administrator" }
  guard let secret = administrator?.token.secret else { fail("the demo has no administrator") }
  let options = CallOptions(metadata: ["authorization": "Bearer \(secret)"])
  let code = try await Identity.UserServiceClient(transport).issueCode(
    .init(requestId: requestID(), userId: user), options
  ).code
  _ = try await auth.setPassword(
    .init(tenantId: "demo", login: user, code: code, password: "correct horse battery"))
}

/// One refused try; how long its answer took, in microseconds.
func time(_ kind: Kind) async -> Double {
  let start = ContinuousClock.now
  do throws(RPCError) {
    _ = try await auth.login(
      .init(tenantId: "demo", login: kind.login, password: "not the password"))
    fail("\(kind.name) came in")
  } catch {
    let elapsed = ContinuousClock.now - start
    guard error.reason == kind.reason else {
      fail("\(kind.name): \(error.reason) in place of \(kind.reason)")
    }
    return elapsed / .microseconds(1)
  }
}

/// Tries each kind as often as asked for.
func measured(_ kinds: [Kind], forgetting: Bool) async -> [Kind] {
  var kinds = kinds
  for round in 0..<tries {
    for place in kinds.indices.shuffled() { kinds[place].samples.append(await time(kinds[place])) }
    // Before an account has to wait, a day passes, after which its tries are forgotten.
    if forgetting, round % 4 == 3 { clock.advance(by: .seconds(86_400)) }
  }
  return kinds
}

func report(_ kinds: [Kind]) {
  for kind in kinds {
    let (low, middle, high) = (
      quantile(0.25, kind.samples), quantile(0.5, kind.samples), quantile(0.75, kind.samples)
    )
    let first = kinds[0]
    let difference = middle - quantile(0.5, first.samples)
    print(
      "  \(kind.name): median \(digits(middle, 1)) µs [\(digits(low, 1)) to \(digits(high, 1))], "
        + "\(difference < 0 ? "" : "+")\(digits(difference, 1)) µs against \(first.name), "
        + "above it in \(digits(100 * shareAbove(kind.samples, first.samples), 2)) % of pairs")
  }
}

for user in ["demo-worker", "demo-manager"] { try await setPassword(of: user) }
print(
  "\(tries) tries of each kind, scrypt at 2^\(logRounds) rounds; 50 % of pairs: not to be told apart"
)
let refused = "SIGN_IN_REFUSED"
let kinds = [
  Kind(name: "unknown user", login: "nobody", reason: refused),
  Kind(name: "wrong password", login: "demo-worker", reason: refused),
  Kind(name: "no password set", login: "demo-administrator", reason: refused),
]
// The first of each makes what is made once.
for kind in kinds { _ = await time(kind) }
clock.advance(by: .seconds(86_400))
report(await measured(kinds, forgetting: true))

clock.advance(by: .seconds(86_400))
for login in ["nobody", "demo-worker"] {
  for _ in 0..<5 { _ = await time(Kind(name: login, login: login, reason: refused)) }
}
let locked = [
  Kind(name: "locked, unknown user", login: "nobody", reason: "LOCKED"),
  Kind(name: "locked, known user", login: "demo-worker", reason: "LOCKED"),
]
report(await measured(locked, forgetting: false))
database.close()
