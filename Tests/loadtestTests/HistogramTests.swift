import Testing

@testable import loadtest

@Test func aPercentileIsTheSampleOfThatRankWithinOnePercent() {
  var histogram = Histogram()
  let samples = (1...100_000).map { Int64($0) * 7919 }
  for sample in samples.shuffled() { histogram.record(.nanoseconds(sample)) }
  for percent in [1.0, 50, 90, 99, 99.9, 100] {
    let exact = samples[Int((Double(samples.count) * percent / 100).rounded(.up)) - 1]
    let found = histogram.percentile(percent) / .nanoseconds(1)
    #expect(found >= Double(exact) && found <= Double(exact) * 1.008, "p\(percent)")
  }
  #expect(histogram.longest == .nanoseconds(samples[samples.count - 1]))
}

@Test func smallNegativeAndHugeSamplesAreCounted() {
  var histogram = Histogram()
  for sample in [Duration.seconds(-1), .zero, .nanoseconds(1), .seconds(1 << 40)] {
    histogram.record(sample)
  }
  #expect(histogram.count == 4)
  #expect(histogram.percentile(50) == .zero)
  #expect(Histogram().percentile(99) == .zero)
}

@Test func aMergedHistogramEqualsOneThatSawAll() {
  var odd = Histogram()
  var even = Histogram()
  var all = Histogram()
  for sample in 0..<5_000 {
    if sample % 2 == 0 {
      even.record(.microseconds(sample))
    } else {
      odd.record(.microseconds(sample))
    }
    all.record(.microseconds(sample))
  }
  odd.merge(even)
  #expect(
    odd.percentile(75) == all.percentile(75) && odd.mean == all.mean && odd.count == all.count)
}

@Test func theScheduleCountsFromItsStartWhateverTheAnswersDo() {
  let pacer = Pacer(start: .now, interval: .milliseconds(20), offset: .milliseconds(5))
  #expect(pacer.scheduledStart(3) - pacer.start == .milliseconds(65))
}

@Test(arguments: [41, 42, 130_000, 65_540, 65_560, 65_570, 65_575, 65_600, 131_000])
func aSyntheticPictureHasItsSizeAndDiffersByNumber(size: Int) {
  let picture = SyntheticPicture(size: size)
  #expect(picture.numbered(1).count == size)
  #expect(picture.numbered(1) != picture.numbered(2))
  #expect(picture.numbered(1).suffix(2).elementsEqual([0xff, 0xd9]))
}
