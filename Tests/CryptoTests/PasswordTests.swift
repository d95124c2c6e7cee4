import Testing

@testable import Crypto

@Suite struct PasswordTests {
  /// RFC 7914, section 12: those that take less than a gigabyte.
  @Test(arguments: [
    // password, salt, log2 N, r, p, the first bytes of the key
    ("", "", 4, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"),
    (
      "password", "NaCl", 10, 8, 16,
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    ),
    (
      "pleaseletmein", "SodiumChloride", 14, 8, 1,
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    ),
  ])
  func scrypt(password: String, salt: String, n: Int, r: Int, p: Int, key: String) throws {
    let cost = try #require(Scrypt.Cost(logRounds: n, blockSize: r, parallelism: p))
    let made = Scrypt.key(from: Array(password.utf8), salt: Array(salt.utf8), cost, count: 64)
    #expect(Hex.encode(made.prefix(32)) == key)
  }

  @Test(arguments: [(0, 8, 1), (25, 8, 1), (20, 32, 1), (15, 0, 1), (15, 8, 0), (15, 8, 1025)])
  func costsOutOfBoundsAreNone(n: Int, r: Int, p: Int) {
    #expect(Scrypt.Cost(logRounds: n, blockSize: r, parallelism: p) == nil)
  }

  @Test(arguments: [
    // what a round takes, the rounds that a quarter of a second pays for
    (Duration.milliseconds(50), 5), (.milliseconds(100), 3), (.seconds(2), 3),
    (.milliseconds(1), 64),
    (.zero, 64),
  ])
  func theCostFollowsTheMachine(round: Duration, rounds: Int) {
    let cost = Scrypt.Cost.calibrated(for: .milliseconds(250)) { round }
    #expect(cost.parallelism == rounds && cost.logRounds == 15 && cost.blockSize == 8)
  }

  @Test func aPasswordIsKnownAgainByWhatIsKeptOfIt() throws {
    let cost = try #require(Scrypt.Cost(logRounds: 4, blockSize: 1, parallelism: 1))
    let hash = PasswordHash(of: "窓とpassword", cost)
    #expect(hash.text.hasPrefix("$scrypt$ln=4,r=1,p=1$") && !hash.text.contains("password"))
    let read = try #require(PasswordHash(text: hash.text))
    #expect(read == hash && read.cost == cost)
    #expect(read.matches("窓とpassword"))
    #expect(!read.matches("窓とpasswor") && !read.matches(""))
    #expect(PasswordHash(of: "窓とpassword", cost) != hash)
  }

  @Test(arguments: [
    "", "$", "$scrypt$ln=4,r=1,p=1$AAAA", "$argon2$ln=4,r=1,p=1$AAAAAAAAAAAAAAAA$AAAA",
    "$scrypt$ln=4,r=1$AAAAAAAAAAAAAAAA$AAAA", "$scrypt$ln=99,r=8,p=1$AAAAAAAAAAAAAAAA$AAAA",
    "$scrypt$ln=4,r=1,p=1$AAAAAAAAAAAAAAAA$AAAA", "$scrypt$ln=4,r=1,p=1$!$!$",
  ])
  func whatIsNoHashIsNotRead(text: String) {
    #expect(PasswordHash(text: text) == nil)
  }

  /// RFC 6238, appendix B: SHA-1, eight digits.
  @Test(
    arguments: [
      (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
      (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ] as [(Int64, String)])
  func oneTimeCodes(seconds: Int64, code: String) {
    let secret = Array("12345678901234567890".utf8)
    let step = OneTimeCodes.step(at: seconds)
    #expect(OneTimeCodes(secret: secret, digits: 8).code(atStep: step) == code)
    #expect(OneTimeCodes(secret: secret).code(atStep: step) == String(code.suffix(6)))
  }

  @Test func aCodeIsAcceptedAStepEarlyOrLateAndOnce() {
    let codes = OneTimeCodes()
    let now: Int64 = 1_800_000_000
    let step = OneTimeCodes.step(at: now)
    for offset in Int64(-3)...3 {
      let accepted = codes.acceptedStep(of: codes.code(atStep: step + offset), at: now, after: nil)
      #expect(accepted == (abs(offset) <= 1 ? step + offset : nil), "\(offset)")
    }
    let code = codes.code(atStep: step)
    #expect(codes.acceptedStep(of: code, at: now, after: step) == nil)
    #expect(codes.acceptedStep(of: code, at: now, after: step + 1) == nil)
    #expect(codes.acceptedStep(of: code, at: now, after: step - 1) == step)
    for wrong in ["", "12345", "1234567", "١٢٣٤٥٦", String(code.reversed()) + "0"] {
      #expect(codes.acceptedStep(of: wrong, at: now, after: nil) == nil)
    }
  }

  @Test(arguments: [
    ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
    ("fooba", "MZXW6YTB"),
    ("foobar", "MZXW6YTBOI"),
  ])
  func secretsAreTypedInBase32(bytes: String, text: String) {
    #expect(OneTimeCodes(secret: Array(bytes.utf8)).secretText == text)
  }

  @Test func anAuthenticatorIsToldByALink() {
    let codes = OneTimeCodes(secret: Array("foobar".utf8))
    #expect(
      codes.link(account: "山田@a b", issuer: "Mado")
        == "otpauth://totp/Mado:%E5%B1%B1%E7%94%B0%40a%20b?secret=MZXW6YTBOI&issuer=Mado"
        + "&algorithm=SHA1&digits=6&period=30")
  }
}
