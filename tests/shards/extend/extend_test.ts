/** An extended dataset is what packing under the wider schema gives. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { openAfd } from "../../../runtime/shards/open_file.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { extendDataset } from "../../../shards/extend/extend_dataset.ts";
import { pairFile } from "../../container/_provenance.ts";
import { TestFolder } from "../../_test_folder.ts";
import { partsOf, writeOne, writeSharded } from "../_sharded.ts";

const audio = {
  id: field.text({ means: "key" }),
  wave: field.waveform({ channels: "source" }),
  flac: field.flac({ sampleRate: 22_050, bits: 24 }),
  opus: field.opus({ sampleRate: 24_000 }),
  chunks: field.chunkedWaveform({ coding: "flac", chunkSeconds: 0.1 }),
  speaker: field.category({ means: "speaker" }),
};
const Narrow = defineDataset("Speech", audio);
const Wide = defineDataset("Speech", {
  label: field.category({ default: "none" }),
  waveMel: field.melSpectrogram({ preset: "whisper", from: "wave" }),
  ...audio,
  count: field.int64({ default: -7n }),
  flacMel: field.mfcc({ sampleRate: 22_050, from: "flac" }),
  opusPitch: field.pitch({ sampleRate: 24_000, from: "opus" }),
  chunkMel: field.melSpectrogram({ preset: "kaldi-fbank", from: "chunks" }),
  said: field.text({ default: "ä" }),
});

const clip = fc.record({
  frames: fc.oneof(fc.nat(9000), fc.constantFrom(0, 1, 400)),
  channels: fc.constantFrom(1, 2),
  seed: fc.nat(1000),
}).map(({ frames, channels, seed }) => ({
  samples: Int16Array.from(
    { length: frames * channels },
    (_, at) => 12_000 * Math.sin(at * (seed % 40 + 1) / 300) + at % 13,
  ),
  sampleRate: 16_000,
  channels,
}));

const drawn = fc.array(fc.record({ clip, speaker: fc.constantFrom("a", "b", "c") }), {
  maxLength: 5,
}).map((all) =>
  all.map(({ clip, speaker }, record) => ({
    id: `clip ${record}`,
    wave: clip,
    flac: clip,
    opus: clip,
    chunks: clip,
    speaker,
  }))
);

Deno.test("extending gives the bytes that packing gives, from files and folders", async () => {
  await fc.assert(
    fc.asyncProperty(drawn, fc.nat(5), async (records, cut) => {
      using folder = new TestFolder();
      writeOne(folder.file("narrow.afd"), Narrow.ir, records);
      writeOne(folder.file("wide.afd"), Wide.ir, records);
      const wanted = Deno.readFileSync(folder.file("wide.afd"));
      writeSharded(folder.path, Narrow.ir, partsOf(records, [Math.min(cut, records.length)]));
      for (const path of [folder.file("narrow.afd"), folder.path]) {
        using source = openAfd(path);
        const out = folder.file(`out_${path.length}.afd`);
        await extendDataset(out, source, { ir: Wide.ir });
        assert.deepEqual(Deno.readFileSync(out), wanted);
      }
    }),
    { numRuns: 15 },
  );
});

Deno.test("what a wider schema can't be is refused, and nothing is left", async () => {
  using folder = new TestFolder();
  writeOne(folder.file("narrow.afd"), Narrow.ir, []);
  using source = openAfd(folder.file("narrow.afd"));
  const extend = (fields: Parameters<typeof defineDataset>[1]) =>
    extendDataset(folder.file("out.afd"), source, { ir: defineDataset("Speech", fields).ir });
  const { speaker: _speaker, ...fewer } = audio;
  await assert.rejects(extend(fewer), { code: "other-schema", field: "speaker" });
  const other = { ...audio, flac: field.flac({ sampleRate: 16_000 }) };
  await assert.rejects(extend(other), { code: "other-schema", field: "flac" });
  await assert.rejects(extend({ ...audio, age: field.uint8() }), {
    name: "UsageError",
    code: "not-computable",
    field: "age",
  });
  assert.deepEqual([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["narrow.afd"]);
});

Deno.test("the models that computed the fields of before are kept", async () => {
  using folder = new TestFolder();
  const codecModel = { sha256: "a".repeat(64), sampleRate: 16_000, channels: 1, hopLength: 9 };
  Deno.writeFileSync(folder.file("pair.afd"), pairFile({ text: { codecModel } }));
  using source = openAfd(folder.file("pair.afd"));
  const { ir } = defineDataset("Pair", {
    id: field.uint16(),
    text: field.text(),
    more: field.bool({ default: true }),
  });
  await extendDataset(folder.file("out.afd"), source, { ir });
  using out = openAfd(folder.file("out.afd"));
  assert.deepEqual(out.provenance, source.provenance);
});
