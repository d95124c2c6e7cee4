import MadoAPI
import Protobuf

/// The messages of our own schema.
enum ServiceMessages {
  static let pool = Result {
    try DescriptorPool([
      Telework.EvidenceServiceDescriptor.service.file,
      Calendar.CalendarServiceDescriptor.service.file,
    ])
  }

  /// By full name: what the methods take and give, and all that is in it.
  static let all: [String: any Message.Type] = {
    var found: [String: any Message.Type] = [:]
    for type in methods { add(type, to: &found) }
    return found
  }()

  private static let methods: [any Message.Type] = [
    // What says in the options of a method who may call it.
    Shared.Access.self,
    Telework.UploadRequest.self, Telework.UploadResponse.self,
    Telework.EvidenceServiceListRequest.self, Telework.EvidenceServiceListResponse.self,
    Telework.EvidenceServiceGetRequest.self, Telework.EvidenceServiceGetResponse.self,
    Telework.DownloadRequest.self, Telework.DownloadResponse.self,
    Telework.ListGapsRequest.self, Telework.ListGapsResponse.self,
    Telework.VerifyChainRequest.self, Telework.VerifyChainResponse.self,
    Calendar.ListHolidaysRequest.self, Calendar.ListHolidaysResponse.self,
    Calendar.CheckDayRequest.self, Calendar.CheckDayResponse.self,
    Calendar.AddBusinessDaysRequest.self, Calendar.AddBusinessDaysResponse.self,
    Calendar.CountBusinessDaysRequest.self, Calendar.CountBusinessDaysResponse.self,
    Calendar.ComputeDueRequest.self, Calendar.ComputeDueResponse.self,
    Calendar.ComputePeriodRequest.self, Calendar.ComputePeriodResponse.self,
    Calendar.CreateCalendarRequest.self, Calendar.CreateCalendarResponse.self,
    Calendar.UpdateCalendarRequest.self, Calendar.UpdateCalendarResponse.self,
    Calendar.PutCompanyHolidaysRequest.self, Calendar.PutCompanyHolidaysResponse.self,
    Calendar.ListCalendarsRequest.self, Calendar.ListCalendarsResponse.self,
    Calendar.PutOfficialOverrideRequest.self, Calendar.PutOfficialOverrideResponse.self,
    Calendar.ListOfficialOverridesRequest.self, Calendar.ListOfficialOverridesResponse.self,
  ]

  private static func add<M: Message>(
    _ type: M.Type, to found: inout [String: any Message.Type]
  ) {
    guard found.updateValue(type, forKey: M.fullName) == nil else { return }
    for field in FieldTable<M>().fields {
      switch field.shape {
      case .singular(.message(let inner)), .optional(.message(let inner)),
        .repeated(.message(let inner)), .map(_, .message(let inner)):
        add(inner, to: &found)
      default: continue
      }
    }
  }
}
