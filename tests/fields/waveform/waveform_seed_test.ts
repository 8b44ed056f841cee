/**
 * The original design's own bytes, in every case.
 *
 * Configuration and metadata are byte-exact, except for `data_ptr`, for one duration and for the
 * lengths of resampled clips that the design gets wrong. Payloads are byte-exact where the design
 * doesn't scale or round; where it truncates, ours are within 1 of its own; where it scales
 * differently, or not at all, ours follow our own rule, restated here. Resampled audio is compared
 * with what `scipy.signal.resample` gives in float64 for the exact length (`exact` in the data).
 */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import { defineDataset, field, type PcmArray, type WaveformDtype } from "../../../schema/mod.ts";
import seed from "../../data/seed/waveforms.json" with { type: "json" };
import { readNpy } from "../_npy.ts";

type SeedCase = (typeof seed.cases)[number];

const folder = new URL("../../data/seed/", import.meta.url).pathname;

/** The design also multiplies by 32,767, but truncates: ours are nearer by up to 1. */
const within1 = new Set(
  ["00", "01", "03", "04", "15", "18", "19", "21", "22", "27", "32"],
);

/** The design leaves integers unscaled, wraps them, or turns floats into -1, 0 and 1. */
const otherRule = new Set(
  ["07", "09", "10", "11", "12", "13", "14", "16", "24", "31"],
);

/** The design computes lengths in floating point, and comes out one sample short. */
const oneMore = new Set(["28", "29", "30", "34"]);

/** 16,016 samples at 16 kHz are 1,001 ms; the design says 1,000. */
const otherDuration = new Set(["36"]);

function pack(
  { params, input, input_sample_rate }: SeedCase,
): { metadata: Uint8Array; payload: Uint8Array } {
  const dataset = defineDataset("Seed", {
    audio: field.waveform({
      sampleRate: params.sample_rate,
      mono: params.mono,
      dtype: params.dtype as WaveformDtype,
      normalize: params.normalize,
      resample: "fourier",
    }),
  });
  const path = Deno.makeTempFileSync({ suffix: ".afd" });
  try {
    {
      // Some of the design's clips exceed full scale on purpose.
      const options = { ir: dataset.ir, overwrite: true, onClipping: "warn" } as const;
      using writer = createDatasetWriter(path, options);
      const sampleRate = input_sample_rate ?? params.sample_rate;
      const audio = { ...readNpy(`${folder}${input.file}`), sampleRate };
      writer.append({ audio });
    }
    using reader = openDataset(path);
    const { position, length } = reader.field("audio").extent(0)!;
    return {
      metadata: reader.file.view(reader.file.entry(0).tableOffset, 24).slice(),
      payload: reader.file.view(position, length).slice(),
    };
  } finally {
    Deno.removeSync(path);
  }
}

/**
 * Our rule: powers of two for integers, the largest integer for floats and after normalising, the
 * mean in float64; resampled the way scipy does it.
 */
function restated({ params, input, exact }: SeedCase): number[] {
  const { samples, channels } = readNpy(`${folder}${exact ?? input.file}`);
  const frames = params.mono && channels > 1 ? means(samples, channels) : Array.from(samples);
  const bits: Record<string, number> = { int16: 15, int32: 31 };
  const from = bits[input.dtype];
  const to = bits[params.dtype];
  const peak = params.normalize ? Math.max(...frames.map(Math.abs)) || 1 : undefined;
  const unit = peak ?? 2 ** (from ?? 0);
  if (to === undefined) return frames.map((value) => Math.fround(value / unit));
  const scale = from === undefined || params.normalize ? 2 ** to - 1 : 2 ** to;
  return frames.map((value) => {
    const rounded = nearestEven(value / unit * scale);
    // Integers have only one zero.
    return Math.min(Math.max(rounded, -(2 ** to)), 2 ** to - 1) + 0;
  });
}

function means(samples: PcmArray, channels: number): number[] {
  return Array.from({ length: samples.length / channels }, (_, frame) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += samples[frame * channels + channel]!;
    }
    return sum / channels;
  });
}

function nearestEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function values(bytes: Uint8Array, dtype: string): number[] {
  const { buffer } = Uint8Array.from(bytes);
  if (dtype === "int16") return Array.from(new Int16Array(buffer));
  return Array.from(dtype === "int32" ? new Int32Array(buffer) : new Float32Array(buffer));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The metadata that the design should have made. */
function wantedMetadata({ metadata_hex, params }: SeedCase, number: string): Uint8Array {
  const metadata = Uint8Array.from(metadata_hex.match(/../g)!, (pair) => parseInt(pair, 16));
  const view = new DataView(metadata.buffer);
  view.setUint32(0, 64, true);
  if (oneMore.has(number)) view.setUint32(8, view.getUint32(8, true) + 1, true);
  const samples = view.getUint32(8, true);
  const duration = Math.floor(samples * 1000 / params.sample_rate);
  if (otherDuration.has(number) || oneMore.has(number)) view.setUint32(12, duration, true);
  return metadata;
}

/** Fails at the first sample that differs by more than `tolerance`. */
function near(found: readonly number[], wanted: readonly number[], tolerance: number): void {
  assert.equal(found.length, wanted.length);
  const off = found.findIndex((value, index) => !(Math.abs(value - wanted[index]!) <= tolerance));
  assert.equal(off, -1, `sample ${off} is ${found[off]}, not ${wanted[off]}`);
}

for (const given of seed.cases) {
  const { id, input, params, payload } = given;
  const number = /wave_(\d+)/.exec(id)?.[1] ?? "";
  const isResampled = given.exact !== null;
  const rule = within1.has(number)
    ? "within 1 of the seed's payload"
    : oneMore.has(number)
    ? "scipy's samples, one more than the seed's"
    : otherRule.has(number)
    ? "our documented rule"
    : "the seed's payload";
  Deno.test(`waveform stores ${id} as ${rule}, ${input.dtype} to ${params.dtype}`, () => {
    const found = pack(given);
    assert.deepEqual(found.metadata, wantedMetadata(given, number));
    const wanted = Deno.readFileSync(`${folder}${payload.file}`);
    const ours = values(found.payload, params.dtype);
    // Resampling is in float32, which may tip a sample over to the next integer.
    const tolerance = !isResampled ? 0 : params.dtype === "float32" ? 1e-6 : 1;
    near(ours, restated(given), tolerance);
    if (otherRule.has(number) || oneMore.has(number)) return;
    const theirs = values(wanted, params.dtype);
    if (within1.has(number)) return near(ours, theirs, 1);
    if (isResampled) return near(ours, theirs, tolerance);
    assert.deepEqual(found.payload, wanted);
  });
}

Deno.test("decodeBatch() gives the seed's batch of three clips, padded with zeros", () => {
  const { clips, hex, of, shape } = seed.batch;
  const { samples } = readNpy(`${folder}${of}`);
  const { ir } = defineDataset("Seed", { audio: field.waveform() });
  const path = Deno.makeTempFileSync({ suffix: ".afd" });
  try {
    {
      using writer = createDatasetWriter(path, { ir, overwrite: true });
      for (const length of clips) {
        writer.append({ audio: { samples: samples.slice(0, length), sampleRate: 16_000 } });
      }
    }
    using reader = openDataset(path);
    const audio = reader.field("audio");
    const batch = audio.allocateBatch(3) as { data: Int16Array; shape: number[] };
    audio.decodeBatch([0, 1, 2], batch);
    assert.deepEqual(batch.shape, shape);
    const { buffer, byteOffset, byteLength } = batch.data;
    assert.equal(toHex(new Uint8Array(buffer, byteOffset, byteLength)), hex);
  } finally {
    Deno.removeSync(path);
  }
});
