import Buffers
import Testing

@Test func aSliceSharesItsSlabAndCompactingCutsItLoose() {
  let bytes = Bytes((0..<100).map { UInt8($0) })
  let slice = bytes.slice(10..<20)
  #expect(Array(slice) == (10..<20).map { UInt8($0) })
  #expect(slice == Bytes((10..<20).map { UInt8($0) }))
  bytes.withUnsafeBytes { whole in
    slice.withUnsafeBytes { #expect($0.baseAddress == whole.baseAddress! + 10) }
    slice.compacted().withUnsafeBytes { #expect($0.baseAddress != whole.baseAddress! + 10) }
  }
  #expect(slice.compacted() == slice)
}

@Test func emptyBytesHaveNoMemoryAndEqualEachOther() {
  #expect(Bytes() == [])
  #expect(Bytes([1, 2]).slice(1..<1) == Bytes())
  #expect(Bytes().compacted().isEmpty)
  #expect(Bytes(utf8: "").description == "0 bytes")
}

@Test func theDescriptionShowsTheLengthAndTheHead() {
  #expect(Bytes(utf8: "窓").description == "3 bytes <e7aa93>")
  #expect(Bytes(repeatElement(0xff, count: 17)).description.hasSuffix("ff…>"))
}
