"""The services that every gRPC tool knows: health and reflection, neither of which asks for a token."""

import queue
import signal
import threading
import unittest

import grpc
from grpc_reflection.v1alpha import proto_reflection_descriptor_database
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

import stock
from grpc.health.v1 import health_pb2 as health
from grpc.health.v1 import health_pb2_grpc as health_grpc
from grpc.reflection.v1 import reflection_pb2 as reflection
from grpc.reflection.v1 import reflection_pb2_grpc as reflection_grpc

EVIDENCE = "mado.telework.v1.EvidenceService"
SERVING = health.HealthCheckResponse.SERVING
NOT_SERVING = health.HealthCheckResponse.NOT_SERVING


class Health(unittest.TestCase):
    def setUp(self):
        self.server = stock.Server().start()
        self.addCleanup(self.server.stop)
        self.channel = self.server.channel()
        self.addCleanup(self.channel.close)
        self.stub = health_grpc.HealthStub(self.channel)

    def test_the_server_and_each_service_are_serving(self):
        for name in ("", EVIDENCE):
            answer = self.stub.Check(health.HealthCheckRequest(service=name), timeout=30)
            self.assertEqual(answer.status, SERVING, name)

    def test_an_unknown_service_is_not_found(self):
        with self.assertRaises(grpc.RpcError) as raised:
            self.stub.Check(health.HealthCheckRequest(service="mado.Nothing"), timeout=30)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.NOT_FOUND)
        self.assertIn("mado.Nothing", raised.exception.details())

    def test_who_watches_what_is_not_there_is_told_so_and_may_wait(self):
        call = self.stub.Watch(health.HealthCheckRequest(service="mado.Nothing"), timeout=60)
        self.assertEqual(next(call).status, health.HealthCheckResponse.SERVICE_UNKNOWN)
        self.assertTrue(call.is_active())
        call.cancel()

    def test_who_watches_is_told_that_the_server_stops(self):
        said = queue.Queue()

        def watch():
            try:
                for answer in self.stub.Watch(health.HealthCheckRequest(service=EVIDENCE), timeout=60):
                    said.put(answer.status)
                said.put("end")
            except grpc.RpcError as error:
                said.put(error)

        watcher = threading.Thread(target=watch)
        watcher.start()
        self.assertEqual(said.get(timeout=30), SERVING)
        self.server.process.send_signal(signal.SIGTERM)
        self.assertEqual(said.get(timeout=30), NOT_SERVING)
        self.assertEqual(said.get(timeout=30), "end")
        watcher.join()
        self.assertEqual(self.server.process.wait(60), 0)


class Reflection(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = stock.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.channel = cls.server.channel()
        cls.addClassCleanup(cls.channel.close)

    def ask(self, **request):
        stub = reflection_grpc.ServerReflectionStub(self.channel)
        [answer] = stub.ServerReflectionInfo(iter([reflection.ServerReflectionRequest(**request)]), timeout=30)
        return answer

    def test_all_services_are_listed(self):
        listed = [s.name for s in self.ask(list_services="").list_services_response.service]
        self.assertEqual(listed, [
            "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection",
            "mado.audit.v1.AuditService", "mado.billing.v1.InvoiceService", "mado.billing.v1.LedgerService",
            "mado.billing.v1.MeterService", "mado.billing.v1.PaymentService", "mado.billing.v1.RatingService",
            "mado.billing.v1.TaxService",
            "mado.calendar.v1.CalendarService",
            "mado.contract.v1.ApplicationService", "mado.contract.v1.CatalogService",
            "mado.contract.v1.ContractService", "mado.contract.v1.DisclosureService",
            "mado.contract.v1.LeadService", "mado.contract.v1.LicenceService", "mado.contract.v1.QuoteService",
            "mado.contract.v1.SeatLeaseService", "mado.contract.v1.TermsService",
            "mado.identity.v1.AuthService", "mado.identity.v1.DeviceService",
            "mado.identity.v1.PolicyService", "mado.identity.v1.TokenService",
            "mado.identity.v1.TwoFactorService", "mado.identity.v1.UserService",
            "mado.job.v1.OperationService", "mado.notice.v1.NoticeService",
            "mado.status.v1.ClockService", "mado.status.v1.IncidentPageService",
            "mado.status.v1.MaintenanceService", "mado.status.v1.SchedulerService",
            "mado.status.v1.StatusService",
            "mado.support.v1.CaseService", "mado.support.v1.FeedbackService", "mado.support.v1.MailboxService",
            "mado.support.v1.PhoneDeskService", "mado.support.v1.ReleaseService", "mado.support.v1.SlaService",
            "mado.support.v1.WorkLogService", "mado.telework.v1.AgentConfigService",
            "mado.telework.v1.AgentService", "mado.telework.v1.EvidenceExportService", EVIDENCE,
            "mado.telework.v1.IncidentService",
            "mado.telework.v1.PeriodService", "mado.telework.v1.PresenceService",
            "mado.telework.v1.PunchService", "mado.telework.v1.ReportService",
            "mado.telework.v1.RetentionService", "mado.telework.v1.ScheduleService",
            "mado.telework.v1.TaskService",
            "mado.tenant.v1.AdminContactService", "mado.tenant.v1.ErasureService",
            "mado.tenant.v1.GroupService", "mado.tenant.v1.PrivacyService", "mado.tenant.v1.ResellerService",
            "mado.tenant.v1.TenantService",
        ])

    def test_a_method_can_be_called_by_what_reflection_says(self):
        answer = self.ask(file_containing_symbol=EVIDENCE)
        pool = descriptor_pool.DescriptorPool()
        files = [descriptor_pb2.FileDescriptorProto.FromString(file)
                 for file in answer.file_descriptor_response.file_descriptor_proto]
        waiting = {file.name: file for file in files}

        # The pool wants what a file imports before the file.
        def add(name):
            file = waiting.pop(name, None)
            if file is not None:
                for imported in file.dependency:
                    add(imported)
                pool.Add(file)

        for file in files:
            add(file.name)
        method = pool.FindServiceByName(EVIDENCE).FindMethodByName("List")
        request = message_factory.GetMessageClass(method.input_type)
        response = message_factory.GetMessageClass(method.output_type)
        with self.server.channel(self.server.token("demo-manager")) as channel:
            call = channel.unary_unary(
                f"/{EVIDENCE}/{method.name}", request_serializer=request.SerializeToString,
                response_deserializer=response.FromString)
            self.assertEqual(list(call(request(), timeout=30).evidence), [])

    def test_the_older_name_of_the_service_says_the_same(self):
        # The database that comes with grpcio asks v1alpha.
        database = proto_reflection_descriptor_database.ProtoReflectionDescriptorDatabase(self.channel)
        self.assertIn(EVIDENCE, database.get_services())
        pool = descriptor_pool.DescriptorPool(database)
        self.assertEqual(pool.FindServiceByName(EVIDENCE).FindMethodByName("List").input_type.name,
                         "EvidenceServiceListRequest")
        for package in ("grpc.reflection.v1", "grpc.reflection.v1alpha"):
            service = pool.FindServiceByName(f"{package}.ServerReflection")
            self.assertEqual(service.file.name, package.replace(".", "/") + "/reflection.proto")
            [method] = service.methods
            self.assertEqual(method.input_type.full_name, f"{package}.ServerReflectionRequest")
            question = method.input_type.fields_by_name["file_containing_extension"]
            self.assertEqual(question.message_type.full_name, f"{package}.ExtensionRequest")

    def test_an_unknown_symbol_is_not_found(self):
        answer = self.ask(file_containing_symbol="mado.Nothing")
        self.assertEqual(answer.error_response.error_code, grpc.StatusCode.NOT_FOUND.value[0])
        self.assertIn("mado.Nothing", answer.error_response.error_message)


if __name__ == "__main__":
    unittest.main()
