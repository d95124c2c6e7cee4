import CivilTime
@preconcurrency import Glibc
import Rules

// rating-bench CALLS RUNS: the seconds that it takes to rate the calls of a month: each call once, whichever of its
// events come twice, by the customer's hours and what its number was registered as. It prints a line for each run, and
// ends in an error if a sum is not what the calls were made for.

let words = CommandLine.arguments
guard words.count == 3, let count = Int(words[1]), (1...10_000_000).contains(count),
  let runs = Int(words[2]), let product = CatalogueVersion.published["pop-up-a"],
  let rates = CallRates(product)
else {
  fputs("usage: rating-bench CALLS RUNS\n", stderr)
  exit(2)
}

let month = CivilDate(literal: 2026, 4, 1)...CivilDate(literal: 2026, 4, 30)
let opening = JST.instant(month.lowerBound)
let hours = try CallHours(DeskCalendar.businessDays.calendar, days: month)

/// What each rule is to find, and the calls for it; one in ten comes a second time.
var expected = [Int](repeating: 0, count: RatedCall.Match.allCases.count)
let calls = (0..<count).flatMap { number -> [IncomingCall] in
  let ringing = opening.advanced(by: .seconds(number % (30 * 86_400)))
  let call = IncomingCall(
    "call-\(number)", ringing: ringing, isEmployee: number % 5 == 0, isSpam: number % 17 == 0)
  let isOpen = hours.isOpen(at: ringing) ?? false
  let match: RatedCall.Match =
    !isOpen ? .outOfHours : call.isSpam ? .spam : call.isEmployee ? .employee : .standard
  expected[RatedCall.Match.allCases.firstIndex(of: match) ?? 0] += 1
  return number % 10 == 0 ? [call, call] : [call]
}

for _ in 0..<runs {
  let start = ContinuousClock.now
  var tally = CallTally(rates, hours: hours, expecting: count)
  for call in calls { tally.add(call) }
  let bill = CallBill.compute(
    CallBill.Usage(tally), product: product, supplied: month.upperBound)
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  guard RatedCall.Match.allCases.map({ tally[$0] }) == expected, bill.answer != nil else {
    fputs("not what the calls were made for: \(expected)\n", stderr)
    exit(1)
  }
  print(seconds)
}
