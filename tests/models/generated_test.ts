/** Generated writers take codec models like the reflective one, and write the same bytes. */
import assert from "node:assert/strict";
import { createDatasetWriter, type WriterOptions } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { Workspace } from "../codegen/_workspace.ts";
import { LevelModel } from "./_level_model.ts";

const level = { nCodebooks: 2, vocabSize: 65_536, frameRate: 50 };

const Drawn = defineDataset("Drawn", {
  codes: field.codecTokens({ from: "audio", ...level, packing: "bits" }),
  audio: field.waveform({ dtype: "float32" }),
  mel: field.melSpectrogram({ from: "audio", preset: "whisper" }),
  own: field.codecTokens(level),
});

/** What a generated module exports to write with. */
type CreateWriter = (path: string, options: WriterOptions) => {
  append(record: object): number;
  appendAsync(record: object): Promise<number>;
  finish(): void;
  abort(): void;
};

Deno.test("a generated writer with codec models writes the same as the reflective one", async () => {
  using workspace = new Workspace();
  await workspace.generate("drawn.ts", [Drawn]);
  await workspace.deno("check", "drawn.ts");
  const { createDrawnWriter } = await workspace.import("drawn.ts");
  const createGenerated = createDrawnWriter as CreateWriter;
  const codecModels = { codes: new LevelModel(), own: new LevelModel() };
  const audio = {
    samples: Int16Array.from({ length: 5000 }, (_, at) => at * 7 - 16_000),
    sampleRate: 16_000,
  };
  const records = [
    { audio, own: audio },
    { audio, own: { data: Uint16Array.of(1, 2), shape: [2, 1] } },
  ];
  const written = new Map<string, Uint8Array>();
  for (const name of ["generated", "reflective"]) {
    const path = workspace.path(`${name}.afd`);
    const writer = name === "generated"
      ? createGenerated(path, { codecModels })
      : createDatasetWriter(path, { ir: Drawn.ir, codecModels });
    for (const record of records) await writer.appendAsync(record);
    writer.finish();
    written.set(name, Deno.readFileSync(path));
  }
  assert.deepEqual(written.get("generated"), written.get("reflective"));

  const without = createGenerated(workspace.path("without.afd"), {});
  assert.throws(() => without.append({ audio, own: { data: new Uint16Array(0), shape: [2, 0] } }), {
    code: "no-codec-model",
  });
  without.abort();
});
