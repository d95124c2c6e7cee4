import MadoAPI
import Protobuf
import Storage

@testable import Services

extension RoleWalkTests {
  /// A right request of each method of calendars and of the status area.
  static func statusRequests(_ office: Office) async throws -> [String: any Message] {
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let now = office.clock.now
    let (window, incident) = ("maintenance-of-all", "incident-of-all")
    try await office.database.write { transaction in
      let connection = transaction.connection
      try WindowStore(connection).add(
        WindowRow(
          id: window, kind: .minor, title: .init(ja: "t", en: "t", zh: "t"), reason: "",
          services: [], start: now, end: now.advanced(by: .seconds(3600)), announced: now))
      try IncidentStore(connection).add(
        IncidentRow(
          id: incident, title: "t", start: now,
          updates: [.init(at: now, state: .investigating, text: "")]))
    }
    let night = office.clock.now.advanced(by: .seconds(17 * 3600)).message
    let day = "mado.telework.v1.EvidenceService"
    return [
      "/mado.calendar.v1.CalendarService/CreateCalendar": Calendar.CreateCalendarRequest(
        requestId: id, validateOnly: true, calendar: .init(id: "desk", name: "d")),
      "/mado.calendar.v1.CalendarService/UpdateCalendar": Calendar.UpdateCalendarRequest(
        requestId: id, validateOnly: true, calendar: .init(id: "card-support-desk", name: "d")),
      "/mado.calendar.v1.CalendarService/PutCompanyHolidays": Calendar.PutCompanyHolidaysRequest(
        requestId: id, validateOnly: true, id: "card-support-desk"),
      "/mado.calendar.v1.CalendarService/ListCalendars": Calendar.ListCalendarsRequest(),
      "/mado.calendar.v1.CalendarService/PutOfficialOverride": Calendar.PutOfficialOverrideRequest(
        requestId: id, validateOnly: true, year: 2030),
      "/mado.calendar.v1.CalendarService/ListOfficialOverrides":
        Calendar.ListOfficialOverridesRequest(),
      "/mado.status.v1.SchedulerService/ListJobs": Statuses.ListJobsRequest(),
      "/mado.status.v1.SchedulerService/ExplainJob": Statuses.ExplainJobRequest(
        name: "maintenance.start"),
      "/mado.status.v1.SchedulerService/PauseJob": Statuses.PauseJobRequest(
        requestId: id, validateOnly: true, name: "maintenance.start", reason: "r"),
      "/mado.status.v1.SchedulerService/ResumeJob": Statuses.ResumeJobRequest(
        requestId: id, validateOnly: true, name: "maintenance.start"),
      "/mado.status.v1.SchedulerService/RunJob": Statuses.RunJobRequest(
        requestId: id, validateOnly: true, name: "maintenance.start"),
      "/mado.status.v1.SchedulerService/ListRuns": Statuses.ListRunsRequest(),
      "/mado.status.v1.SchedulerService/Forecast": Statuses.ForecastRequest(until: now.message),
      "/mado.status.v1.ClockService/Now": Statuses.NowRequest(),
      "/mado.status.v1.ClockService/SetTestClock": Statuses.SetTestClockRequest(
        time: now.message),
      "/mado.status.v1.MaintenanceService/Schedule": Statuses.ScheduleRequest(
        requestId: id, validateOnly: true,
        maintenance: .init(
          kind: .minor, title: .init(ja: "t"), services: [day], startTime: night,
          endTime: .init(seconds: night.seconds + 3600))),
      "/mado.status.v1.MaintenanceService/Update": Statuses.MaintenanceServiceUpdateRequest(
        requestId: id, validateOnly: true, maintenance: .init(id: window),
        updateMask: .init(paths: ["title"])),
      "/mado.status.v1.MaintenanceService/Cancel": Statuses.MaintenanceServiceCancelRequest(
        requestId: id, validateOnly: true, id: window),
      "/mado.status.v1.MaintenanceService/EndNow": Statuses.EndNowRequest(
        requestId: id, validateOnly: true, id: window),
      "/mado.status.v1.MaintenanceService/Get": Statuses.MaintenanceServiceGetRequest(id: window),
      "/mado.status.v1.MaintenanceService/List": Statuses.MaintenanceServiceListRequest(),
      "/mado.status.v1.StatusService/GetSummary": Statuses.GetSummaryRequest(),
      "/mado.status.v1.StatusService/ListHistory": Statuses.ListHistoryRequest(),
      "/mado.status.v1.StatusService/GetUptime": Statuses.GetUptimeRequest(
        component: day, year: 2026, month: 6),
      "/mado.status.v1.IncidentPageService/Open": Statuses.OpenRequest(
        requestId: id, validateOnly: true,
        incident: .init(title: "t", components: [.init(name: day, impact: .outage)])),
      "/mado.status.v1.IncidentPageService/AddUpdate": Statuses.AddUpdateRequest(
        requestId: id, validateOnly: true, id: incident, state: .identified, text: "t"),
      "/mado.status.v1.IncidentPageService/Resolve": Statuses.ResolveRequest(
        requestId: id, validateOnly: true, id: incident),
      "/mado.status.v1.IncidentPageService/RecordPostmortem": Statuses.RecordPostmortemRequest(
        requestId: id, validateOnly: true, id: incident, text: "t"),
    ]
  }
}
