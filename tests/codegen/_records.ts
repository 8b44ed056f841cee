/** Random records of any schema. */
import fc from "fast-check";
import {
  type AudioTarget,
  type DatasetIr,
  type FieldIr,
  fieldKind,
  fieldThatMeans,
  integerRange,
  padFrames,
  type ResolvedCodecTokens,
  type ResolvedSpectral,
  type ResolvedStems,
  spectralBins,
  type SpectralKind,
  type Waveform,
} from "../../schema/mod.ts";
import { hardText } from "../schema/_arbitraries.ts";

/** A record in the form `append` takes; fields with a default may be missing. */
export type DrawnRecord = Readonly<Record<string, unknown>>;

/** Random records of this schema. */
export function drawnRecord(ir: DatasetIr): fc.Arbitrary<DrawnRecord> {
  const given = ir.fields.filter(({ options }) => options.from === undefined);
  const values = Object.fromEntries(given.map((field) => [field.name, drawnValue(field)]));
  const required = given.filter(({ options }) => options.default === undefined);
  return fc.record(values, {
    requiredKeys: required.map(({ name }) => name),
    noNullPrototype: true,
  });
}

/** The records, each with a key of its own where the schema has keys. */
export function withKeys(ir: DatasetIr, records: readonly DrawnRecord[]): DrawnRecord[] {
  const key = fieldThatMeans(ir, "key");
  if (key === undefined) return [...records];
  return records.map((record, index) => ({ ...record, [key.name]: `clip ${index}/é🎧` }));
}

function drawnValue(field: FieldIr): fc.Arbitrary<unknown> {
  const range = integerRange[field.kind];
  if (range !== undefined) return drawnInteger(field.kind, range);
  switch (field.kind) {
    case "float32":
      return fc.float();
    case "float64":
      return fc.double();
    case "bool":
      return fc.boolean();
    case "text":
      return hardText;
    case "category":
      // Few of them, so that some repeat; composed and decomposed, and what UTF-16 sorts differently.
      return fc.oneof(
        fc.constantFrom("", "s12", "\u00e9", "e\u0301", "\uffff", "🎧", "\0", "日本語"),
        hardText,
      );
    case "bytes":
      return fc.uint8Array({ maxLength: 200 }).map((bytes) => bytes.subarray(bytes.length % 3));
    case "waveform":
    case "flac":
    case "opus":
    case "chunkedWaveform":
      return drawnAudio(fieldKind(field.kind)?.resolve(field.options) as AudioTarget);
    case "stems":
      return drawnStems(fieldKind(field.kind)?.resolve(field.options) as ResolvedStems);
    case "melSpectrogram":
    case "spectrogram":
    case "mfcc":
      return drawnFeatures(field);
    case "codecTokens":
      return drawnTokens(fieldKind(field.kind)?.resolve(field.options) as ResolvedCodecTokens);
    case "pitch":
      return drawnPitch();
    default:
      throw new Error(`No values are drawn for ${field.kind}`);
  }
}

/** Audio to compute from, or an array of the field's bins, as long as `padSeconds` allows. */
function drawnFeatures({ kind, options }: FieldIr): fc.Arbitrary<object> {
  const resolved = fieldKind(kind)!.resolve(options) as ResolvedSpectral;
  const bins = spectralBins(kind as SpectralKind, resolved);
  const audio = fc.record({
    sampleRate: fc.constantFrom(16_000, 22_050),
    frames: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constantFrom(0, 1, 399, 400, 1024, 3000)),
    format: fc.constantFrom("int16", "float32"),
    seed: fc.nat(),
  }).map(({ sampleRate, frames, format, seed }) => ({
    samples: samplesOf(format, frames, seed),
    sampleRate,
  }));
  const max = resolved.padSeconds === null ? 12 : Math.min(12, padFrames(resolved));
  const array = fc.record({ frames: fc.nat({ max }), seed: fc.nat() }).map((drawn) => ({
    data: samplesOf(drawn.seed % 2 === 0 ? "float32" : "float64", bins * drawn.frames, drawn.seed),
    shape: [bins, drawn.frames],
  }));
  return fc.oneof(audio, array);
}

/** Audio to find the pitch of, or frequencies, some of them unvoiced. */
function drawnPitch(): fc.Arbitrary<object> {
  const audio = fc.record({
    sampleRate: fc.constantFrom(16_000, 22_050),
    frames: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constantFrom(0, 1, 3000)),
    seed: fc.nat(),
  }).map(({ sampleRate, frames, seed }) => ({
    samples: samplesOf("float32", frames, seed),
    sampleRate,
  }));
  const array = fc.record({ frames: fc.nat({ max: 40 }), seed: fc.nat() }).map((drawn) => {
    const Values = drawn.seed % 2 === 0 ? Float32Array : Float64Array;
    const data = new Values(drawn.frames).map((_, at) => {
      const mixed = Math.imul(drawn.seed + at + 1, 0x9e37_79b1) >>> 0;
      return mixed % 3 === 0 ? (mixed % 2 === 0 ? 0 : NaN) : 50 + mixed / 2 ** 24;
    });
    return { data, shape: [drawn.frames] };
  });
  return fc.oneof(audio, array);
}

/** Tokens in any integer type that can hold them, including the largest. */
function drawnTokens({ nCodebooks, vocabSize }: ResolvedCodecTokens): fc.Arbitrary<object> {
  return fc.record({
    frames: fc.oneof(fc.nat({ max: 40 }), fc.constantFrom(0, 1, 8, 300)),
    isWide: fc.boolean(),
    seed: fc.nat(),
  }).map(({ frames, isWide, seed }) => {
    const count = Math.min(frames, Math.floor(4000 / nCodebooks));
    const Tokens = isWide ? Int32Array : Uint16Array;
    const data = new Tokens(nCodebooks * count).map((_, at) => {
      const mixed = Math.imul(seed + at + 1, 0x9e37_79b1) >>> 0;
      return mixed % 11 === 0 ? vocabSize - 1 : mixed % vocabSize;
    });
    return { data, shape: [nCodebooks, count] };
  });
}

function drawnInteger(
  kind: string,
  [min, max]: readonly [bigint, bigint],
): fc.Arbitrary<number | bigint> {
  const any = fc.oneof(fc.constantFrom(min, max), fc.bigInt(min, max));
  return kind.endsWith("64") ? fc.oneof(any, fc.nat()) : any.map(Number);
}

/** Samples in memory in any format, at the field's rate or another, with channels that it takes. */
function drawnAudio({ sampleRate, channels: wanted }: AudioTarget): fc.Arbitrary<object> {
  const least = typeof wanted === "number" ? wanted : 1;
  const near = fc.integer({ min: Math.ceil(sampleRate / 5), max: sampleRate * 4 });
  return fc.record({
    format: fc.constantFrom("int16", "int32", "float32", "float64"),
    channels: fc.oneof(
      fc.integer({ min: least, max: Math.min(255, least + 3) }),
      fc.constantFrom(undefined, 1, Math.max(7, least), 255),
    ),
    rate: fc.oneof(fc.constant(sampleRate), near.map((rate) => Math.min(rate, 3_072_000))),
    frames: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0, 1, 200)),
    seed: fc.nat(),
  }).map(({ format, channels, rate, frames, seed }) => ({
    samples: samplesOf(
      format,
      Math.min(frames, Math.floor(600 / (channels ?? 1))) * (channels ?? 1),
      seed,
    ),
    sampleRate: rate,
    ...(channels === undefined ? {} : { channels }),
  }));
}

/** Several stems with the same length, rate and channel count; or all of them in one recording. */
function drawnStems(target: ResolvedStems): fc.Arbitrary<object> {
  const { names } = target;
  return fc.tuple(
    drawnAudio(target),
    fc.array(fc.constantFrom("there", "missing", "unsaid"), {
      minLength: names.length,
      maxLength: names.length,
    }),
    fc.boolean(),
  ).map(([audio, are, isWhole]) => {
    const { samples, sampleRate, channels = 1 } = audio as Waveform<Int16Array>;
    const some = samples.slice(0, Math.min(40, samples.length / channels) * channels);
    if (isWhole && names.length * channels <= 255) {
      const length = some.length * names.length;
      const all = new (some.constructor as Int16ArrayConstructor)(length);
      for (let at = 0; at < length && some.length > 0; at++) all[at] = some[at % some.length]!;
      return { samples: all, sampleRate, channels: channels * names.length };
    }
    const values = are.flatMap((is, stem) => {
      if (is === "unsaid") return [];
      const given = { samples: some.map((value) => value / (stem + 1)), sampleRate, channels };
      return [[names[stem], is === "missing" ? null : given]];
    });
    return Object.fromEntries(values);
  });
}

/** Samples of a format, including the largest and the smallest. */
function samplesOf(format: string, length: number, seed: number) {
  let state = seed % 0x7fff_ffff + 1;
  const next = () => {
    state = Math.imul(state, 48_271) >>> 0;
    return state % 97 === 0 ? (state % 2 === 0 ? 1 : -1) : (state / 2 ** 32) * 2 - 1;
  };
  const values = Array.from({ length }, next);
  switch (format) {
    case "int16":
      return Int16Array.from(values, (value) => Math.floor(value * 32_767.99));
    case "int32":
      return Int32Array.from(values, (value) => Math.floor(value * 2_147_483_647));
    case "float32":
      return Float32Array.from(values);
    default:
      return Float64Array.from(values);
  }
}
