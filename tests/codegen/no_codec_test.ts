/** Audio in a coding that can't be stored yet is refused before anything is written. */
import assert from "node:assert/strict";
import { defineDataset, field } from "../../schema/mod.ts";
import { createDatasetWriter } from "../../runtime/mod.ts";
import { textOf } from "./_workspace.ts";

const datasets = [
  defineDataset("Small", { audio: field.opus() }),
  defineDataset("Long", { audio: field.chunkedWaveform({ coding: "opus" }) }),
  defineDataset("Mix", { audio: field.stems({ names: ["vocals"], coding: "opus" }) }),
];

for (const dataset of datasets) {
  Deno.test(`a module for Opus in ${dataset.ir.fields[0]?.kind} is refused`, async () => {
    await assert.rejects(async () => await textOf([dataset]), {
      name: "SchemaError",
      code: "no-codec",
    });
  });

  Deno.test(`a writer of Opus in ${dataset.ir.fields[0]?.kind} is refused, without a file`, () => {
    const folder = Deno.makeTempDirSync();
    try {
      assert.throws(() => createDatasetWriter(`${folder}/a.afd`, { ir: dataset.ir }), {
        name: "UsageError",
        code: "no-codec",
      });
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}
