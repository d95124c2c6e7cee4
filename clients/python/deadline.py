"""Deadlines: a stream that is left open ends at its deadline; the connection goes on."""

import queue

import grpc
from connect import channel, expect, options

from mado.telework.v1 import telework_pb2_grpc

from mado.calendar.v1 import calendar_pb2, calendar_pb2_grpc

arguments = options()
connection = channel(arguments, arguments.device_token)

# Nothing is ever sent, so the server waits for a first picture until the deadline.
nothing = queue.Queue()
try:
    for _ in telework_pb2_grpc.EvidenceServiceStub(connection).Upload(iter(nothing.get, None), timeout=0.3):
        expect(False, "no answer to nothing")
    expect(False, "the deadline to end the stream")
except grpc.RpcError as error:
    print(f"a stream left open: {error.code().name}")
    expect(error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED")
finally:
    nothing.put(None)

calendar_pb2_grpc.CalendarServiceStub(connection).ListHolidays(
    calendar_pb2.ListHolidaysRequest(from_year=2026), timeout=10)
print("the next call: OK")
print("ok")
