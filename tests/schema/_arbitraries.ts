/** Random schemas, as the schema language would write them. */
import fc from "fast-check";
import {
  codecPresetNames,
  type Dataset,
  defineDataset,
  type FieldMeaning,
  fieldMeanings,
  pascalCase,
  spectralKinds,
  spectralPresetNames,
} from "../../schema/mod.ts";
import {
  chunkedOptions,
  codedOptions,
  stemsOptions,
  waveformOptions,
} from "./_audio_arbitraries.ts";
import type { DrawnField } from "./_drawn_field.ts";

/** A dataset as drawn. */
export interface DrawnDataset {
  readonly name: string;
  readonly fields: Readonly<Record<string, DrawnField>>;
}

/** Every reserved word of the language, and words with a meaning among class members. */
export const keywords: readonly string[] =
  `abstract accessor any arguments as asserts async await bigint boolean break case catch class
  const continue debugger declare default delete do else enum eval export extends false finally for
  from function get global globalThis if implements import in infer instanceof interface intrinsic
  is keyof let module namespace never new null number object of out override package private
  protected public readonly require return satisfies set static string super switch symbol this
  throw true try type typeof undefined unique unknown using var void while with yield`
    .split(/\s+/);

/** Names that generated code itself uses, inside its functions and classes. */
const inner = `batch blob bytes channels container count data dataPtr decode decodeBatch Disposable
  encode extent index leases length lengths metadata openAudio options out page pageMask parameters
  plan position record row rowBytes samples self shape slot source start table value values window
  word words write Symbol Promise Uint8Array undefined NaN x X a_b_c snake_case Pascal camelCase
  field input output dataset writer z9 long_`.split(/\s+/).filter((name) => name !== "");

/** Dataset names whose types would have the same names as the library's own. */
export const clashingDatasets: readonly string[] = [
  ...["Audio", "Waveform", "Dataset", "Scalar", "File", "Blob", "Byte", "ByteRun", "Text", "Table"],
  ...["Struct", "Field", "Open", "Writer", "Storage", "Indices", "Symbol", "Promise", "Array"],
  ...["Object", "Disposable", "Uint8Array", "Window", "Afd", "T", "X9", "Record", "Type"],
];

/** A field's name: a keyword, one that generated code uses, or any other. */
export const fieldName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...keywords),
  fc.constantFrom(...inner),
  fc.stringMatching(/^[a-zA-Z][A-Za-z0-9_]{0,12}$/).filter((name) => !reserved.has(name)),
);

const reserved = new Set([
  ...["byKey", "byKeyAsync", "findKey", "findKeyAsync", "keyOf", "keyOfAsync"],
  ...["append", "batches", "close", "constructor", "fields", "file", "finish", "fingerprint"],
  ...["hasOwnProperty", "indices", "ir", "isPrototypeOf", "name", "path", "propertyIsEnumerable"],
  ...["prototype", "recordCount", "storage", "then", "toJSON", "toLocaleString", "toRecord"],
  ...["toRecordAsync", "toString", "valueOf", "verify"],
]);

/** A dataset's name in PascalCase. */
export const datasetName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...clashingDatasets),
  fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,10}$/),
);

const integers: readonly (readonly [string, number, number])[] = [
  ["uint8", 0, 2 ** 8 - 1],
  ["int8", -(2 ** 7), 2 ** 7 - 1],
  ["uint16", 0, 2 ** 16 - 1],
  ["int16", -(2 ** 15), 2 ** 15 - 1],
  ["uint32", 0, 2 ** 32 - 1],
  ["int32", -(2 ** 31), 2 ** 31 - 1],
];

/** Text that is hard to quote. */
export const hardText: fc.Arbitrary<string> = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...["*/", "/*", "//", "`", "${", "}", "'", '"', "\\", "\n", "\r\n", "\u2028", "\u2029"],
      ...["@param x", "@ts-expect-error", "@deprecated", "{@link", "\0", "\ufeff", "</script>"],
      ...["é", "日本語", "🎧", "\u202e", "* ", " ", "\t", "throw 1;", "__proto__"],
    ),
    fc.string({ unit: "grapheme", maxLength: 12 }),
  ),
  { maxLength: 12 },
).map((parts) => parts.join("")).filter((text) => text.isWellFormed());

/**
 * A spectral field: a preset with some of its parameters changed. `from` is a name that {@link
 * drawnDataset} replaces or leaves out.
 */
const spectralField: fc.Arbitrary<DrawnField> = fc.record({
  kind: fc.constantFrom(...spectralKinds),
  options: fc.record({
    preset: fc.constantFrom(...spectralPresetNames),
    from: fc.constant("an audio field"),
    hopLength: fc.integer({ min: 80, max: 240 }),
    storeDtype: fc.constantFrom("float16", "float32"),
    inputScale: fc.constantFrom(0.5, 1),
    resample: fc.constantFrom("sinc", "fourier"),
    power: fc.constantFrom(1, 2, 0.5),
  }, { requiredKeys: ["preset"] }),
}).chain((field) =>
  field.options.preset === "whisper" && field.kind === "melSpectrogram"
    ? fc.constantFrom(null, 0.05, 0.1).map((padSeconds) => ({
      ...field,
      options: { ...field.options, padSeconds },
    }))
    : fc.constant(field)
);

/** A token field: with a codec's parameters, or with any. */
const tokensField: fc.Arbitrary<DrawnField> = fc.oneof(
  fc.record({ preset: fc.constantFrom(...codecPresetNames) }),
  fc.record({
    nCodebooks: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(255)),
    vocabSize: fc.oneof(fc.integer({ min: 1, max: 65_536 }), fc.constantFrom(1, 2, 1024, 65_536)),
    frameRate: fc.oneof(
      fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      fc.tuple(fc.integer({ min: 1, max: 48_000 }), fc.integer({ min: 1, max: 4096 })),
    ),
  }, { requiredKeys: [] }),
).chain((options) =>
  fc.constantFrom({}, { packing: "none" }, { packing: "bits" }).map((packing) => ({
    kind: "codecTokens",
    options: { ...options, ...packing },
  }))
);

/** A pitch field, at low and high rates; its frames hold at least two periods of `fMin`. */
const pitchField: fc.Arbitrary<DrawnField> = fc.record({
  sampleRate: fc.constantFrom(8_000, 16_000, 44_100),
  hopLength: fc.integer({ min: 40, max: 500 }),
  fMin: fc.constantFrom(50, 80.5),
  fMax: fc.constantFrom(300, 600.25),
  voicingThreshold: fc.double({ min: 0, max: 1, noNaN: true }),
  more: fc.nat({ max: 90 }),
  from: fc.option(fc.constant("an audio field"), { nil: undefined }),
}).map(({ more, from, ...options }) => ({
  kind: "pitch",
  options: {
    ...options,
    winLength: Math.ceil(2 * options.sampleRate / options.fMin) + more,
    ...(from === undefined ? {} : { from }),
  },
}));

/** Lets fields be computed from an audio field of their dataset, if there is a suitable one. */
function withSources(fields: Readonly<Record<string, DrawnField>>): Record<string, DrawnField> {
  const source = Object.entries(fields).find(([, { kind, options }]) =>
    // From audio at a lower rate, resampling would turn the shortest clips into very long ones.
    /aveform$|^flac$|^opus$/.test(kind) && Number(options.sampleRate ?? 16_000) >= 8_000
  );
  return Object.fromEntries(
    Object.entries(fields).map(([name, { kind, options }]) => {
      if (options.from === undefined) return [name, { kind, options }];
      const { from: _from, ...rest } = options;
      return [name, { kind, options: source === undefined ? rest : { ...rest, from: source[0] } }];
    }),
  );
}

/** A field of any kind. */
export const drawnField: fc.Arbitrary<DrawnField> = fc.oneof(
  { weight: 4, arbitrary: waveformOptions.map((options) => ({ kind: "waveform", options })) },
  codedOptions,
  chunkedOptions.map((options) => ({ kind: "chunkedWaveform", options })),
  stemsOptions.map((options) => ({ kind: "stems", options })),
  { weight: 3, arbitrary: spectralField },
  { weight: 2, arbitrary: tokensField },
  { weight: 2, arbitrary: pitchField },
  { weight: 2, arbitrary: fc.oneof(...integers.map((range) => scalar(range[0], whole(range)))) },
  scalar("uint64", fc.oneof(fc.bigInt(0n, 2n ** 64n - 1n), fc.nat())),
  scalar("int64", fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.maxSafeInteger())),
  scalar("float32", fc.float({ noNaN: true, noDefaultInfinity: true })),
  scalar("float64", fc.double({ noNaN: true, noDefaultInfinity: true })),
  scalar("bool", fc.boolean()),
  { weight: 2, arbitrary: scalar("text", hardText) },
  { weight: 2, arbitrary: scalar("category", hardText) },
  fc.constant({ kind: "bytes", options: {} }),
);

function whole([, min, max]: readonly [string, number, number]): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
}

function scalar(kind: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<DrawnField> {
  return fc.option(value, { nil: undefined }).map((fallback) => ({
    kind,
    options: fallback === undefined ? {} : { default: fallback },
  }));
}

/** A meaning for a field, or none; {@link withMeanings} gives it where the field can have it. */
const meaning = fc.option(fc.constantFrom(...fieldMeanings), { nil: undefined });

/** Gives fields the meanings that they can have, each to one field. */
function withMeanings(
  fields: Readonly<Record<string, DrawnField>>,
  meanings: readonly (FieldMeaning | undefined)[],
): Record<string, DrawnField> {
  const taken = new Set<FieldMeaning>();
  return Object.fromEntries(
    Object.entries(fields).map(([name, { kind, options }], index) => {
      const means = meanings[index];
      const isInteger = integers.some(([integer]) => integer === kind) || /int64$/.test(kind);
      const fits = means === "label" || (kind === "text" ? means !== "key" || !options.default : (
        (isInteger || kind === "category") && means !== "key" && means !== "transcript"
      ));
      if (means === undefined || !fits || taken.has(means)) return [name, { kind, options }];
      taken.add(means);
      const { default: _default, ...rest } = options;
      return [name, { kind, options: { ...(means === "key" ? rest : options), means } }];
    }),
  );
}

/** A dataset of up to eight fields. */
export const drawnDataset: fc.Arbitrary<DrawnDataset> = fc.record({
  name: datasetName,
  fields: fc.tuple(
    fc.uniqueArray(fc.tuple(fieldName, drawnField), {
      minLength: 1,
      maxLength: 8,
      selector: ([name]) => pascalCase(name).toLowerCase(),
    }),
    fc.array(meaning, { minLength: 8, maxLength: 8 }),
  ).map(([fields, meanings]) => withMeanings(withSources(Object.fromEntries(fields)), meanings)),
});

/** The validated dataset of a drawn one. */
export function datasetOf({ name, fields }: DrawnDataset): Dataset {
  return defineDataset(name, fields);
}
