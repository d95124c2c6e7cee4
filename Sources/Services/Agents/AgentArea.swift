import CivilTime
import RPC
import Storage

/// What agents add to the server.
enum AgentArea {
  static let descriptors = [AgentHandler.descriptor, AgentConfigHandler.descriptor]

  static func services(
    _ intake: AgentIntake, _ mutations: Mutations, pageTokenSecret: [UInt8]
  ) -> [any Service] {
    let (database, clock, links) = (intake.database, intake.clock, AgentLinks())
    return [
      AgentHandler(
        database: database, clock: clock, mutations: mutations, intake: intake, links: links,
        pageTokenSecret: pageTokenSecret),
      AgentConfigHandler(
        database: database, clock: clock, mutations: mutations, links: links,
        pageTokenSecret: pageTokenSecret),
    ]
  }
}
