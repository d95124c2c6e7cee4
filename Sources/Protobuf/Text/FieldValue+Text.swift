import Buffers

// Scalars and enums in text format.

extension Bool {
  public func writeText(_ name: String, to writer: inout TextWriter) {
    writer.scalar(name, self ? "true" : "false")
  }
}

extension FormattedValue where Self: FixedWidthInteger {
  public func writeText(_ name: String, to writer: inout TextWriter) {
    writer.scalar(name, "\(self)")
  }
}

extension Float {
  public func writeText(_ name: String, to writer: inout TextWriter) {
    writer.scalar(name, shortestText(self))
  }
}

extension Double {
  public func writeText(_ name: String, to writer: inout TextWriter) {
    writer.scalar(name, shortestText(self))
  }
}

extension String {
  public func writeText(_ name: String, to writer: inout TextWriter) {
    writer.scalar(name, writer.quoted(utf8, isText: true))
  }
}

extension Bytes {
  public func writeText(_ name: String, to writer: inout TextWriter) {
    writer.scalar(name, writer.quoted(self, isText: false))
  }
}

extension ProtobufEnum {
  public func writeText(_ name: String, to writer: inout TextWriter) {
    writer.scalar(name, self.name ?? "\(number)")
  }
}
