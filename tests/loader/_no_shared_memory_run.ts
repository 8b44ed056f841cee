/**
 * Loads a dataset of every kind in a host that can't share memory between threads, and compares what
 * workers decode with what this thread decodes.
 */
import "./_no_shared_memory.ts";
import assert from "node:assert/strict";
import { host } from "../../hosts/mod.ts";
import {
  type LoadableFields,
  loadBatches,
  openDataset,
  type StartWorker,
} from "../../runtime/mod.ts";
import { EveryKind, optionsOf } from "./_every_kind.ts";
import { type Members, shownOf } from "./_shown.ts";

const [path = "", most = "1"] = Deno.args;
const entry = new URL("./_no_shared_memory_worker.ts", import.meta.url);
const startWorker: StartWorker = (events) => host.threads!.start({ url: entry }, events);
const fields = EveryKind.ir.fields;
const rounds = Math.min(
  Number(most),
  Math.max(...fields.map(({ kind }) => optionsOf(kind).length)),
);
let records = 0;

async function shown(round: number, workers: number): Promise<unknown[]> {
  using reader = openDataset(path, { storage: workers % 2 === 0 ? "positioned" : "memory" });
  const all = Object.fromEntries(fields.map(({ name }) => [name, reader.field(name)])) as
    & Record<string, unknown>
    & LoadableFields;
  const dataset = { file: reader.file, fields: all, startWorker };
  const options = Object.fromEntries(fields.map(({ name, kind }) => {
    const choices = optionsOf(kind);
    return [name, choices[round % choices.length]!];
  }));
  const exported = Object.fromEntries(fields.map(({ name }) => {
    using batch = all[name]!.allocateBatch(1, options[name]! as never);
    return [name, batch.exports];
  }));
  const batches: unknown[] = [];
  for await (
    using batch of loadBatches(dataset, {
      batchSize: 4,
      shuffle: { seed: round },
      fields: options as never,
      workers,
      onDamaged: "skip",
    })
  ) {
    records += batch.indices.length;
    batches.push(
      [...batch.indices],
      ...fields.map(({ name }) =>
        shownOf(batch.fields[name] as Members, {
          exports: exported[name]!,
          rows: batch.indices.length,
        })
      ),
    );
  }
  return batches;
}

assert.equal(typeof SharedArrayBuffer, "undefined");
let compared = 0;
for (let round = 0; round < rounds; round++) {
  const wanted = await shown(round, 0);
  const found = await shown(round, 1 + round % 2);
  assert.deepEqual(found, wanted);
  compared += found.length;
}
console.log(`${compared} compared, ${records / rounds / 2} records`);
