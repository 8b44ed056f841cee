/** Options of fields that hold audio, drawn at random. */
import fc from "fast-check";
import type { DrawnField } from "./_drawn_field.ts";

/** A resampling method; torchaudio's with and without its parameters. */
const resampling: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom("sinc", "fourier"),
  fc.record({
    method: fc.constant("torchaudio"),
    lowpassFilterWidth: fc.integer({ min: 1, max: 64 }),
    rolloff: fc.double({ min: 0.5, max: 1, noNaN: true }),
  }, { requiredKeys: ["method"] }),
);

/** `mono`, `channels`, neither, or both where they agree. */
const layout: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.constant({}),
  fc.boolean().map((mono) => ({ mono })),
  fc.constantFrom<unknown>("mono", "stereo", "source", 1, 2, 3, 6, 255).chain((channels) =>
    fc.constantFrom({ channels }, { channels, mono: channels === "mono" })
  ),
);

/** A waveform field's options, of all sorts, with and without default ones. */
export const waveformOptions: fc.Arbitrary<Record<string, unknown>> = fc.tuple(
  layout,
  fc.record({
    sampleRate: fc.oneof(
      fc.constantFrom(1, 8_000, 16_000, 44_100, 48_000, 768_000),
      fc.integer({ min: 1, max: 768_000 }),
    ),
    dtype: fc.constantFrom("int16", "float32", "int32"),
    normalize: fc.boolean(),
    resample: resampling,
  }, { requiredKeys: [] }),
).map(([channels, options]) => ({ ...channels, ...options }));

/** Audio options; the sample rates suit chunks of a few samples. */
const takenIn: fc.Arbitrary<Record<string, unknown>> = fc.tuple(
  layout,
  fc.record({ sampleRate: fc.constantFrom(8, 100, 8_000), resample: resampling }, {
    requiredKeys: [],
  }),
).map(([channels, options]) => ({ ...channels, ...options }));

/** All combinations of the bits that FLAC decodes to. */
const flac = fc.record({ bits: fc.constantFrom(16, 32), compressionLevel: fc.nat(8) });

const opus = fc.record({
  bitrate: fc.constantFrom("auto", 6_000, 64_000),
  application: fc.constantFrom("audio", "voip", "lowdelay"),
  frameDuration: fc.constantFrom(2.5, 5, 10, 20, 40, 60),
  vbr: fc.boolean(),
  preRollMs: fc.constantFrom(0, 80),
  resetSeconds: fc.constantFrom(0, 0.12),
}, { requiredKeys: [] });

/** PCM by its name, by an object, or by default; FLAC and Opus with options. */
const coding: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.constantFrom<Record<string, unknown>>({}, { coding: "pcm" }),
  fc.constantFrom("int16", "float32", "int32").map((dtype) => ({
    coding: { codec: "pcm", dtype },
  })),
  flac.map((options) => ({ coding: { codec: "flac", ...options } })),
  opus.map((options) => ({ coding: { codec: "opus", ...options } })),
);

/** FLAC and Opus have at most 8 channels, while `source` may have more; Opus supports few rates. */
function isCodable({ channels, mono, sampleRate, coding }: Record<string, unknown>): boolean {
  const said = JSON.stringify(coding ?? "pcm");
  const isAny = channels === undefined ? mono === false : channels === "source" || channels === 255;
  if (said.includes("opus") && Number(sampleRate ?? 16_000) < 8_000) return false;
  return !isAny || said.includes("pcm");
}

/** The options of a field that is one stream of a codec. */
export const codedOptions: fc.Arbitrary<DrawnField> = fc.tuple(
  takenIn,
  fc.oneof(
    flac.map((options) => ({ kind: "flac", options })),
    opus.map((options) => ({ kind: "opus", options })),
  ),
  fc.boolean(),
).filter(([target, { kind }]) => isCodable({ ...target, coding: kind })).map(
  ([target, { kind, options }, normalize]) => ({
    kind,
    options: { ...target, ...options, normalize },
  }),
);

/** A chunked field's options, with chunks of a few samples. */
export const chunkedOptions: fc.Arbitrary<Record<string, unknown>> = fc.tuple(
  takenIn,
  coding,
  fc.integer({ min: 1, max: 60 }),
  fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  fc.boolean(),
).map(([target, coding, chunk, hop, normalize]) => {
  const rate = Number(target.sampleRate ?? 16_000);
  const hopSeconds = hop === undefined ? {} : { hopSeconds: hop / rate };
  return { ...target, ...coding, normalize, chunkSeconds: chunk / rate, ...hopSeconds };
}).filter(isCodable);

/** A stems field's options. */
export const stemsOptions: fc.Arbitrary<Record<string, unknown>> = fc.tuple(
  takenIn,
  coding,
  fc.uniqueArray(fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,8}$/), {
    minLength: 1,
    maxLength: 40,
    selector: (name) => name.toLowerCase(),
  }).map((names) => names.filter((name) => !["path", "samples", "channels", "mix"].includes(name))),
).filter(([, , names]) => names.length > 0).map(([target, coding, names]) => ({
  ...target,
  ...coding,
  names,
})).filter(isCodable);
