/** The protocol between a loader and its workers: every state, every message. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { FromWorker, ToWorker } from "../../runtime/loader/threads/messages.ts";
import { DecodingWorker } from "../../runtime/loader/threads/decoding_worker.ts";
import {
  FollowedWorker,
  WorkerProtocol,
  type WorkerState,
} from "../../runtime/loader/threads/worker_state.ts";

type MessageType = ToWorker["type"] | FromWorker["type"];

const told: readonly ToWorker["type"][] = ["open", "places", "resize", "decode", "close"];
const said: readonly FromWorker["type"][] = ["capacity", "ready", "done", "failed"];

/** Messages that lead to each state. */
const ways: Readonly<Record<WorkerState, readonly MessageType[]>> = {
  new: [],
  opening: ["open"],
  placing: ["open", "capacity"],
  allocating: ["open", "capacity", "places"],
  ready: ["open", "ready"],
  resizing: ["open", "ready", "resize"],
  decoding: ["open", "ready", "decode"],
  failed: ["open", "failed"],
  closed: ["open", "ready", "close"],
};

/** The messages allowed in each state, and the state that follows. */
const legal: Readonly<Record<WorkerState, Partial<Record<MessageType, WorkerState>>>> = {
  new: { open: "opening", failed: "failed" },
  opening: { capacity: "placing", ready: "ready", failed: "failed" },
  placing: { places: "allocating", failed: "failed" },
  allocating: { ready: "ready", failed: "failed" },
  ready: { resize: "resizing", decode: "decoding", close: "closed", failed: "failed" },
  resizing: { capacity: "placing", ready: "ready", failed: "failed" },
  decoding: { done: "ready", failed: "failed" },
  failed: { resize: "failed", decode: "failed", close: "closed", failed: "failed" },
  closed: {},
};

function protocolAt(state: WorkerState): WorkerProtocol {
  const protocol = new WorkerProtocol();
  for (const type of ways[state]) protocol.advance(type);
  assert.equal(protocol.state, state);
  return protocol;
}

for (const state of Object.keys(ways) as WorkerState[]) {
  Deno.test(`a worker that is "${state}" accepts the messages of its state, and no others`, () => {
    for (const type of [...told, ...said]) {
      const protocol = protocolAt(state);
      const next = legal[state][type];
      if (next === undefined) {
        assert.throws(() => protocol.advance(type), {
          name: "WorkerError",
          code: "worker-protocol",
          found: type,
        });
        assert.equal(protocol.state, state);
      } else {
        protocol.advance(type);
        assert.equal(protocol.state, next);
      }
    }
  });
}

Deno.test("a follower is in the worker's state after each of its messages, however far ahead it was told", () => {
  const steps = fc.array(fc.constantFrom("decode", "resize", "resize with room"), {
    maxLength: 30,
  });
  fc.assert(fc.property(steps, fc.nat({ max: 40 }), (commands, ahead) => {
    const own = new WorkerProtocol();
    const followed = new FollowedWorker();
    const waiting: ("decode" | "resize" | "open")[] = [];
    const answersOf = (command: string): readonly (FromWorker["type"] | "places")[] =>
      command === "decode"
        ? ["done"]
        : command === "resize"
        ? ["ready"]
        : ["capacity", "places", "ready"];
    const script = ["open", ...commands];
    const typeOf = (command: string) => command.split(" ")[0] as "decode" | "resize" | "open";
    let next = 0;
    script.forEach((command, at) => {
      for (; next <= Math.min(script.length - 1, at + ahead); next++) {
        followed.tell(typeOf(script[next]!));
        waiting.push(typeOf(script[next]!));
      }
      own.advance(waiting.shift()!);
      const answers = command === "open" ? ["ready"] as const : answersOf(command);
      for (const type of answers) {
        own.advance(type);
        if (type === "places") followed.tell(type);
        else followed.hear(type);
        assert.equal(followed.state, own.state);
      }
    });
    assert.equal(followed.state, "ready");
    assert.throws(() => followed.hear("done"), { code: "worker-protocol" });
  }));
});

/** A worker whose dataset can't be opened, and the messages that it sends. */
function isolated(): { worker: DecodingWorker; said: FromWorker[]; ended: () => number } {
  const said: FromWorker[] = [];
  let ended = 0;
  const worker = new DecodingWorker({
    post: (message) => said.push(message),
    inTurn: (work) => Promise.resolve().then(work),
    open: () => Promise.reject(new TypeError("not opened, on purpose")),
    end: () => ended++,
  });
  return { worker, said, ended: () => ended };
}

/** Waits until everything that was queued is done. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("a worker refuses messages that come out of turn, says so once for each, and still ends", async () => {
  const outOfTurn: readonly ToWorker[] = [
    { type: "decode", slot: 0, count: 1 },
    { type: "places", places: [0] },
    { type: "close" },
  ];
  for (const message of outOfTurn) {
    const { worker, said, ended } = isolated();
    worker.hear(message);
    await settled();
    assert.equal(said.length, 1, message.type);
    const [failed] = said;
    assert.ok(failed?.type === "failed");
    assert.equal(failed.error.code, "worker-protocol");
    assert.equal(failed.error.found, message.type);
    worker.hear({ type: "decode", slot: 0, count: 1 });
    worker.hear({ type: "close" });
    await settled();
    assert.equal(said.length, 1);
    assert.equal(ended(), 1);
  }
});

Deno.test("a worker that can't open its dataset says so, ignores work, and ends when told to", async () => {
  const { worker, said, ended } = isolated();
  const ending = new Int32Array(new SharedArrayBuffer(4));
  worker.hear(
    {
      type: "open",
      source: "speech.afd",
      kept: [],
      mapping: undefined,
      options: {},
      module: undefined,
      kernels: {},
      identity: "",
      plan: { fields: [], capacity: 1, cropped: 0, gained: 0, onDamaged: "error" },
      slots: [],
      compared: new SharedArrayBuffer(1),
      ending,
    },
  );
  worker.hear({ type: "decode", slot: 0, count: 1 });
  worker.hear({
    type: "resize",
    plan: { fields: [], capacity: 1, cropped: 0, gained: 0, onDamaged: "error" },
    slots: [],
  });
  await settled();
  assert.equal(said.length, 1);
  assert.ok(said[0]?.type === "failed");
  assert.match(said[0].error.message, /not opened, on purpose/);
  assert.equal(ended(), 0);
  worker.hear({ type: "close" });
  await settled();
  assert.equal(ended(), 1);
  assert.equal(Atomics.load(ending, 0), 2);
});
