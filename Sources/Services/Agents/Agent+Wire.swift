import CivilTime
import MadoAPI
import Protobuf
import Rules

// MARK: - Machines

extension Rules.AgentEnvironment {
  /// The facts that a machine reports, in the rules' words.
  init(_ facts: Telework.AgentEnvironment) {
    let browser: Browser? =
      switch facts.browser {
      case .internetExplorer: .internetExplorer
      case .edge: .edge
      case .chrome: .chrome
      case .unspecified, .unrecognized: nil
      }
    self.init(
      physicalCores: Int(facts.physicalCores), freeDiskMegabytes: Int(facts.freeDiskMb),
      memoryMegabytes: Int(facts.memoryMb), is64Bit: facts.is64Bit,
      cameraPixels: Int(facts.cameraPixels), system: facts.system,
      servicePack: facts.servicePack, browser: browser,
      browserVersion: Int(facts.browserVersion), locale: facts.locale, isVirtual: facts.isVirtual)
  }
}

extension Telework.EnvironmentWarning {
  init(_ unmet: Rules.AgentEnvironment.Unmet) {
    self.init(
      code: "UNSUPPORTED_ENV", field: unmet.field, value: unmet.value, limit: unmet.limit)
  }
}

// MARK: - Agents

extension Telework.Agent {
  /// A kept agent in the schema's words.
  ///
  /// - Parameter link: its stream; nil when it is not there.
  init(_ row: AgentRow, _ link: AgentLink?) {
    let facts = row.environment ?? .init()
    let offset = link?.offset.map { (value: $0.offset, error: $0.error) } ?? row.offset
    self.init(
      id: row.id, workerId: row.worker, name: row.name, environment: facts,
      warnings: Rules.AgentEnvironment(facts).unmet().map(Telework.EnvironmentWarning.init),
      registerTime: row.registered?.message, state: link == nil ? .offline : .connected,
      lastSeenTime: (link?.seen ?? row.seen)?.message, clockOffset: offset?.value.message,
      clockError: offset?.error.message, lastRecord: UInt64(clamping: row.lastRecord),
      lostRecords: UInt64(clamping: row.lostRecords), appliedConfigVersion: row.applied.version)
  }
}

// MARK: - Configurations

extension Telework.AgentConfig {
  /// What holds while nobody has put any.
  static let asItComes = Telework.AgentConfig().filled

  /// Camera, recognition and behaviour, what is not set as it comes.
  var filled: Telework.AgentConfig {
    var camera = camera ?? .init()
    camera.width = camera.width ?? 640
    camera.height = camera.height ?? 480
    camera.brightnessPercent = camera.brightnessPercent ?? 0
    camera.contrastPercent = camera.contrastPercent ?? 0
    var recognition = recognition ?? .init()
    recognition.presencePermille = recognition.presencePermille ?? 700
    recognition.impersonationPermille = recognition.impersonationPermille ?? 800
    recognition.peepingPermille = recognition.peepingPermille ?? 800
    var behaviour = behaviour ?? .init()
    behaviour.captureInterval = behaviour.captureInterval ?? .init(seconds: 384)
    behaviour.capturesCamera = behaviour.capturesCamera ?? true
    behaviour.capturesScreen = behaviour.capturesScreen ?? true
    behaviour.capturesIncidents = behaviour.capturesIncidents ?? true
    behaviour.heartbeatInterval = behaviour.heartbeatInterval ?? .init(seconds: 30)
    behaviour.awayAfter = behaviour.awayAfter ?? .init(seconds: 60)
    behaviour.absentAfter = behaviour.absentAfter ?? .init(seconds: 900)
    behaviour.detectsPunches = behaviour.detectsPunches ?? false
    behaviour.uploadKbps = behaviour.uploadKbps ?? 0
    return Telework.AgentConfig(camera: camera, recognition: recognition, behaviour: behaviour)
  }

  /// A kept configuration.
  ///
  /// - Parameter scope: for which agent it was looked up; empty for the tenant.
  init(_ row: AgentConfigRow, for scope: String) {
    self = row.content
    version = row.version
    etag = row.etag(for: scope).text
    agentId = row.agent
    putTime = row.at?.message
    putById = row.by
  }
}

extension AgentConfigRow {
  /// How often the agent says that it is there.
  var heartbeatInterval: Duration {
    content.behaviour?.heartbeatInterval.flatMap { Duration($0) } ?? .seconds(30)
  }
}

extension Telework.AppliedConfigState {
  init(_ row: AgentConfigStore.Applied) {
    self.init(
      agentId: row.agent, workerId: row.worker, wantedVersion: row.wanted,
      appliedVersion: row.applied.version, applyTime: row.applied.at?.message,
      problem: row.applied.problem)
  }
}
