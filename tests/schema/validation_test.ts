import assert from "node:assert/strict";
import { SchemaError } from "../../errors/mod.ts";
import { defineDataset } from "../../schema/mod.ts";

/** The error when defining `Speech` with a field `audio` of this kind and these options. */
function errorOf(kind: string, options: unknown): SchemaError {
  try {
    defineDataset("Speech", { audio: { kind, options } });
  } catch (cause) {
    assert.ok(cause instanceof SchemaError, `not a SchemaError: ${cause}`);
    return cause;
  }
  throw new assert.AssertionError({ message: "it was accepted" });
}

/** A value the way an error shows it. */
function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "an array" : "an object";
}

const messages: readonly (readonly [string, unknown, string])[] = [
  ["waveform", { sampleRate: 0 }, ".sampleRate: expected an integer from 1 to 768000, got 0"],
  [
    "waveform",
    { sampleRate: 768_001 },
    ".sampleRate: expected an integer from 1 to 768000, got 768001",
  ],
  ["waveform", { sampleRate: 1.5 }, ".sampleRate: expected an integer from 1 to 768000, got 1.5"],
  ["waveform", { sampleRate: NaN }, ".sampleRate: expected an integer from 1 to 768000, got NaN"],
  ["waveform", { sampleRate: "8" }, '.sampleRate: expected an integer from 1 to 768000, got "8"'],
  ["waveform", { sampleRate: 8n }, ".sampleRate: expected an integer from 1 to 768000, got 8n"],
  ["waveform", { sampleRate: null }, ".sampleRate: expected an integer from 1 to 768000, got null"],
  ["waveform", { mono: 1 }, ".mono: expected true or false, got 1"],
  [
    "waveform",
    { dtype: "int8" },
    '.dtype: expected one of "int16", "float32", "int32", got "int8"',
  ],
  ["waveform", { dtype: [] }, '.dtype: expected one of "int16", "float32", "int32", got an array'],
  ["waveform", { normalize: {} }, ".normalize: expected true or false, got an object"],
  ...[0, -1, 256, 1.5, NaN, "2", "surround", null, {}].map((channels) =>
    [
      "waveform",
      { channels },
      '.channels: expected "mono", "stereo", "source" or an integer from 1 to 255, got ' +
      shown(channels),
    ] as const
  ),
  ...["linear", "torchaudio", 3, null, {}, { lowpassFilterWidth: 6 }, []].map((resample) =>
    [
      "waveform",
      { resample },
      '.resample: expected "sinc", "fourier" or { method: "torchaudio" }, got ' + shown(resample),
    ] as const
  ),
  [
    "waveform",
    { resample: { method: "sinc" } },
    '.resample.method: expected one of "torchaudio", got "sinc"',
  ],
  ...[0, 513, 1.5, "6"].map((lowpassFilterWidth) =>
    [
      "waveform",
      { resample: { method: "torchaudio", lowpassFilterWidth } },
      ".resample.lowpassFilterWidth: expected an integer from 1 to 512, got " +
      shown(lowpassFilterWidth),
    ] as const
  ),
  ...[0, 1.01, -1, NaN, Infinity, "1"].map((rolloff) =>
    [
      "waveform",
      { resample: { method: "torchaudio", rolloff } },
      `.resample.rolloff: expected a number from 0.01 to 1, got ${shown(rolloff)}`,
    ] as const
  ),
  ["waveform", [], ": expected a plain object of options, got an array"],
  ["waveform", null, ": expected a plain object of options, got null"],
  ["waveform", new Map(), ": expected a plain object of options, got an object"],
  ["waveform", () => ({}), ": expected a plain object of options, got a function"],
  ["uint8", { default: 256 }, ".default: expected an integer from 0 to 255, got 256"],
  ["int8", { default: -129 }, ".default: expected an integer from -128 to 127, got -129"],
  ["uint32", { default: 0.5 }, ".default: expected an integer from 0 to 4294967295, got 0.5"],
  [
    "uint64",
    { default: -1n },
    ".default: expected an integer from 0 to 18446744073709551615, got -1n",
  ],
  [
    "int64",
    { default: 2 ** 53 },
    ".default: expected an integer from -9223372036854775808 to 9223372036854775807, got 9007199254740992",
  ],
  [
    "float32",
    { default: 1e39 },
    ".default: expected a finite number within float32's range, got 1e+39",
  ],
  ["float64", { default: Infinity }, ".default: expected a finite number, got Infinity"],
  ["float64", { default: "0" }, '.default: expected a finite number, got "0"'],
  ["bool", { default: 0 }, ".default: expected true or false, got 0"],
  ["text", { default: 1 }, ".default: expected well-formed text, got 1"],
  ["text", { default: "\ud800" }, '.default: expected well-formed text, got "\\ud800"'],
];

for (const [kind, options, message] of messages) {
  Deno.test(`defineDataset() refuses a ${kind} with Speech.audio${message}`, () => {
    const error = errorOf(kind, options);
    assert.equal(error.message, `Speech.audio${message}`);
    assert.equal(error.code, "invalid-option");
    assert.match(error.field ?? "", /^Speech\.audio/);
  });
}

Deno.test("defineDataset() refuses an unknown option and lists the known ones", () => {
  const error = errorOf("waveform", { samplerate: 16_000 });
  assert.equal(
    error.message,
    'Speech.audio: unknown option "samplerate"; the options are sampleRate, mono, channels, dtype, ' +
      "normalize, resample, means",
  );
  assert.equal(error.code, "unknown-option");
  assert.equal(error.wanted, "sampleRate, mono, channels, dtype, normalize, resample, means");
});

Deno.test("defineDataset() refuses hidden, inherited and symbolic options", () => {
  const hidden = Object.defineProperty({}, "secret", { value: 1, enumerable: false });
  assert.match(errorOf("text", hidden).message, /unknown option "secret"/);
  assert.match(errorOf("text", { [Symbol("s")]: 1 }).message, /unknown option "Symbol\(s\)"/);
  assert.match(errorOf("text", { ["__proto__"]: 1 }).message, /unknown option "__proto__"/);
  assert.match(errorOf("text", { __proto__: { default: "x" } }).message, /a plain object/);
});

Deno.test("defineDataset() says that bytes have one option", () => {
  const error = errorOf("bytes", { default: new Uint8Array(1) });
  assert.match(error.message, /unknown option "default"; the only option is means$/);
});

Deno.test("defineDataset() refuses mono and channels that contradict each other", () => {
  const contradictions: [mono: boolean, channels: unknown][] = [
    [true, "stereo"],
    [true, "source"],
    [true, 1],
    [true, 2],
    [false, "mono"],
  ];
  for (const [mono, channels] of contradictions) {
    const error = errorOf("waveform", { mono, channels });
    assert.equal(error.code, "contradiction");
    assert.equal(
      error.message,
      `Speech.audio.channels: mono: ${mono} contradicts channels: ${JSON.stringify(channels)}; ` +
        "leave `mono` out",
    );
  }
});

Deno.test("defineDataset() refuses unknown parameters of a resampling method", () => {
  const error = errorOf("waveform", { resample: { method: "torchaudio", width: 6 } });
  assert.equal(
    error.message,
    'Speech.audio.resample: unknown option "width"; the options are method, lowpassFilterWidth, rolloff',
  );
});

Deno.test("defineDataset() refuses what isn't a field", () => {
  for (const definition of [undefined, null, 3, "text", {}, { kind: "mp3" }, { kind: 20 }, []]) {
    assert.throws(() => defineDataset("Speech", { audio: definition as never }), {
      name: "SchemaError",
      code: "invalid-field",
      message: "Speech.audio: expected a field; make it with field.waveform(), field.text() or " +
        "another of the builders",
    });
  }
});

Deno.test("defineDataset() refuses what isn't an object of fields", () => {
  for (const fields of [undefined, null, 3, [], new Map()]) {
    assert.throws(() => defineDataset("Speech", fields as never), {
      name: "SchemaError",
      message: "Speech: expected an object of fields",
    });
  }
  assert.throws(() => defineDataset("Speech", {}), {
    message: "Speech: a dataset needs at least one field",
  });
});
