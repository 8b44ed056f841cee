/** Unknown options are refused wherever there are options, with a list of the known ones. */
import assert from "node:assert/strict";
import { createDatasetWriter, loadBatches, openDataset, planBatches } from "../../runtime/mod.ts";
import { fieldOf } from "../codegen/_generated.ts";
import { Kinds, thrown } from "../fields/_kinds.ts";
import { everyField, EveryKind, writeEveryKind } from "../loader/_every_kind.ts";

const padding = ["onLonger", "padTo", "maxTotal"];
const audio = ["maxSamples", ...padding];
const features = ["maxFrames", ...padding, "padValue", "dtype", "layout"];
const lists: Readonly<Record<string, readonly string[]>> = {
  waveform: [...audio, "dtype", "layout"],
  flac: [...audio, "dtype"],
  opus: [...audio, "dtype"],
  chunkedWaveform: [...audio, "dtype"],
  stems: [...audio, "dtype", "stems", "mix"],
  spectrogram: features,
  melSpectrogram: features,
  mfcc: features,
  pitch: ["maxFrames", ...padding],
  codecTokens: [
    "maxFrames",
    ...padding,
    "padValue",
    "beginToken",
    "endToken",
    "delays",
    "codebooks",
    "dtype",
    "order",
    "layout",
  ],
};

const kinds = await Kinds.of(everyField);
const folder = Deno.makeTempDirSync();
const path = `${folder}/every_kind.afd`;

Deno.test.beforeAll(() => writeEveryKind(path, 2));
Deno.test.afterAll(() => {
  Deno.removeSync(folder, { recursive: true });
  kinds[Symbol.dispose]();
});

for (const { name, kind } of EveryKind.ir.fields) {
  const wanted = lists[kind] ?? [];
  Deno.test(`batches of ${kind} list their ${wanted.length} options`, () => {
    using generated = kinds.module.open(path);
    using reflective = openDataset(path);
    for (const field of [fieldOf(generated, name), reflective.field(name)]) {
      for (
        const given of [{ foo: 1 }, ...kind === "waveform" ? [{ dtype: "float32", foo: 1 }] : []]
      ) {
        const error = thrown(() => field.allocateBatch(1, given));
        assert.deepEqual([error.code, error.field, error.found], ["invalid-option", name, "foo"]);
        const found = wanted.length === 0 ? [] : String(error.wanted).split(", ");
        assert.deepEqual(found.toSorted(), wanted.toSorted(), error.message);
      }
      // None of them is listed but refused.
      for (const option of wanted) field.allocateBatch(1, { [option]: undefined });
    }
  });
}

Deno.test("a layout for samples that aren't converted is refused with the reason", () => {
  using reflective = openDataset(path);
  assert.throws(() => reflective.field("waveform").allocateBatch(1, { layout: "mono" }), {
    code: "invalid-option",
    message:
      /"waveform": there is no option "layout" for samples that aren't converted.*dtype: "float32"/,
  });
});

Deno.test("plans, loaders, files and writers refuse unknown options", () => {
  using reflective = openDataset(path);
  const { file } = reflective;
  const fields = Object.fromEntries(reflective.fields) as never;
  const calls: readonly (readonly [() => unknown, RegExp])[] = [
    [
      () => planBatches({ batchSize: 1, foo: 1 } as never, reflective),
      /batchSize, shuffle, .*state/,
    ],
    [
      () => planBatches({ batchSize: 1, shuffle: { seed: 1, foo: 1 } } as never, reflective),
      /seed/,
    ],
    [
      () =>
        planBatches(
          { batchSize: 1, shuffle: { seed: 1, locality: { foo: 1 } } } as never,
          reflective,
        ),
      /block, window/,
    ],
    [
      () => planBatches({ batchSize: 1, bucket: { of: "flac", foo: 1 } } as never, reflective),
      /of, maxPadding, maxTotal/,
    ],
    [
      () => loadBatches({ file, fields }, { batchSize: 1, foo: 1 } as never),
      /batchSize.*onDamaged/,
    ],
    [
      () => reflective.batches({ batchSize: 1, fields: { bool: { foo: 1 } } } as never),
      /takes no options/,
    ],
    [() => openDataset(path, { foo: 1 } as never), /storage, checksums/],
    [
      () => createDatasetWriter(`${folder}/a.afd`, { ir: EveryKind.ir, foo: 1 } as never),
      /overwrite, .*ir, onCoded/,
    ],
    [
      () => kinds.module.createWriter(`${folder}/a.afd`, { foo: 1 } as never),
      /overwrite, openAudio/,
    ],
  ];
  for (const [call, message] of calls) {
    assert.throws(call, { name: "UsageError", code: "invalid-option", found: "foo", message });
  }
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["every_kind.afd"]);
});
