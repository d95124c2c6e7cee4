import Testing

@testable import loadtest

/// Samples in nanoseconds, of shapes that response times have.
enum Shape: String, CaseIterable, Sendable {
  case even, skewed, twoPeaks, allAlike

  var samples: [Int64] {
    var random = RandomSource(seed: 7)
    return (0..<100_000).map { index in
      switch self {
      case .even: Int64(index) * 7919
      case .skewed: Int64(random.exponential() * 1e6)
      case .twoPeaks: Int64(random.unit() * 1e5) + (index % 50 == 0 ? 900_000_000 : 200_000)
      case .allAlike: 123_457
      }
    }
  }
}

@Test(arguments: Shape.allCases)
func aPercentileIsTheSampleOfThatRankWithinOnePercent(shape: Shape) {
  var histogram = Histogram()
  let samples = shape.samples
  for sample in samples { histogram.record(sample) }
  let sorted = samples.sorted()
  for percent in [0.001, 1, 25, 50, 90, 99, 99.9, 99.999, 100] {
    let exact = sorted[Int((Double(sorted.count) * percent / 100).rounded(.up)) - 1]
    let found = histogram.percentile(percent)
    #expect(found >= exact && Double(found) <= Double(exact) * 1.008, "p\(percent)")
  }
  #expect(histogram.longest == sorted.last && histogram.shortest == sorted.first)
  let mean = Double(sorted.reduce(0, +)) / Double(sorted.count)
  #expect(abs(Double(histogram.mean) - mean) <= 0.5 + mean * 1e-9)
}

@Test func everyValueIsCountedWhateverItsSize() {
  var values: [Int64] = [-1, 0, .max]
  for bit in 0..<63 { values += [1 << bit, (1 << bit) - 1, (1 << bit) + 1] }
  for value in values {
    var histogram = Histogram()
    histogram.record(value)
    // Of one sample every percentile is that sample.
    #expect(histogram.percentile(50) == max(0, value))
    // Beside a greater one it is at most its bucket's bound.
    histogram.record(.max)
    let found = histogram.percentile(50)
    #expect(found >= max(0, value) && Double(found) <= Double(max(0, value)) * 1.008)
  }
  #expect(Histogram().percentile(99) == 0 && Histogram().mean == 0 && Histogram().shortest == 0)
}

@Test func aMergedHistogramEqualsOneThatSawAll() {
  var odd = Histogram()
  var even = Histogram()
  var all = Histogram()
  for sample in Int64(0)..<5_000 {
    if sample % 2 == 0 {
      even.record(sample * 1000)
    } else {
      odd.record(sample * 1000)
    }
    all.record(sample * 1000)
  }
  odd.merge(even)
  odd.merge(Histogram())
  for percent in [1.0, 50, 75, 100] {
    #expect(odd.percentile(percent) == all.percentile(percent))
  }
  #expect(odd.mean == all.mean && odd.count == all.count && odd.shortest == 0)
}

@Test(arguments: [1352, 1353, 130_000, 66_851, 66_871, 66_881, 66_886, 66_911, 131_000])
func aSyntheticPictureHasItsSizeAndDiffersByNumber(size: Int) {
  let picture = SyntheticPicture(size: size)
  #expect(picture.numbered(1).count == size)
  #expect(picture.numbered(1) != picture.numbered(2))
  #expect(picture.numbered(1).suffix(2).elementsEqual([0xff, 0xd9]))
}
