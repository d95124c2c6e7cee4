import Testing

@testable import Rules

@Suite struct CorporateNumberTests {
  @Test(
    "TEL-09: the first digit checks the others",
    arguments: [
      // a number as its holder publishes it, whether it is right
      ("7000012050002", true),  // 国税庁
      ("8000012010038", true),  // デジタル庁
      ("1180301018771", true),
      ("7000012050003", false), ("6000012050002", false), ("7000012050020", false),
      ("700001205000", false), ("70000120500021", false), ("700001205000x", false), ("", false),
      ("７000012050002", false),
    ])
  func theFirstDigitChecksTheOthers(text: String, isRight: Bool) {
    #expect((CorporateNumber(text) != nil) == isRight)
  }

  @Test func everyChangeOfOneDigitIsNoticedButNineForNothing() throws {
    let right = Array("7000012050002")
    for place in right.indices {
      for digit in "0123456789" where digit != right[place] {
        var wrong = right
        wrong[place] = digit
        // Modulo 9 a nine is a nought: the ministry's sum does not tell them apart.
        let isBlind = place > 0 && Set([digit, right[place]]) == ["0", "9"]
        #expect((CorporateNumber(String(wrong)) != nil) == isBlind, "\(String(wrong))")
      }
    }
  }
}
