// Errors: the status, and the google.rpc details that say why and which fields.
#include "connect.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "mado/calendar/v1/calendar.grpc.pb.h"

using namespace mado::calendar::v1;
using namespace std::chrono_literals;

// Reason, domain and violated fields out of the trailers, each with a blank before.
static std::string details(const grpc::Status& status) {
  google::rpc::Status decoded;
  if (!decoded.ParseFromString(status.error_details())) return "";
  std::string words;
  for (const auto& detail : decoded.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    if (detail.UnpackTo(&info)) words += " " + info.reason() + " " + info.domain();
    if (detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) words += " " + violation.field();
    }
  }
  return words;
}

// Prints how a call failed; it must be with `code`.
static void fails(const std::string& what, const grpc::Status& status, grpc::StatusCode code) {
  std::cout << what << ": " << sample::name(status.error_code()) << details(status) << "\n";
  sample::expect(status.error_code() == code, sample::name(code));
  sample::expect(!status.error_message().empty(), "a message for people");
}

int main(int count, char** arguments) {
  const auto options = sample::options(count, arguments);
  const auto calendar = CalendarService::NewStub(sample::channel(options, options.at("--token")));
  const auto stranger = CalendarService::NewStub(sample::channel(options, ""));
  CheckDayRequest day;
  day.mutable_date()->set_year(2026);
  day.mutable_date()->set_month(5);
  day.mutable_date()->set_day(7);

  {
    grpc::ClientContext context;
    sample::deadline(context, 10s);
    auto request = day;
    request.set_calendar("no-such-desk");
    CheckDayResponse response;
    fails("an unknown calendar", calendar->CheckDay(&context, request, &response), grpc::NOT_FOUND);
  }
  {
    grpc::ClientContext context;
    sample::deadline(context, 10s);
    ComputePeriodResponse response;
    fails("an empty period", calendar->ComputePeriod(&context, ComputePeriodRequest(), &response),
          grpc::INVALID_ARGUMENT);
  }
  {
    grpc::ClientContext context;
    sample::deadline(context, 10s);
    ListHolidaysRequest request;
    request.set_from_year(2106);
    ListHolidaysResponse response;
    fails("a year without known law", calendar->ListHolidays(&context, request, &response),
          grpc::OUT_OF_RANGE);
  }
  {
    grpc::ClientContext context;
    sample::deadline(context, 10s);
    CheckDayResponse response;
    fails("no token", stranger->CheckDay(&context, day, &response), grpc::UNAUTHENTICATED);
  }
  std::cout << "ok" << std::endl;
}
