"""A manager's watch of a department by PresenceService.WatchGroup, made from the schema alone: to be copied and changed.

It knows at each moment how it stands with everybody, and goes on where it was cut off without missing a change.

    for worker in Watch(channel).run():
        print(worker.worker_id, worker.state)
"""

import grpc

from mado.telework.v1 import presence_pb2, presence_pb2_grpc


class Watch:
    """How it stands with everybody of a department and of those below it; with none, of the tenant."""

    def __init__(self, channel, group=""):
        self.stub = presence_pb2_grpc.PresenceServiceStub(channel)
        self.group = group
        self.workers = {}
        self.is_whole = False
        self.token = ""
        self._call = None
        self._is_over = False

    def stop(self):
        self._is_over = True
        if self._call:
            self._call.cancel()

    def run(self):
        """Yields each worker of whom something is learnt, until `stop`. A call that ends is made again."""
        while not self._is_over:
            request = presence_pb2.WatchGroupRequest(group_id=self.group, resume_token=self.token)
            # While the server cannot be reached the library tries again, less and less often.
            self._call = self.stub.WatchGroup(request, wait_for_ready=True)
            try:
                for response in self._call:
                    yield from self._take(response)
            except grpc.RpcError as error:
                if self._is_over:
                    return
                if error.code() not in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED):
                    raise
                # Who reads too slowly is cut, and told with what to begin again.
                trailers = dict(error.trailing_metadata() or ())
                self.token = trailers.get("resume-token", self.token)

    def _take(self, response):
        item = response.WhichOneof("item")
        if item == "snapshot_begin":
            self.workers, self.is_whole = {}, False
        elif item == "snapshot_part":
            for worker in response.snapshot_part.workers:
                self.workers[worker.worker_id] = worker
                yield worker
        elif item in ("snapshot_end", "snapshot_skipped"):
            self.is_whole = True
        elif item == "changes":
            for change in response.changes.changes:
                if change.HasField("presence"):
                    self.workers[change.presence.worker_id] = change.presence
                    yield change.presence
                else:
                    self.workers.pop(change.left_worker_id, None)
        if response.resume_token:
            self.token = response.resume_token
