"""Telework: an agent brings what it sees, is cut off and goes on, while a manager watches; see agent.py and watch.py."""

import os
import queue
import tempfile
import threading

from connect import channel, expect, options

from agent import Agent, Journal
from watch import Watch
from mado.telework.v1 import agent_pb2, presence_pb2

RECORDS = 200
TAKEN = (agent_pb2.RECORD_VERDICT_TAKEN, agent_pb2.RECORD_VERDICT_KNOWN)
STATES = {
    presence_pb2.PRESENCE_STATE_PRESENT: "present",
    presence_pb2.PRESENCE_STATE_AWAY: "away",
    presence_pb2.PRESENCE_STATE_ABSENT: "absent",
}


def sighting(state):
    return agent_pb2.SightingRecord(state=state, confidence_permille=900, threshold_permille=700)


arguments = options()
with tempfile.TemporaryDirectory() as folder:
    agent = Agent(channel(arguments, arguments.device_token), Journal(os.path.join(folder, "journal")))
    known = agent.register(agent_pb2.AgentEnvironment(
        agent_version="1.0", physical_cores=4, free_disk_mb=50_000, memory_mb=8_192, is_64_bit=True,
        camera_pixels=921_600, system="Windows 10 Pro", locale="ja-JP", is_virtual=True))
    for warning in known.warnings:
        print(f"{warning.code}: {warning.field} is {warning.value}")
    # A new journal counts on where this sample has run before.
    agent.journal.forget(known.last_record)
    running = threading.Thread(target=agent.run)
    running.start()

    # The manager learns of each change.
    watch = Watch(channel(arguments, arguments.token))
    seen = queue.Queue()
    threading.Thread(target=lambda: [seen.put(worker) for worker in watch.run()], daemon=True).start()
    for state in STATES:
        expect(agent.wait(agent.add(sighting=sighting(state))), "the record to be durable")
        while True:
            worker = seen.get(timeout=30)
            if worker.agent_id == known.id and worker.state == state:
                break
        print(f"the manager sees: {STATES[state]}")

    # Records go out while others have their ack, and twice the network is gone.
    first = agent.journal.last + 1
    for n in range(RECORDS):
        agent.add(sighting=sighting(presence_pb2.PRESENCE_STATE_PRESENT))
        if n in (RECORDS // 3, RECORDS // 2):
            agent.cut()
    expect(agent.wait(agent.journal.last), "every record to be durable")
    acks = [agent.verdicts[n] for n in range(first, first + RECORDS) if n in agent.verdicts]
    expect(all(ack.verdict in TAKEN for ack in acks), "every record to be taken")
    agent.stop()
    running.join()
    watch.stop()
    print(f"{RECORDS} records are durable, each once")
print("ok")
