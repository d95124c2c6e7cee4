#!/usr/bin/env python3
"""A telework day on real pictures, with a kill in the middle.

N agents upload a day of pictures each through a stock gRPC client. In the middle the server is
killed with SIGKILL and started again; the agents send again what has no verdict. Then everything is
read back: every acknowledged picture is there byte for byte, none twice, gaps and chains are right.

    day.py --pictures DIR [--agents 20] [--images 150]
"""

import argparse
import hashlib
import pathlib
import queue
import threading
import time

import grpc

import stock
from stock import telework

LOST = (41, 45)  # sequences that each agent reports as lost


class Agent(threading.Thread):
    """One device: it sends until each of its pictures has a verdict, whatever happens to the server."""

    def __init__(self, server, number, pictures, images):
        super().__init__()
        self.server, self.number, self.pictures = server, number, pictures
        self.waiting = {s for s in range(1, images + 1) if not LOST[0] <= s <= LOST[1]}
        self.verdicts = {}
        self.repeated = self.attempts = 0
        self.lost_done = False
        self.problem = None

    def picture(self, sequence):
        return self.pictures[(self.number * 37 + sequence) % len(self.pictures)]

    def requests(self, done):
        order = sorted(self.waiting)
        # Out of order on purpose, as after a reconnect: neighbours change places.
        for i in range(0, len(order) - 1, 2):
            order[i], order[i + 1] = order[i + 1], order[i]
        if not self.lost_done:
            yield telework.UploadRequest(lost=telework.LostRange(from_sequence=LOST[0], to_sequence=LOST[1]))
        for sequence in order:
            kind, content = self.picture(sequence)
            image = telework.Image(sequence=sequence, kind=kind, content=content,
                                   trigger=telework.CAPTURE_TRIGGER_INTERVAL)
            image.captured_at.FromMilliseconds(int(time.time() * 1000))
            yield telework.UploadRequest(image=image)
        done.get()  # half-close only after the last verdict, so that the stream stays a conversation

    def run(self):
        try:
            while self.waiting or not self.lost_done:
                self.attempts += 1
                if self.attempts > 200:
                    raise RuntimeError(f"agent {self.number}: {len(self.waiting)} pictures without a verdict")
                self.upload()
        except Exception as problem:  # the main thread reports it
            self.problem = problem

    def upload(self):
        done = queue.Queue()
        name = "demo-device" if self.number == 0 else f"demo-device-{self.number + 1}"
        stub = self.server.evidence(name)
        try:
            for response in stub.Upload(self.requests(done)):
                if response.HasField("lost"):
                    assert response.lost.verdict in (telework.VERDICT_STORED, telework.VERDICT_DUPLICATE), response
                    self.lost_done = True
                else:
                    self.accept(response.image)
                if not self.waiting and self.lost_done:
                    done.put(None)
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.UNAVAILABLE:
                raise
            time.sleep(0.2)
        finally:
            done.put(None)

    def accept(self, verdict):
        if verdict.verdict == telework.VERDICT_REJECTED_RETRY:
            return
        assert verdict.verdict in (telework.VERDICT_STORED, telework.VERDICT_DUPLICATE), verdict
        assert verdict.sequence not in self.verdicts, f"two verdicts for {verdict.sequence}"
        self.repeated += verdict.verdict == telework.VERDICT_DUPLICATE
        self.verdicts[verdict.sequence] = verdict.evidence_id
        self.waiting.discard(verdict.sequence)


def load(folder):
    pictures = []
    for path in sorted(pathlib.Path(folder).iterdir()):
        kind = telework.IMAGE_KIND_CAMERA if path.suffix == ".jpg" else telework.IMAGE_KIND_SCREEN
        pictures.append((kind, path.read_bytes()))
    assert pictures, f"no pictures in {folder}"
    return pictures


def verify(server, agents):
    """Reads everything back as the manager; returns how many pictures were compared."""
    stub = server.evidence("demo-manager")
    listed, token = {}, ""
    while True:
        page = stub.List(telework.EvidenceServiceListRequest(page_size=500, page_token=token))
        for evidence in page.evidence:
            assert evidence.id not in listed, f"{evidence.id} is listed twice"
            listed[evidence.id] = evidence
        token = page.next_page_token
        if not token:
            break
    by_agent = {}
    for evidence in listed.values():
        key = (evidence.agent_id, evidence.sequence)
        assert key not in by_agent, f"{key} is stored twice"
        by_agent[key] = evidence
    compared = 0
    for agent in agents:
        agent_id = listed[next(iter(agent.verdicts.values()))].agent_id
        for sequence, evidence_id in agent.verdicts.items():
            assert listed[evidence_id].sequence == sequence
            content = b"".join(part.data for part in stub.Download(telework.DownloadRequest(id=evidence_id)))
            assert content == agent.picture(sequence)[1], f"{agent_id}/{sequence} differs"
            assert listed[evidence_id].sha256 == hashlib.sha256(content).digest()
            compared += 1
        gaps = stub.ListGaps(telework.ListGapsRequest(agent_id=agent_id)).gaps
        assert [(g.from_sequence, g.to_sequence, g.state) for g in gaps] == [
            (*LOST, telework.SequenceGap.STATE_LOST)], gaps
        chain = stub.VerifyChain(telework.VerifyChainRequest(agent_id=agent_id))
        assert chain.state == telework.VerifyChainResponse.STATE_OK, chain
        assert chain.checked == chain.head_position == len(agent.verdicts), chain
    assert compared == len(listed), f"{len(listed)} stored, {compared} acknowledged"
    return compared


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--agents", type=int, default=20)
    parser.add_argument("--images", type=int, default=150)
    options = parser.parse_args()
    pictures = load(options.pictures)
    server = stock.Server(demo_devices=options.agents).start()
    agents = [Agent(server, n, pictures, options.images) for n in range(options.agents)]
    started = time.monotonic()
    for agent in agents:
        agent.start()
    total = sum(len(agent.waiting) for agent in agents)
    while sum(len(agent.verdicts) for agent in agents) < total / 2 and not any(a.problem for a in agents):
        time.sleep(0.01)
    server.kill()
    at_kill = sum(len(agent.verdicts) for agent in agents)
    server.start()
    for agent in agents:
        agent.join()
    seconds = time.monotonic() - started
    for agent in agents:
        if agent.problem:
            raise agent.problem
    size = sum(len(agent.picture(s)[1]) for agent in agents for s in agent.verdicts)
    print(f"{options.agents} agents sent {total} pictures ({size / 1e6:.0f} MB) in {seconds:.1f} s; "
          f"killed after {at_kill} verdicts; {sum(a.repeated for a in agents)} sent again were known already")
    compared = verify(server, agents)
    code = server.stop()
    assert code == 0, f"the drained server ended with {code}"
    print(f"{compared} pictures read back byte for byte, none twice; gaps and {len(agents)} chains right; exit 0")


if __name__ == "__main__":
    main()
