// Unary calls: the holidays of 2026, and what two of its days are.
#include <cstdio>

#include "connect.h"
#include "mado/calendar/v1/calendar.grpc.pb.h"

using namespace mado::calendar::v1;
using namespace std::chrono_literals;

static std::string text(const google::type::Date& date) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date.year(), date.month(), date.day());
  return buffer;
}

int main(int count, char** arguments) {
  const auto options = sample::options(count, arguments);
  const auto calendar = CalendarService::NewStub(sample::channel(options, options.at("--token")));

  {
    grpc::ClientContext context;
    sample::deadline(context, 10s);
    ListHolidaysRequest request;
    request.set_from_year(2026);
    ListHolidaysResponse response;
    sample::expect_ok(calendar->ListHolidays(&context, request, &response), "ListHolidays");
    std::cout << "2026 has " << response.holidays_size() << " holidays\n";
    sample::expect(response.holidays_size() == 18, "18 holidays in 2026");
    int substitutes = 0;
    for (const auto& holiday : response.holidays()) {
      if (holiday.kind() != HOLIDAY_KIND_SUBSTITUTE) continue;
      substitutes++;
      std::cout << text(holiday.date()) << " " << holiday.name().ja() << " (" << holiday.name().en() << ")\n";
    }
    sample::expect(substitutes == 1, "one substitute in 2026");
  }

  for (int day : {6, 7}) {
    grpc::ClientContext context;
    sample::deadline(context, 10s);
    CheckDayRequest request;
    request.mutable_date()->set_year(2026);
    request.mutable_date()->set_month(5);
    request.mutable_date()->set_day(day);
    request.set_calendar("telework-phone-desk");
    CheckDayResponse response;
    sample::expect_ok(calendar->CheckDay(&context, request, &response), "CheckDay");
    sample::expect(response.trace().steps_size() > 0, "a trace of the answer");
    std::string words;
    if (response.business_day()) {
      for (const auto& window : response.windows()) {
        words += (words.empty() ? "" : " ") + window.open() + "-" + window.close();
      }
      std::cout << text(request.date()) << " is a business day: " << words << "\n";
    } else {
      for (const auto& reason : response.reasons()) {
        words += (words.empty() ? "" : ", ") + reason.name().ja();
      }
      std::cout << text(request.date()) << " is no business day: " << words << "\n";
    }
    sample::expect(response.business_day() == (day == 7),
                   "7 May 2026 to be the first business day after the 1st");
  }
  std::cout << "ok" << std::endl;
}
