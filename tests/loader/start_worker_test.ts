/** Loaders run any workers that a dataset provides, and notice when those break the protocol. */
import assert from "node:assert/strict";
import {
  type LoadableDataset,
  loadBatches,
  type Loader,
  type StartWorker,
} from "../../runtime/mod.ts";
import type { FromWorker, ToWorker } from "../../runtime/loader/threads/messages.ts";
import type { SpeechDataset, SpeechFields } from "../../generated/speech.ts";
import { OwnThreadWorkers } from "./_own_thread_worker.ts";
import { SpeechFile } from "./_speech_file.ts";

function datasetOf(
  { file, audio, transcript, speaker }: SpeechDataset,
  startWorker: StartWorker,
): LoadableDataset<SpeechFields> {
  return { file, fields: { audio, transcript, speaker }, startWorker };
}

/** Everything that the batches of audio and transcripts show. */
async function shownBy(
  loader: Loader<SpeechFields, "audio" | "transcript">,
): Promise<unknown[]> {
  const shown: unknown[] = [];
  for await (using batch of loader) {
    const { data, shape } = batch.fields.audio;
    shown.push([...batch.indices], [...data.slice(0, shape[0] * shape[1])]);
    shown.push([...batch.fields.transcript.values]);
  }
  return shown;
}

Deno.test("workers started by a given function decode the same batches", async () => {
  using file = new SpeechFile(20, (record) => 30 + record);
  using speech = file.open({ storage: "positioned" });
  const options = { batchSize: 6, shuffle: { seed: 4 }, fields: ["audio", "transcript"] } as const;
  const shown = await shownBy(loadBatches(datasetOf(speech, () => assert.fail()), options));
  const workers = new OwnThreadWorkers();
  const dataset = datasetOf(speech, workers.start);
  const found = await shownBy(loadBatches(dataset, { ...options, workers: 3 }));
  assert.deepEqual(found, shown);
  assert.equal(shown.length, 12);
  assert.deepEqual([workers.started, workers.ended], [3, 3]);
});

/** A worker that gives scripted answers to messages, and ends when told to. */
function scripted(answers: { readonly [Type in ToWorker["type"]]?: FromWorker }): StartWorker {
  return (events) => ({
    post(message) {
      const { type } = message as ToWorker;
      const answer = answers[type];
      queueMicrotask(() => {
        if (answer !== undefined) events.message(answer);
        if (type === "close") {
          events.exit(0);
        }
      });
    },
    terminate: () => events.exit(1),
  });
}

const done = { type: "done", slot: 0, count: 1 } as const;
const ready = { type: "ready", slots: [] } as const;

for (
  const [name, found, answers] of [
    ["gives a batch before its slots are ready", "done", { open: done }],
    ["says twice that it is ready", "ready", { open: ready, decode: ready }],
    ["asks for capacity when it is to decode", "capacity", {
      open: ready,
      decode: { type: "capacity", sizes: [8] },
    }],
  ] as const
) {
  Deno.test(`a worker that ${name} is an error, never a wrong batch or a hang`, async () => {
    using file = new SpeechFile(20);
    using speech = file.open({ storage: "positioned" });
    const dataset = datasetOf(speech, scripted(answers));
    const loader = loadBatches(dataset, { batchSize: 4, workers: 1, fields: ["speaker"] });
    await assert.rejects(Array.fromAsync(loader), {
      name: "WorkerError",
      code: "worker-protocol",
      found,
    });
  });
}

Deno.test("asking for workers is an error if a dataset has no function to start them with", async () => {
  const { createLoader } = await import("../../runtime/loader/epochs/create_loader.ts");
  using file = new SpeechFile(20);
  using speech = file.open();
  const fields = { speaker: speech.speaker };
  const options = { batchSize: 4, workers: 1 };
  assert.throws(() => createLoader({ file: speech.file, fields }, options), { code: "no-threads" });
});
