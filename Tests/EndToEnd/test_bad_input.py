"""Bad input from outside: the right verdict or status, and the server goes on."""

import http.client
import os
import socket
import ssl
import subprocess
import time
import unittest

import grpc
from google.rpc import error_details_pb2, status_pb2

import stock
from pictures import picture
from stock import telework


def image(sequence, content, kind=telework.IMAGE_KIND_CAMERA, **fields):
    request = telework.UploadRequest(image=telework.Image(sequence=sequence, kind=kind, content=content, **fields))
    request.image.captured_at.FromMilliseconds(int(time.time() * 1000))
    return request


def details(error):
    """The google.rpc details of an error, by type name."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            found = {}
            for item in status_pb2.Status.FromString(value).details:
                kind = getattr(error_details_pb2, item.type_url.rpartition(".")[2])
                found[kind.__name__] = kind.FromString(item.value)
            return found
    return {}


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = stock.Server().start()
        cls.device = cls.server.evidence("demo-device")
        cls.next = 1000

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        assert code == 0, f"the drained server ended with {code}:\n{''.join(cls.server.lines)}"

    def sequence(self):
        type(self).next += 1
        return type(self).next

    def upload(self, *requests):
        return [response.image for response in self.device.Upload(iter(requests))]

    def assert_dropped(self, reason, content, kind=telework.IMAGE_KIND_CAMERA, says=(), **fields):
        """The bad picture gets its verdict, and the good one behind it is stored."""
        bad, good = self.sequence(), self.sequence()
        verdicts = {v.sequence: v for v in self.upload(
            image(bad, content, kind, **fields), image(good, picture(64, 48, seed=good)))}
        self.assertEqual(verdicts[bad].verdict, telework.VERDICT_REJECTED_DROP, verdicts[bad])
        self.assertEqual(verdicts[bad].reason, reason)
        for text in says:
            self.assertIn(text, verdicts[bad].message)
        self.assertEqual(verdicts[good].verdict, telework.VERDICT_STORED)

    def test_a_picture_one_column_too_wide_is_dropped(self):
        self.assert_dropped("IMAGE_TOO_LARGE", picture(641, 480), says=["641×480", "640×480"])

    def test_a_portrait_screenshot_is_dropped(self):
        self.assert_dropped("IMAGE_TOO_LARGE", picture(1080, 1920, "PNG"), telework.IMAGE_KIND_SCREEN,
                            says=["1080×1920", "1920×1080"])

    def test_a_truncated_jpeg_is_dropped(self):
        self.assert_dropped("IMAGE_TRUNCATED", picture(640, 480)[:-20], says=["cut off"])

    def test_a_header_that_lies_is_dropped(self):
        forged = bytearray(picture(641, 480, "PNG"))
        forged[19] = 0x80  # IHDR now says 640, its checksum still says 641
        self.assert_dropped("IMAGE_HEADER_INVALID", bytes(forged), says=["checksum"])
        self.assert_dropped("IMAGE_SIZE_MISMATCH", picture(640, 480), width=320, height=240, says=["320×240"])
        self.assert_dropped("IMAGE_FORMAT_MISMATCH", picture(64, 48), media_type=telework.MEDIA_TYPE_PNG)

    def test_no_picture_at_all_is_dropped(self):
        self.assert_dropped("IMAGE_FORMAT_UNKNOWN", b"#!/bin/sh\n")
        self.assert_dropped("IMAGE_EMPTY", b"")
        self.assert_dropped("KIND_MISSING", picture(64, 48), telework.IMAGE_KIND_UNSPECIFIED)

    def test_damage_on_the_way_may_be_sent_again(self):
        sequence = self.sequence()
        [verdict] = self.upload(image(sequence, picture(64, 48), sha256=bytes(32)))
        self.assertEqual((verdict.verdict, verdict.reason), (telework.VERDICT_REJECTED_RETRY, "IMAGE_DAMAGED"))

    def test_a_sequence_used_for_another_picture_is_dropped_and_the_first_one_stays(self):
        sequence = self.sequence()
        first = picture(64, 48, seed=1)
        [stored] = self.upload(image(sequence, first))
        [again] = self.upload(image(sequence, first))
        [other] = self.upload(image(sequence, picture(64, 48, seed=2)))
        self.assertEqual(again.verdict, telework.VERDICT_DUPLICATE)
        self.assertEqual(again.evidence_id, stored.evidence_id)
        self.assertEqual((other.verdict, other.reason), (telework.VERDICT_REJECTED_DROP, "SEQUENCE_REUSED"))
        parts = self.server.evidence("demo-manager").Download(telework.DownloadRequest(id=stored.evidence_id))
        self.assertEqual(b"".join(part.data for part in parts), first)

    def test_a_loss_that_is_no_range_is_dropped_and_the_stream_goes_on(self):
        wrong = telework.UploadRequest(lost=telework.LostRange(from_sequence=9, to_sequence=8))
        nothing = telework.UploadRequest()
        responses = list(self.device.Upload(iter([wrong, nothing])))
        reasons = {(getattr(r, r.WhichOneof("item")).verdict, getattr(r, r.WhichOneof("item")).reason) for r in responses}
        drop = telework.VERDICT_REJECTED_DROP
        self.assertEqual(reasons, {(drop, "LOST_RANGE_INVALID"), (drop, "ITEM_MISSING")})

    def test_a_message_above_the_limit_ends_the_stream_and_names_the_limit(self):
        with self.assertRaises(grpc.RpcError) as raised:
            self.upload(image(self.sequence(), bytes(80 << 20)))
        self.assertEqual(raised.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertIn("16777216", raised.exception.details())
        self.test_a_picture_one_column_too_wide_is_dropped()

    def test_a_wrong_token_is_unauthenticated(self):
        for token in ("wrong", None):
            stub = stock.telework_grpc.EvidenceServiceStub(self.server.channel(token))
            with self.assertRaises(grpc.RpcError) as raised:
                stub.List(telework.EvidenceServiceListRequest())
            self.assertEqual(raised.exception.code(), grpc.StatusCode.UNAUTHENTICATED)
            self.assertIn(details(raised.exception)["ErrorInfo"].reason, ("TOKEN_UNKNOWN", "TOKEN_MISSING"))

    def test_an_unknown_method_is_unimplemented(self):
        call = self.server.channel(self.server.token("demo-worker")).unary_unary("/mado.telework.v1.EvidenceService/Erase")
        with self.assertRaises(grpc.RpcError) as raised:
            call(b"")
        self.assertEqual(raised.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
        self.assertIn("mado.telework.v1.EvidenceService has no method 'Erase'", raised.exception.details())

    def test_a_request_that_is_no_protobuf_is_an_invalid_argument(self):
        call = self.server.channel(self.server.token("demo-manager")).unary_unary(
            "/mado.telework.v1.EvidenceService/List")
        with self.assertRaises(grpc.RpcError) as raised:
            call(b"\xff\xff\xff")
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(details(raised.exception)["ErrorInfo"].reason, "MALFORMED_REQUEST")

    def test_plain_http_1_1_gets_an_answer_that_a_person_can_read(self):
        context = ssl.create_default_context(cadata=self.server.certificate().decode())
        connection = http.client.HTTPSConnection("localhost", self.server.port, context=context)
        connection.request("GET", "/")
        response = connection.getresponse()
        self.assertEqual(response.status, 200)
        self.assertIn("gRPC", response.read().decode())
        with socket.create_connection(("127.0.0.1", self.server.port)) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            plain.settimeout(10)
            self.assertIn(b"TLS", plain.recv(4096))


class Roles(unittest.TestCase):
    """TEL-25, TEL-31: the device uploads, the worker and the manager read, nobody else."""

    @classmethod
    def setUpClass(cls):
        cls.server = stock.Server(demo_devices=2).start()
        [response] = cls.server.evidence("demo-device").Upload(iter([image(1, picture(64, 48))]))
        cls.id = response.image.evidence_id
        [evidence] = cls.server.evidence("demo-manager").List(telework.EvidenceServiceListRequest()).evidence
        cls.agent = evidence.agent_id

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def calls(self, context):
        stub = self.server.evidence(context)
        return {
            "Upload": lambda: list(stub.Upload(iter([image(1, picture(64, 48))]))),
            "List": lambda: stub.List(telework.EvidenceServiceListRequest()),
            "Get": lambda: stub.Get(telework.EvidenceServiceGetRequest(id=self.id)),
            "Download": lambda: list(stub.Download(telework.DownloadRequest(id=self.id))),
            "ListGaps": lambda: stub.ListGaps(telework.ListGapsRequest(agent_id=self.agent)),
            "VerifyChain": lambda: stub.VerifyChain(telework.VerifyChainRequest(agent_id=self.agent)),
        }

    def test_each_role_may_do_what_the_table_says(self):
        no, gone = grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.NOT_FOUND
        ok = grpc.StatusCode.OK
        methods = ("Upload", "List", "Get", "Download", "ListGaps", "VerifyChain")
        table = {
            "demo-device": (ok, no, no, no, no, no),
            "demo-worker": (no, ok, ok, ok, ok, ok),
            "demo-worker-2": (no, ok, gone, gone, gone, gone),
            "demo-manager": (no, ok, ok, ok, ok, ok),
            "demo-administrator": (no, no, no, no, no, ok),
        }
        for context, row in table.items():
            for method, expected in zip(methods, row):
                with self.subTest(context=context, method=method):
                    code = ok
                    try:
                        self.calls(context)[method]()
                    except grpc.RpcError as error:
                        code = error.code()
                    self.assertEqual(code, expected)


class FullDisk(unittest.TestCase):
    def test_a_full_disk_rejects_for_a_retry_and_keeps_all_that_was_acknowledged(self):
        folder = stock.scratch_folder("mado-small-")
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "mado-test", folder], check=True)
        try:
            server = stock.Server(folder, options=["--min-free-bytes", "0"]).start()
            try:
                self.fill(server)
            finally:
                code = server.stop()
            self.assertEqual(code, 0)
        finally:
            subprocess.run(["umount", folder], check=True)

    def fill(self, server):
        content = {s: picture(640, 480, "PNG", seed=s) for s in range(1, 200)}
        stub = server.evidence("demo-device")
        stored, rejected = {}, set()
        for sequence in content:
            [response] = stub.Upload(iter([image(sequence, content[sequence])]))
            verdict = response.image
            if verdict.verdict == telework.VERDICT_STORED:
                stored[sequence] = verdict.evidence_id
            else:
                self.assertEqual(verdict.verdict, telework.VERDICT_REJECTED_RETRY, verdict)
                self.assertEqual(verdict.reason, "STORAGE_UNAVAILABLE")
                rejected.add(sequence)
            if len(rejected) == 5:
                break
        self.assertTrue(stored and rejected, (len(stored), len(rejected)))
        # Who reads is put on record first, for which there has to be room.
        subprocess.run(["mount", "-o", "remount,size=24m", server.folder], check=True)
        manager = server.evidence("demo-manager")
        for sequence, evidence_id in stored.items():
            parts = manager.Download(telework.DownloadRequest(id=evidence_id))
            self.assertEqual(b"".join(part.data for part in parts), content[sequence])


if __name__ == "__main__":
    unittest.main()
