import Calling
import MadoAPI
import Protobuf
import StandardAPI

/// The schema that the program was built with.
struct BuiltInSchema: SchemaSource {
  private let pool: DescriptorPool

  init() throws(DescriptorError) {
    pool = try DescriptorPool([
      Calendar.calendarFile, Telework.teleworkFile, GrpcHealth.healthFile,
      GrpcReflection.reflectionFile,
    ])
  }

  func services() -> [String] { pool.services.map(\.name) }

  func pool(holding name: String) throws -> DescriptorPool {
    guard pool.holds(name) else {
      throw UsageError.unknown("service or type", name, of: nil, among: services())
    }
    return pool
  }

  func holds(_ name: String) -> Bool { pool.holds(name) }
}
