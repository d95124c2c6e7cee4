import Buffers

/// A scalar as a message: in JSON it is the scalar.
protocol Wrapper: OwnJSON {
  associatedtype Wrapped: FieldValue
  var value: Wrapped { get set }
}

extension Wrapper {
  public func writeJSON(to writer: inout JSONWriter) { value.writeJSON(to: &writer) }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    var result = Self()
    try reader.nested { reader throws(JSONError) in
      if let value = try Wrapped.readJSON(from: &reader) { result.value = value }
    }
    return result
  }
}

extension GoogleProtobuf.DoubleValue: Wrapper {}
extension GoogleProtobuf.FloatValue: Wrapper {}
extension GoogleProtobuf.Int64Value: Wrapper {}
extension GoogleProtobuf.UInt64Value: Wrapper {}
extension GoogleProtobuf.Int32Value: Wrapper {}
extension GoogleProtobuf.UInt32Value: Wrapper {}
extension GoogleProtobuf.BoolValue: Wrapper {}
extension GoogleProtobuf.StringValue: Wrapper {}
extension GoogleProtobuf.BytesValue: Wrapper {}
