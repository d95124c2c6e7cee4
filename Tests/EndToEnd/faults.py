#!/usr/bin/env python3
"""What can go wrong between an agent and its server, done to `mado agent run` and `madod`.

Pictures and punches are put into an agent's folder while a fault comes and goes. Then it is left alone, and what the server
has is held against what was put: each picture once and byte for byte, or among the losses that were reported; nothing pending;
the hash chain whole; every punch, once and in order. A line for each fault goes to the output, as a table.

    faults.py [--scale N] [--seed N] [FAULT...]    as much of each as N times what the tests do; of itself 10

It needs to be root: it works in a network of its own, which has no way out.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

import stock
from faultyproxy import FaultyProxy, RepeatingProxy
from pictures import picture
from stock import telework
from mado.telework.v1 import agent_pb2 as agents, agent_pb2_grpc as agent_grpc  # noqa: E402
from mado.telework.v1 import punch_pb2 as punches, punch_pb2_grpc as punch_grpc  # noqa: E402

ADDRESS = "10.77.0.1"  # of the server, for the agent behind a cable
PORT = 8443
STALL = 240  # seconds without progress that are too many


class Scene:
    """A server, an agent, and who takes pictures."""

    def __init__(self, seed, keep=500, bandwidth=None):
        self.random = random.Random(seed)
        self.folder = stock.scratch_folder("mado-faults-")
        self.spool = f"{self.folder}/spool"
        self.put_hashes = []
        self.punches = 0
        self.options = ["--keep", str(keep)] + (["--bandwidth", bandwidth] if bandwidth else [])
        self.agent = None
        self.prefix = []
        self.server = stock.Server()
        self.how = None
        self.log = open(f"{self.folder}/agent.log", "ab")

    def serve(self, *options):
        self.server.options += options
        self.server.start()
        if not self.how:
            self.how = ["--context", "demo-device"]
        return self

    def through(self, url, secure=True):
        """Has the agent call there."""
        self.how = ["--server", url, "--token", self.server.token("demo-device")]
        if secure:
            self.how += ["--ca", os.path.join(self.server.data, "tls", "certificate.pem")]

    # The agent

    def start_agent(self):
        os.makedirs(f"{self.spool}/in", exist_ok=True)
        self.agent = subprocess.Popen(
            self.prefix + [stock.binary("mado"), "agent", "run", "--spool", self.spool, *self.how, *self.options],
            env={**os.environ, "MADO_HOME": self.server.contexts}, stdout=self.log, stderr=self.log)

    def kill_agent(self):
        self.agent.send_signal(signal.SIGKILL)
        self.agent.wait()

    # Pictures

    def content(self, size=None):
        number = len(self.put_hashes)
        if size:  # what JPEG ends with may be followed by anything
            return picture(64, 48, seed=number) + self.random.randbytes(size)
        return picture(64, 48, "PNG" if number % 3 == 0 else "JPEG", seed=number)

    def lay(self, name, content, times=None):
        """Puts a file into the folder as a whole."""
        draft = f"{self.spool}/in/.{name}"
        while True:
            try:
                os.makedirs(f"{self.spool}/in", exist_ok=True)
                with open(draft, "wb") as file:
                    file.write(content)
                break
            except OSError:  # the disk is full: a camera program waits, too
                time.sleep(0.1)
        if times:
            os.utime(draft, times=(times, times))
        os.rename(draft, f"{self.spool}/in/{name}")

    def punch(self):
        act = "END" if self.punches % 2 else "START"
        self.punches += 1
        self.lay(f"{self.punches:06}.json", json.dumps({"punch": {"act": f"PUNCH_ACT_{act}_WORK"}}).encode())

    def put(self, count, size=None, pause=0.0, times=None):
        for n in range(count):
            if n % 3 == 0:
                self.punch()
            content = self.content(size)
            name = f"{len(self.put_hashes):06}." + ("png" if content[:4] == b"\x89PNG" else "jpg")
            self.lay(name, content, times and times[n % len(times)])
            self.put_hashes.append(hashlib.sha256(content).digest())
            time.sleep(pause)

    def waiting(self):
        """Names that are still to be dealt with."""
        names = []
        for folder in ("in", "pictures", "records"):
            if os.path.isdir(f"{self.spool}/{folder}"):
                names += [n for n in os.listdir(f"{self.spool}/{folder}")
                          if not n.endswith(".done") and not n.startswith("base.")]
        return names

    def come_to_rest(self):
        last, since = None, time.time()
        while True:
            names = self.waiting()
            if not names:
                return
            if len(names) != last:
                last, since = len(names), time.time()
            if time.time() - since > STALL:
                raise AssertionError(f"{len(names)} wait for {STALL} s: {sorted(names)[:5]}")
            time.sleep(0.1)

    # What came of it

    def check(self):
        self.come_to_rest()
        self.kill_agent()
        manager = self.server.evidence("demo-manager")
        listed, token = [], ""
        while True:
            page = manager.List(telework.EvidenceServiceListRequest(page_size=500, page_token=token))
            listed += page.evidence
            token = page.next_page_token
            if not token:
                break
        agent = listed[0].agent_id
        lost, token = [], ""
        while True:
            page = manager.ListGaps(telework.ListGapsRequest(agent_id=agent, page_size=500, page_token=token))
            for gap in page.gaps:
                assert gap.state == telework.SequenceGap.STATE_LOST, f"pending: {gap}"
                lost += range(gap.from_sequence, gap.to_sequence + 1)
            token = page.next_page_token
            if not token:
                break
        hashes = [e.sha256 for e in listed]
        assert len(set(hashes)) == len(hashes), "a picture is stored twice"
        assert set(hashes) <= set(self.put_hashes), "a picture is stored that was never put"
        numbers = sorted([e.sequence for e in listed] + lost)
        assert numbers == list(range(1, len(self.put_hashes) + 1)), "numbers are missing or doubled"
        chain = manager.VerifyChain(telework.VerifyChainRequest(agent_id=agent))
        assert chain.state == telework.VerifyChainResponse.STATE_OK and chain.checked == len(listed), chain
        self.listed = listed
        self.check_punches(agent)
        return len(listed), len(lost)

    def check_punches(self, agent):
        channel = self.server.channel(self.server.token("demo-manager"))
        [known] = agent_grpc.AgentServiceStub(channel).List(agents.AgentServiceListRequest()).agents
        assert known.id == agent and known.last_record == self.punches and known.lost_records == 0, known
        stub = punch_grpc.PunchServiceStub(channel)
        seen, token = [], ""
        while True:
            page = stub.List(punches.PunchServiceListRequest(
                worker_id=known.worker_id, page_size=500, page_token=token))
            seen += page.punches
            token = page.next_page_token
            if not token:
                break
        acts = [p.act for p in seen]
        wanted = [punches.PUNCH_ACT_START_WORK, punches.PUNCH_ACT_END_WORK] * self.punches
        assert acts == wanted[:self.punches], f"{len(acts)} of {self.punches} punches, or in another order"

    def close(self):
        if self.agent and self.agent.poll() is None:
            self.kill_agent()
        if self.server.process and self.server.process.poll() is None:
            self.server.stop()
        self.log.close()


# A cable between two networks, of which only this process knows


def run(*command, check=True):
    return subprocess.run(command, check=check, capture_output=True, text=True)


class Cable:
    """The agent's end is in a network of its own, the server's in ours."""

    def __init__(self, scene):
        self.name = f"mado-{os.getpid()}-{id(scene) & 0xffff}"
        run("ip", "netns", "add", self.name)
        run("ip", "link", "add", "mado0", "type", "veth", "peer", "name", "mado1", "netns", self.name)
        run("ip", "address", "add", f"{ADDRESS}/30", "dev", "mado0")
        run("ip", "link", "set", "mado0", "up")
        self.inside("ip", "address", "add", "10.77.0.2/30", "dev", "mado1")
        self.inside("ip", "link", "set", "mado1", "up")
        # This network has no way out.
        scene.serve("--listen", f"0.0.0.0:{PORT}")
        scene.server.port = PORT
        scene.how = ["--server", f"https://{ADDRESS}:{PORT}", "--insecure",
                     "--token", scene.server.token("demo-device")]
        scene.prefix = ["ip", "netns", "exec", self.name]

    def inside(self, *command):
        run("ip", "netns", "exec", self.name, *command)

    def bytes_sent(self):
        [link] = json.loads(run("ip", "-json", "-stats", "link", "show", "mado0").stdout)
        return link["stats64"]["rx"]["bytes"]

    def remove(self):
        run("ip", "link", "delete", "mado0", check=False)
        run("ip", "netns", "delete", self.name, check=False)


# The faults: each returns how often it was done, and what else there is to say


def server_killed(scene, scale):
    scene.serve().start_agent()
    for _ in range(2 * scale):
        scene.put(12, size=100_000)
        time.sleep(scene.random.uniform(0, 1))
        scene.server.kill()
        scene.put(3)
        scene.server.start()
    return 2 * scale, ""


def agent_killed(scene, scale):
    scene.serve().start_agent()
    for _ in range(4 * scale):
        scene.put(6, size=50_000)
        time.sleep(scene.random.uniform(0, 0.6))
        scene.kill_agent()
        scene.put(2)
        scene.start_agent()
    return 4 * scale, ""


def both_killed(scene, scale):
    scene.serve().start_agent()
    for _ in range(scale):
        scene.put(10, size=100_000)
        time.sleep(scene.random.uniform(0, 0.5))
        scene.kill_agent()
        scene.server.kill()
        scene.put(3)
        scene.start_agent()
        scene.server.start()
    return scale, ""


def server_stopped(scene, scale):
    scene.serve().start_agent()
    for _ in range(scale):
        scene.put(10, size=100_000)
        time.sleep(scene.random.uniform(0, 0.5))
        assert scene.server.stop() == 0
        scene.server.start()
    return scale, "it tells the agent where to go on"


def offline(scene, scale):
    """TEL-36: of 620 that are taken offline 120 are lost, the oldest."""
    scene.serve().start_agent()
    scene.put(5)
    scene.come_to_rest()
    scene.server.kill()
    scene.put(62 * scale)
    deadline = time.time() + 60
    while os.listdir(f"{scene.spool}/in") and time.time() < deadline:
        time.sleep(0.1)
    scene.server.start()
    return 1, f"{50 * scale} kept of {62 * scale}"


def bytes_cut(scene, scale):
    scene.serve()
    proxy = FaultyProxy(scene.server.port, scene.random.randrange(1 << 30), cut=(200, 400_000), cuts=6 * scale)
    scene.through(f"https://localhost:{proxy.port}")
    scene.start_agent()
    while proxy.cuts_left:
        if len(scene.waiting()) < 100:  # more than are kept would be lost, and rightly
            scene.put(4, size=60_000, pause=0.05)
        time.sleep(0.3)
    return 6 * scale, "connections cut after 200 to 400,000 bytes, either way"


def delayed(scene, scale):
    scene.serve()
    proxy = FaultyProxy(scene.server.port, scene.random.randrange(1 << 30), delay=0.3)
    scene.through(f"https://localhost:{proxy.port}")
    scene.start_agent()
    scene.put(20 * scale, size=20_000)
    return 20 * scale, "each piece up to 300 ms late"


def repeated(scene, scale):
    scene.serve()
    proxy = RepeatingProxy(scene.server, scene.random.randrange(1 << 30))
    scene.through(f"http://127.0.0.1:{proxy.port}", secure=False)
    scene.start_agent()
    for _ in range(scale):
        scene.put(30)
        time.sleep(0.5)
    scene.come_to_rest()
    return proxy.repeats + proxy.swaps, f"{proxy.repeats} uploads twice, {proxy.swaps} in another order"


def cable_cut(scene, scale):
    cable = Cable(scene)
    try:
        scene.start_agent()
        for _ in range(scale):
            scene.put(10, size=100_000)
            time.sleep(scene.random.uniform(0, 1))
            run("ip", "link", "set", "mado0", "down")
            scene.put(3)
            time.sleep(scene.random.uniform(0.5, 3))
            run("ip", "link", "set", "mado0", "up")
        scene.come_to_rest()
    finally:
        cable.remove()
    return scale, "veth down and up after 0.5 to 3 s"


def blackhole(scene, scale):
    """Packets vanish, and nobody says so: the agent has to find out by itself."""
    cable = Cable(scene)
    try:
        scene.start_agent()
        times = max(1, scale // 5)
        for _ in range(times):
            scene.put(10, size=100_000)
            cable.inside("ip", "route", "add", "blackhole", f"{ADDRESS}/32")
            cable.inside("ip", "route", "flush", "cache")
            run("ip", "route", "add", "blackhole", "10.77.0.2/32")
            time.sleep(100)
            cable.inside("ip", "route", "delete", "blackhole", f"{ADDRESS}/32")
            run("ip", "route", "delete", "blackhole", "10.77.0.2/32")
        scene.come_to_rest()
    finally:
        cable.remove()
    return times, "100 s each; the agent finds out after 75 s"


def slow_line(scene, scale):
    """A line of 256 kbit/s, as TEL-46 has it, with no throttle of ours."""
    return _slow(scene, scale, line=True)


def throttled(scene, scale):
    """A fast line, of which the agent takes 256 kbit/s."""
    scene.options += ["--bandwidth", "256k"]
    return _slow(scene, scale, line=False)


def _slow(scene, scale, line):
    cable = Cable(scene)
    try:
        if line:
            cable.inside("tc", "qdisc", "add", "dev", "mado1", "root", "tbf", "rate", "256kbit",
                         "burst", "16kb", "latency", "400ms")
        scene.start_agent()
        before, begun = cable.bytes_sent(), time.time()
        scene.put(2 * scale, size=130_000 - 700)
        scene.come_to_rest()
        # The first picture goes at a stroke, and takes its time afterwards.
        took = time.time() - begun + (0 if line else 130_000 * 8 / 256_000)
        kbits = (cable.bytes_sent() - before) * 8 / 1000 / took
        assert kbits < 275, f"{kbits:.0f} kbit/s"
    finally:
        cable.remove()
    return 1, f"{2 * scale} pictures of 130 KB in {took:.0f} s, {kbits:.0f} kbit/s on the wire"


def fill(path):
    """A file for which there is just room."""
    with open(path, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 16))
        except OSError:
            pass


def server_disk_full(scene, scale):
    disk = f"{scene.folder}/disk"
    os.mkdir(disk)
    run("mount", "-t", "tmpfs", "-o", "size=64m", "mado-faults", disk)
    try:
        scene.server.data = f"{disk}/data"
        # It would refuse pictures long before; here the disk is to fail it.
        scene.serve("--min-free-bytes", "0").start_agent()
        for _ in range(scale):
            scene.put(5, size=100_000)
            filler = f"{disk}/filler"
            fill(filler)
            scene.put(10, size=300_000)
            time.sleep(3)
            os.remove(filler)
        result = scene.check()
        scene.check = lambda: result
        scene.close()
    finally:
        run("umount", "-l", disk)
    return scale, "tmpfs of 64 MB filled to the last byte"


def agent_disk_full(scene, scale):
    os.mkdir(scene.spool)
    run("mount", "-t", "tmpfs", "-o", "size=4m", "mado-faults", scene.spool)
    try:
        scene.serve().start_agent()
        for _ in range(scale):
            scene.put(5, size=100_000)
            scene.server.kill()
            filling = threading.Thread(target=scene.put, args=(40,), kwargs={"size": 200_000})
            filling.start()  # more than there is room for: who takes pictures waits
            time.sleep(3)
            scene.server.start()
            filling.join()
        result = scene.check()
        scene.check = lambda: result
        scene.close()
    finally:
        run("umount", "-l", scene.spool)
    return scale, "tmpfs of 4 MB, 8 MB of pictures"


def clock_jumps(scene, scale):
    now = time.time()
    jumps = [now, now + 3600, now - 7200, now + 86400 * 3, now - 86400 * 20, now + 299, now]
    scene.serve().start_agent()
    for _ in range(scale):
        scene.put(14, times=jumps)
        time.sleep(0.4)
    scene.come_to_rest()
    result = scene.check()
    scene.check = lambda: result
    ahead = sum(e.captured_in_future for e in scene.listed)
    assert ahead == 14 * scale * 2 // 7, ahead
    return 14 * scale, f"20 days back to 3 days ahead; {ahead} flagged as from the future"


def set_up_anew(scene, scale):
    """The spool is gone: numbers go on where the server knows that they ended."""
    scene.serve().start_agent()
    for _ in range(scale):
        scene.put(6)
        scene.come_to_rest()
        scene.kill_agent()
        shutil.rmtree(scene.spool)
        scene.start_agent()
        scene.put(3)
    return scale, "the whole spool removed"


FAULTS = [
    server_killed, agent_killed, both_killed, server_stopped, offline, bytes_cut, delayed, repeated, cable_cut, blackhole,
    slow_line, throttled, server_disk_full, agent_disk_full, clock_jumps,
    set_up_anew,
]


def suffer(fault, seed, scale):
    """One fault; the cells of its row."""
    scene = Scene(seed, keep=50 * scale if fault is offline else 500)
    try:
        times, note = fault(scene, scale)
        stored, lost = scene.check()
        if fault is offline:
            assert lost == 12 * scale, lost
        else:
            assert lost == 0, lost
        return [fault.__name__.replace("_", " "), times, len(scene.put_hashes), stored, lost, scene.punches, note]
    except BaseException:
        with open(f"{scene.folder}/agent.log", encoding="utf-8") as log:
            print("the agent said:\n" + "".join(log.readlines()[-20:]), file=sys.stderr)
        raise
    finally:
        scene.close()
        shutil.rmtree(scene.folder, ignore_errors=True)


def in_own_network():
    """Runs this program again in a network and with mounts of its own."""
    if os.environ.get("MADO_FAULTS") == "inside":
        run("ip", "link", "set", "lo", "up")
        return
    os.environ["MADO_FAULTS"] = "inside"
    os.execvp("unshare", ["unshare", "--net", "--mount", sys.executable, *sys.argv])


def main():
    names = [fault.__name__ for fault in FAULTS]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=int, default=10)
    parser.add_argument("--seed", type=int, default=36)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"of {', '.join(names)}")
    given = parser.parse_args()
    unknown = [name for name in given.faults if name not in names]
    if unknown:
        parser.error(f"there is no fault {unknown[0]}; there are {', '.join(names)}")
    in_own_network()
    print("| fault | times | pictures | stored, once | lost, told | punches, each once | |", flush=True)
    print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for fault in FAULTS:
        if not given.faults or fault.__name__ in given.faults:
            cells = suffer(fault, given.seed, given.scale)
            print(f"| {' | '.join(str(cell) for cell in cells)} |", flush=True)


if __name__ == "__main__":
    main()
