"""Streams: uploads three pictures as a device, then lists and downloads them as a manager."""

import queue
import struct
import time
import zlib

from connect import channel, expect, options

from mado.telework.v1 import telework_pb2, telework_pb2_grpc

DURABLE = (telework_pb2.VERDICT_STORED, telework_pb2.VERDICT_DUPLICATE)


def picture(shade):
    """An 8×8 PNG of one grey."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + bytes([shade] * 8)) * 8
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))


arguments = options()
device = telework_pb2_grpc.EvidenceServiceStub(channel(arguments, arguments.device_token))
manager = telework_pb2_grpc.EvidenceServiceStub(channel(arguments, arguments.token))

# The agent's own count. Sending the same pictures again is no harm: they are DUPLICATE then.
pictures = {1001 + n: picture(40 * n) for n in range(3)}

# The stream goes both ways: pictures leave while verdicts arrive.
outgoing = queue.Queue()
for sequence, content in pictures.items():
    request = telework_pb2.UploadRequest()
    request.image.sequence = sequence
    request.image.kind = telework_pb2.IMAGE_KIND_SCREEN
    request.image.trigger = telework_pb2.CAPTURE_TRIGGER_INTERVAL
    request.image.captured_at.FromNanoseconds(time.time_ns())
    request.image.content = content
    outgoing.put(request)
ids = {}
for response in device.Upload(iter(outgoing.get, None), timeout=30):
    verdict = response.image
    expect(verdict.verdict in DURABLE, f"picture {verdict.sequence} to be durable: {verdict.message}")
    ids[verdict.evidence_id] = verdict.sequence
    if len(ids) == len(pictures):
        outgoing.put(None)  # all is said: close our half of the stream
print(f"{len(ids)} of {len(pictures)} pictures are durable")
expect(sorted(ids.values()) == sorted(pictures), "a verdict for each picture")

listed = {}
request = telework_pb2.EvidenceServiceListRequest(page_size=2)
while True:
    page = manager.List(request, timeout=10)
    listed.update((e.id, e) for e in page.evidence if e.id in ids)
    if not page.next_page_token:
        break
    request.page_token = page.next_page_token
print(f"{len(listed)} of {len(pictures)} pictures are listed")
expect(all(e.width == 8 and e.height == 8 for e in listed.values()), "pictures of 8×8")
expect(len(listed) == len(pictures), "every picture in the list")

same = 0
for evidence_id, sequence in ids.items():
    parts = manager.Download(telework_pb2.DownloadRequest(id=evidence_id), timeout=10)
    same += b"".join(part.data for part in parts) == pictures[sequence]
print(f"{same} of {len(pictures)} pictures came back byte for byte")
expect(same == len(pictures), "every picture back as it was sent")
print("ok")
