import Files
import Glibc
import MadoAPI

extension Telework.AgentEnvironment {
  /// This machine, as far as it says of itself (TEL-45): what it does not say is left out, and shows as a warning.
  ///
  /// - Parameter spool: a folder on the disk where pictures are kept.
  static func ofThisMachine(spool: String, environment: [String: String]) -> Self {
    let cores = text("/proc/cpuinfo")
    let identities = Set(cores.split(separator: "\n").filter { $0.hasPrefix("core id") })
    let pages = Int64(sysconf(Int32(_SC_PHYS_PAGES)))
    let page = Int64(sysconf(Int32(_SC_PAGESIZE)))
    let (memory, overflow) = pages.multipliedReportingOverflow(by: page)
    let free = (try? LinuxFileSystem().freeBytes(spool)) ?? 0
    return Self(
      agentVersion: "mado \(Client.version)",
      physicalCores: Int32(
        clamping: identities.isEmpty ? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) : identities.count
      ),
      freeDiskMb: free >> 20, memoryMb: overflow ? 0 : memory >> 20,
      is64Bit: Int.bitWidth == 64, system: system,
      locale: locale(environment["LC_ALL"] ?? environment["LANG"] ?? ""),
      isVirtual: cores.contains(" hypervisor"))
  }

  /// `PRETTY_NAME` of os-release(5).
  private static var system: String {
    let line = text("/etc/os-release").split(separator: "\n").first {
      $0.hasPrefix("PRETTY_NAME=")
    }
    return String((line ?? "").dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" }.prefix(100))
  }

  /// `ja-JP` of `ja_JP.UTF-8`.
  private static func locale(_ name: String) -> String {
    String(name.prefix { $0 != "." && $0 != "@" }.map { $0 == "_" ? "-" : $0 }.prefix(35))
  }

  /// What a file of the kernel's or the system's says; these have no length.
  private static func text(_ path: String) -> String {
    guard let file = fopen(path, "re") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 18)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
