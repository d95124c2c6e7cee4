"""Errors: the status, and the google.rpc details that say why and which fields."""

import grpc
from connect import channel, expect, options
from google.rpc import error_details_pb2, status_pb2
from google.type import date_pb2

from mado.calendar.v1 import calendar_pb2, calendar_pb2_grpc

arguments = options()


def details(error):
    """Reason, domain and violated fields out of the trailers."""
    words = []
    for key, value in error.trailing_metadata():
        if key != "grpc-status-details-bin":
            continue
        for detail in status_pb2.Status.FromString(value).details:
            info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
            if detail.Unpack(info):
                words += [info.reason, info.domain]
            if detail.Unpack(bad):
                words += [violation.field for violation in bad.field_violations]
    return words


def fails(what, call, request, code):
    """Makes the call, which must fail with `code`, and gives the words of the line to print."""
    try:
        call(request, timeout=10)
    except grpc.RpcError as error:
        print(" ".join([f"{what}: {error.code().name}"] + details(error)))
        expect(error.code() == code, code.name)
        expect(error.details(), "a message for people")
        return
    expect(False, f"{what} to fail")


calendar = calendar_pb2_grpc.CalendarServiceStub(channel(arguments, arguments.token))
day = date_pb2.Date(year=2026, month=5, day=7)
fails("an unknown calendar", calendar.CheckDay,
      calendar_pb2.CheckDayRequest(date=day, calendar="no-such-desk"), grpc.StatusCode.NOT_FOUND)
fails("an empty period", calendar.ComputePeriod,
      calendar_pb2.ComputePeriodRequest(), grpc.StatusCode.INVALID_ARGUMENT)
fails("a year without known law", calendar.ListHolidays,
      calendar_pb2.ListHolidaysRequest(from_year=2106), grpc.StatusCode.OUT_OF_RANGE)
stranger = calendar_pb2_grpc.CalendarServiceStub(channel(arguments, ""))
fails("no token", stranger.CheckDay, calendar_pb2.CheckDayRequest(date=day), grpc.StatusCode.UNAUTHENTICATED)
print("ok")
