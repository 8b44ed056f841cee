/**
 * The original design's own mel spectrograms, in every case.
 *
 * Configuration bytes are exact, followed by the extension if a case's power needs it. Metadata is
 * exact, except for `data_ptr`. Values are those before the design's cast to float16, within its
 * float32 error; stored float16 is the nearest to a value within that error. Integer input is
 * divided by 32,768 here but not there; clips that the design refuses, or shrinks its window for,
 * are padded here.
 */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import { defineDataset, field, fieldKind, type Spectrogram } from "../../../schema/mod.ts";
import seed from "../../data/seed/mels.json" with { type: "json" };
import { readNpy } from "../_npy.ts";

type SeedCase = (typeof seed.cases)[number];

const folder = new URL("../../data/seed/", import.meta.url).pathname;

/** Frame counts where the design fails, or counts frames of a shrunken window. */
const ours: Readonly<Record<string, number>> = {
  mel_05_mel_900: 5,
  mel_06_mel_768: 5,
  mel_08_mel_st: 9,
};

/** How far off the design's float32 may be, in logarithms or as a share of the largest value. */
const tolerance = 6e-4;

function optionsOf({ params }: SeedCase) {
  return {
    sampleRate: params.sample_rate,
    nFft: params.n_fft,
    hopLength: params.hop_length,
    nMels: params.n_mels,
    fMin: params.f_min,
    fMax: params.f_max,
    power: params.power,
    ...(params.log_scale ? {} : { log: "none" as const }),
    storeDtype: params.store_dtype as "float16" | "float32",
    // The design's way.
    resample: "fourier" as const,
  };
}

function pack(golden: SeedCase) {
  const { ir } = defineDataset("Seed", { mel: field.melSpectrogram(optionsOf(golden)) });
  const path = Deno.makeTempFileSync({ suffix: ".afd" });
  try {
    using writer = createDatasetWriter(path, { ir, overwrite: true });
    const sampleRate = golden.input_sample_rate ?? golden.params.sample_rate;
    writer.append({ mel: { ...readNpy(`${folder}${golden.input.file}`), sampleRate } });
    writer.finish();
    using reader = openDataset(path);
    return {
      metadata: reader.file.view(reader.file.entry(0).tableOffset, 16).slice(),
      extent: reader.field("mel").extent(0)!,
      decoded: reader.field("mel").decode(0) as Spectrogram,
    };
  } finally {
    Deno.removeSync(path);
  }
}

/** The design's values, by our rule for integers. */
function restated({ input, params, pre_cast_f32 }: SeedCase): number[] {
  const { samples } = readNpy(`${folder}${pre_cast_f32!.file}`);
  if (input.dtype !== "int16") return Array.from(samples);
  const scale = 32_768 ** params.power;
  return Array.from(
    samples,
    (value) =>
      params.log_scale ? Math.log((Math.exp(value) - 1e-10) / scale + 1e-10) : value / scale,
  );
}

/** The step from one float16 to the next at a value's size. */
function float16Step(value: number): number {
  return 2 ** (Math.max(-14, Math.floor(Math.log2(Math.max(Math.abs(value), 1e-30)))) - 10);
}

for (const golden of seed.cases) {
  Deno.test(`configuration bytes of ${golden.id}`, () => {
    const kind = fieldKind("melSpectrogram")!;
    // The resampling method isn't in the design's bytes.
    const { resample: _resample, ...options } = optionsOf(golden);
    const { ir } = defineDataset("Seed", { mel: field.melSpectrogram(options) });
    const resolved = kind.resolve(ir.fields[0]!.options);
    const bytes = kind.toBinary(resolved);
    const wanted = golden.to_binary_hex;
    assert.equal(bytes.subarray(0, 26).toHex(), wanted);
    assert.equal(bytes.length, golden.params.power === 2 ? 26 : 184);
    assert.deepEqual(kind.fromBinary(bytes), resolved);
  });

  Deno.test(`metadata and values of ${golden.id}`, () => {
    const { metadata, extent, decoded: { data, shape: [bins, frames] } } = pack(golden);
    const view = new DataView(metadata.buffer);
    assert.equal(view.getBigUint64(0, true), BigInt(extent.position));
    assert.equal(bins, golden.params.n_mels);
    const expected = ours[golden.id];
    if (expected !== undefined) {
      assert.equal(frames, expected);
      assert.ok(data.every(Number.isFinite));
      return;
    }
    assert.equal(metadata.subarray(8).toHex(), golden.metadata_hex!.slice(16));
    assert.equal(extent.length, golden.payload!.bytes);
    const wanted = restated(golden);
    assert.equal(data.length, wanted.length);
    const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const error = tolerance * (golden.params.log_scale ? 1 : largest);
    const isHalf = golden.params.store_dtype === "float16";
    data.forEach((value, index) => {
      const allowed = error + (isHalf ? float16Step(wanted[index]!) / 2 : 0);
      assert.ok(
        Math.abs(value - wanted[index]!) <= allowed,
        `${index}: ${value}, ${wanted[index]}`,
      );
    });
  });
}

Deno.test("float16 payloads equal the design's except for the last bit", () => {
  for (const golden of seed.cases) {
    const isComparable = golden.payload !== null && golden.params.store_dtype === "float16" &&
      golden.input.dtype !== "int16" && ours[golden.id] === undefined;
    if (!isComparable) continue;
    const bytes = Deno.readFileSync(`${folder}${golden.payload!.file}`);
    const theirs = new Uint16Array(bytes.buffer);
    const { decoded: { data } } = pack(golden);
    let different = 0;
    data.forEach((value, index) => {
      const bits = new Float16Array(theirs.buffer, index * 2, 1)[0]!;
      if (value !== bits) different++;
      assert.ok(Math.abs(value - bits) <= 2 * float16Step(bits), `${golden.id}: ${value}, ${bits}`);
    });
    assert.ok(different <= data.length / 50, `${golden.id}: ${different} of ${data.length}`);
  }
});
