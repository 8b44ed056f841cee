/** Sound audio whose features can't be stored: errors name the parameter and the row. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { AudioInputError } from "../../../errors/mod.ts";
import { createDatasetWriter } from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { verifyFile } from "../../../runtime/verify/mod.ts";
import { thrown } from "../_kinds.ts";

type Builder = "melSpectrogram" | "spectrogram" | "mfcc";

const sampleRate = 16_000;
const silence = new Float32Array(8000);
const loud = Float32Array.from({ length: 8000 }, (_, at) => at % 3 - 1);
/** The first half is silent. */
const halves = loud.map((value, at) => at < 4000 ? 0 : value);

/** Packs records of these samples and checks the file; or throws the writer's error. */
function pack(kind: Builder, options: object, clips: readonly Float32Array[]): void {
  const { ir } = schemaOf(kind, options);
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a.afd`;
    using writer = createDatasetWriter(path, { ir });
    for (const samples of clips) writer.append({ x: { samples, sampleRate } });
    writer.finish();
    assert.deepEqual(verifyFile(path).damaged, []);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function refusal(kind: Builder, options: object, clips: readonly Float32Array[]) {
  const { ir } = schemaOf(kind, options);
  const folder = Deno.makeTempDirSync();
  try {
    using writer = createDatasetWriter(`${folder}/a.afd`, { ir });
    for (const samples of clips.slice(0, -1)) writer.append({ x: { samples, sampleRate } });
    const error = thrown(() => writer.append({ x: { samples: clips.at(-1)!, sampleRate } }));
    writer.abort();
    return error;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** The schema of one field. */
function schemaOf(kind: Builder, options: object) {
  const build = field[kind] as (options: object) => ReturnType<typeof field.mfcc>;
  return defineDataset("A", { x: build({ sampleRate, ...options }) });
}

const noFloor = { log: "natural", logFloor: 0, logOffset: 0 };

const faults: readonly (readonly [Builder, object, Float32Array, RegExp])[] = [
  [
    "melSpectrogram",
    { preset: "nemo", stdEpsilon: 0 },
    silence,
    /row 0 \(mel bin 0\).*because.*stdEpsilon \(0\)/,
  ],
  [
    "spectrogram",
    { ...noFloor, normalize: "per-feature" },
    silence,
    /frequency bin 0.*logFloor is 0/,
  ],
  [
    "melSpectrogram",
    noFloor,
    silence,
    /mel bin 0.*logarithm of 0: logFloor is 0 and logOffset is 0/,
  ],
  ["melSpectrogram", noFloor, halves, /mel bin 0.*logFloor is 0/],
  ["spectrogram", { ...noFloor, log: "log10" }, silence, /frequency bin 0.*logFloor is 0/],
  [
    "spectrogram",
    { ...noFloor, log: "db", topDb: 80 },
    silence,
    /frequency bin 0.*logFloor is 0/,
  ],
  ["spectrogram", { ...noFloor, log: "db", dbRef: "max" }, silence, /logFloor is 0/],
  ["melSpectrogram", { ...noFloor, dynamicRange: 8 }, silence, /logFloor is 0/],
  ["mfcc", noFloor, silence, /coefficient 0.*logFloor is 0/],
  ["melSpectrogram", { ...noFloor, logFloor: 1e-60 }, silence, /logFloor is 1e-60/],
  [
    "melSpectrogram",
    { preset: "kaldi-fbank", useEnergy: true, logFloor: 0 },
    silence,
    /row 1 \(mel bin 0\).*logFloor is 0/,
  ],
  [
    "spectrogram",
    { power: 16, inputScale: 2 ** 31, storeDtype: "float32" },
    loud,
    /power: 16 makes/,
  ],
  [
    "melSpectrogram",
    { ...noFloor, framing: "stft", center: true, padSeconds: 1 },
    loud,
    /the padding.*logFloor is 0/,
  ],
];

for (const [kind, options, samples, message] of faults) {
  Deno.test(`${kind} of ${JSON.stringify(options)}: ${message.source}`, () => {
    const error = refusal(kind, options, [samples]);
    assert.ok(error instanceof AudioInputError);
    assert.deepEqual([error.code, error.field, error.record], ["feature-parameter", "x", 0]);
    assert.match(error.message, message);
    assert.match(error.message, /; (set|scale) /);
    assert.doesNotMatch(error.message, /repair/);
    // The error names a parameter, with its value.
    const [name, value] = String(error.found).split(": ");
    const { ir } = schemaOf(kind, options);
    const stated = ir.fields[0]!.options[name!];
    if (stated !== undefined) assert.equal(value, String(stated));
  });
}

Deno.test("values too large for float16 name their row", () => {
  const options = { preset: "torchaudio", inputScale: 1000 };
  const error = refusal("melSpectrogram", options, [new Float32Array(8000).fill(1)]);
  assert.equal(error.code, "overflow");
  assert.match(error.message, /row \d+ \(mel bin \d+\) has the value .*too large for float16/);
});

Deno.test("whatever the parameters, valid audio gives finite values or an error that names a parameter", () => {
  const general = fc.record({
    power: fc.constantFrom(0.5, 1, 2, 16),
    inputScale: fc.constantFrom(1e-30, 1, 2 ** 31),
    nFft: fc.constantFrom(2, 64),
    storeDtype: fc.constantFrom("float16", "float32"),
  });
  const floors = {
    logFloor: fc.constantFrom(0, 1e-50, 1e-10),
    logOffset: fc.constantFrom(0, 1e-6),
  };
  const logs = fc.oneof(
    fc.constant({ log: "none" }),
    fc.record({ log: fc.constantFrom("natural", "log10"), ...floors }),
    fc.record({
      log: fc.constant("natural"),
      ...floors,
      normalize: fc.constant("per-feature"),
      stdEpsilon: fc.constantFrom(0, 1e-5),
    }),
    fc.record({
      log: fc.constant("db"),
      ...floors,
      topDb: fc.constantFrom(null, 0, 80),
      dynamicRange: fc.constantFrom(null, 0, 8),
      dbRef: fc.constantFrom<number | "max">(1e-30, 1, "max"),
    }),
  );
  const options = fc.tuple(general, logs).map(([one, other]) => ({ ...one, ...other }));
  const kinds = fc.constantFrom<Builder>("melSpectrogram", "spectrogram", "mfcc");
  const clip = fc.constantFrom(silence, loud, halves, new Float32Array(1), new Float32Array(0));
  let [stored, refused] = [0, 0];
  fc.assert(
    fc.property(kinds, options, clip, (kind, given, samples) => {
      const winLength = given.nFft;
      const bins = {
        spectrogram: {},
        melSpectrogram: { nMels: 2 },
        mfcc: { nMels: 2, nMfcc: 2 },
      }[kind];
      const all = { framing: "stft", winLength, hopLength: 32, ...bins, ...given };
      try {
        schemaOf(kind, all);
      } catch {
        // Parameters that contradict each other.
        return;
      }
      try {
        pack(kind, all, [samples.subarray(0, 1000)]);
        stored++;
      } catch (error) {
        assert.ok(error instanceof AudioInputError, String(error));
        assert.ok(["feature-parameter", "overflow"].includes(error.code), error.message);
        assert.match(error.message, /row \d+ \(/);
        refused++;
      }
    }),
    { numRuns: 200 },
  );
  assert.ok(stored > 20 && refused > 20, `${stored} stored, ${refused} refused`);
});
