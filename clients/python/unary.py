"""Unary calls: the holidays of 2026, and what two of its days are."""

from connect import channel, expect, options

from google.type import date_pb2
from mado.calendar.v1 import calendar_pb2, calendar_pb2_grpc

arguments = options()
calendar = calendar_pb2_grpc.CalendarServiceStub(channel(arguments, arguments.token))

listed = calendar.ListHolidays(calendar_pb2.ListHolidaysRequest(from_year=2026), timeout=10)
print(f"2026 has {len(listed.holidays)} holidays")
expect(len(listed.holidays) == 18, "18 holidays in 2026")
substitutes = [h for h in listed.holidays if h.kind == calendar_pb2.HOLIDAY_KIND_SUBSTITUTE]
for holiday in substitutes:
    day = f"{holiday.date.year:04}-{holiday.date.month:02}-{holiday.date.day:02}"
    print(f"{day} {holiday.name.ja} ({holiday.name.en})")
expect(len(substitutes) == 1, "one substitute in 2026")

for day in (6, 7):
    checked = calendar.CheckDay(
        calendar_pb2.CheckDayRequest(
            date=date_pb2.Date(year=2026, month=5, day=day), calendar="telework-phone-desk"),
        timeout=10)
    expect(len(checked.trace.steps) > 0, "a trace of the answer")
    if checked.business_day:
        windows = " ".join(f"{window.open}-{window.close}" for window in checked.windows)
        print(f"2026-05-{day:02} is a business day: {windows}")
    else:
        reasons = ", ".join(reason.name.ja for reason in checked.reasons)
        print(f"2026-05-{day:02} is no business day: {reasons}")
    expect(checked.business_day == (day == 7), "7 May 2026 to be the first business day after the 1st")
print("ok")
