// Deadlines: a stream that is left open ends at its deadline; the connection goes on.
#include "connect.h"
#include "mado/calendar/v1/calendar.grpc.pb.h"
#include "mado/telework/v1/telework.grpc.pb.h"

using namespace std::chrono_literals;

int main(int count, char** arguments) {
  const auto options = sample::options(count, arguments);
  const auto connection = sample::channel(options, options.at("--device-token"));

  {
    // Nothing is ever sent, so the server waits for a first picture until the deadline.
    grpc::ClientContext context;
    sample::deadline(context, 300ms);
    const auto stream = mado::telework::v1::EvidenceService::NewStub(connection)->Upload(&context);
    mado::telework::v1::UploadResponse response;
    sample::expect(!stream->Read(&response), "no answer to nothing");
    const auto status = stream->Finish();
    std::cout << "a stream left open: " << sample::name(status.error_code()) << "\n";
    sample::expect(status.error_code() == grpc::DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED");
  }

  grpc::ClientContext context;
  sample::deadline(context, 10s);
  mado::calendar::v1::ListHolidaysRequest request;
  request.set_from_year(2026);
  mado::calendar::v1::ListHolidaysResponse response;
  const auto calendar = mado::calendar::v1::CalendarService::NewStub(connection);
  sample::expect_ok(calendar->ListHolidays(&context, request, &response), "the next call");
  std::cout << "the next call: OK\nok" << std::endl;
}
