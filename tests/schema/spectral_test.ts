/** Options of spectral fields: presets, overrides, contradictions, what the schema keeps. */
import assert from "node:assert/strict";
import {
  defineDataset,
  field,
  fieldKind,
  irJson,
  parseIr,
  type ResolvedSpectral,
  spectralBins,
  spectralDefaults,
  type SpectralKind,
  spectralKinds,
  spectralPresetNames,
} from "../../schema/mod.ts";

function kept(kind: SpectralKind, options: object, more: object = {}): Record<string, unknown> {
  const { ir } = defineDataset("A", { ...more, x: { kind, options } } as never);
  return ir.fields.find(({ name }) => name === "x")!.options;
}

function resolved(kind: SpectralKind, options: object, more: object = {}): ResolvedSpectral {
  return fieldKind(kind)!.resolve(kept(kind, options, more) as never) as ResolvedSpectral;
}

Deno.test("the original design's parameters are the defaults, and aren't stored", () => {
  assert.deepEqual(kept("melSpectrogram", {}), {});
  assert.deepEqual(kept("melSpectrogram", { preset: "original", nMels: 80 }), {});
  assert.deepEqual(resolved("melSpectrogram", {}), spectralDefaults);
  const { sampleRate, nFft, hopLength, nMels, fMin, fMax, power, log, storeDtype } =
    spectralDefaults;
  assert.deepEqual(
    [sampleRate, nFft, hopLength, nMels, fMin, fMax, power, log, storeDtype],
    [16_000, 1024, 256, 80, 0, 8000, 2, "natural", "float16"],
  );
});

Deno.test("every preset of every kind survives the file's schema and its configuration bytes", () => {
  for (const preset of spectralPresetNames) {
    for (const kind of spectralKinds) {
      const { ir } = defineDataset("A", { x: { kind, options: { preset } } } as never);
      assert.deepEqual(parseIr(irJson(ir)), ir);
      const options = fieldKind(kind)!.resolve(ir.fields[0]!.options) as ResolvedSpectral;
      const bytes = fieldKind(kind)!.toBinary(options);
      assert.deepEqual(fieldKind(kind)!.fromBinary(bytes), options, `${preset} ${kind}`);
      assert.equal(bytes.length, preset === "original" ? 26 : 184);
      assert.equal("preset" in ir.fields[0]!.options, false);
      assert.ok(spectralBins(kind, options) > 0);
    }
  }
});

Deno.test("a preset is a starting point: parameters depend on each other as in its library", () => {
  assert.equal(resolved("melSpectrogram", { nFft: 512 }).winLength, 512);
  assert.equal(resolved("melSpectrogram", { preset: "torchaudio", nFft: 1024 }).hopLength, 512);
  assert.equal(resolved("melSpectrogram", { preset: "torchaudio", winLength: 300 }).hopLength, 150);
  assert.equal(resolved("melSpectrogram", { preset: "hifigan", hopLength: 200 }).padSamples, 412);
  const kaldi = resolved("melSpectrogram", { preset: "kaldi-fbank", sampleRate: 8000 });
  assert.deepEqual([kaldi.winLength, kaldi.hopLength, kaldi.nFft], [200, 80, 256]);
  const { logOffset, logFloor, topDb } = resolved("mfcc", {
    preset: "torchaudio-mfcc",
    log: "natural",
  });
  assert.deepEqual([logOffset, logFloor, topDb], [1e-6, 0, null]);
  assert.equal(resolved("spectrogram", { preset: "vits" }).log, "none");
});

Deno.test("with Kaldi, plain window names mean its own, symmetric windows", () => {
  const { window } = resolved("melSpectrogram", { preset: "kaldi-fbank", window: "hamming" });
  assert.equal(window, "hamming-symmetric");
  assert.equal(resolved("melSpectrogram", { window: "hamming" }).window, "hamming");
});

Deno.test("an omitted rate is the preset's; librosa's and torchaudio's is the source field's", () => {
  const audio = { audio: field.waveform({ sampleRate: 44_100 }) };
  const rate = (preset: string, more: object) =>
    resolved("melSpectrogram", { preset, ...more }, audio).sampleRate;
  assert.equal(rate("whisper", { from: "audio" }), 16_000);
  assert.equal(rate("tacotron2", { from: "audio" }), 22_050);
  assert.equal(rate("librosa", { from: "audio" }), 44_100);
  assert.equal(rate("torchaudio-db", { from: "audio" }), 44_100);
  assert.equal(rate("librosa", { from: "audio", sampleRate: 22_050 }), 22_050);
  assert.equal(rate("librosa", {}), "source");
});

const contradictions: readonly (readonly [string, SpectralKind, object])[] = [
  ["winLength", "melSpectrogram", { winLength: 2000 }],
  ["winLength", "melSpectrogram", { winLength: 400 }],
  ["hopLength", "melSpectrogram", { hopLength: 1025 }],
  ["fMin", "melSpectrogram", { fMin: 8000 }],
  ["fMin", "melSpectrogram", { fMin: 4000, fMax: -4000 }],
  ["fMax", "melSpectrogram", { fMax: 8001 }],
  ["fMax", "melSpectrogram", { sampleRate: 8000 }],
  ["topDb", "melSpectrogram", { topDb: 80 }],
  ["dbRef", "melSpectrogram", { dbRef: "max" }],
  ["dynamicRange", "melSpectrogram", { log: "none", dynamicRange: 8 }],
  ["magnitudeEpsilon", "melSpectrogram", { magnitudeEpsilon: 1e-9 }],
  ["norm", "melSpectrogram", { norm: "slaney" }],
  ["padSamples", "melSpectrogram", { preset: "whisper", padSamples: 10 }],
  ["snipEdges", "melSpectrogram", { snipEdges: false }],
  ["removeDcOffset", "spectrogram", { preset: "whisper", removeDcOffset: true }],
  ["useEnergy", "melSpectrogram", { useEnergy: true }],
  ["energyFloor", "melSpectrogram", { preset: "kaldi-fbank", energyFloor: 1 }],
  ["dropLastFrame", "melSpectrogram", { dropLastFrame: true }],
  ["stdEpsilon", "melSpectrogram", { stdEpsilon: 1e-3 }],
  ["normalize", "mfcc", { normalize: "whisper" }],
  ["normalize", "melSpectrogram", { preset: "librosa-db", normalize: "per-feature" }],
  ["normalize", "melSpectrogram", { preset: "nemo", dynamicRange: 8 }],
  ["nMfcc", "mfcc", { nMfcc: 81 }],
  ["padSeconds", "melSpectrogram", { padSeconds: 30 }],
  ["padSeconds", "melSpectrogram", { preset: "nemo", padSeconds: 30 }],
  ["padSeconds", "melSpectrogram", { preset: "librosa", padSeconds: 30 }],
  ["padSeconds", "mfcc", { preset: "whisper", padSeconds: 30 }],
];

for (const [name, kind, options] of contradictions) {
  Deno.test(`${kind} refuses ${JSON.stringify(options)}`, () => {
    assert.throws(() => kept(kind, options), {
      name: "SchemaError",
      code: "contradiction",
      found: name,
      message: new RegExp(`^A\\.x\\.${name}: `),
    });
  });
}

Deno.test("parameters that belong to another kind are unknown options", () => {
  const unknown = { name: "SchemaError", code: "unknown-option" };
  assert.throws(() => kept("spectrogram", { nMels: 80 }), unknown);
  assert.throws(() => kept("melSpectrogram", { lifter: 22 }), unknown);
  assert.throws(() => kept("melSpectrogram", { nmels: 80 }), unknown);
});

Deno.test("invalid values are refused, with what is wanted", () => {
  const wrong = { name: "SchemaError", code: "invalid-option" };
  for (
    const options of [
      { nFft: 1 },
      { nFft: 1024.5 },
      { hopLength: 0 },
      { power: 0 },
      { power: NaN },
      { preset: "wisper" },
      { window: "hanning" },
      { sampleRate: "file" },
      { fMin: -1 },
      { storeDtype: "int16" },
      { from: 3 },
      { center: "yes" },
    ]
  ) {
    assert.throws(() => kept("melSpectrogram", options), wrong, JSON.stringify(options));
  }
});

Deno.test("`from` names an audio field of the same dataset, before or after", () => {
  const fields = {
    mel: field.melSpectrogram({ from: "audio" }),
    audio: field.waveform(),
    text: field.text(),
  };
  assert.equal(defineDataset("A", fields).ir.fields[0]?.options.from, "audio");
  const invalid = { name: "SchemaError", code: "invalid-source" };
  const mel = (from: string) => ({ ...fields, mel: field.melSpectrogram({ from }) });
  assert.throws(() => defineDataset("A", mel("sound")), {
    ...invalid,
    message: /no field "sound".*mel, audio, text/,
  });
  assert.throws(() => defineDataset("A", mel("text")), invalid);
  assert.throws(() => defineDataset("A", mel("mel")), invalid);
});

Deno.test("configuration bytes with an unknown length or code are refused", () => {
  const { fromBinary, toBinary } = fieldKind("melSpectrogram")!;
  const refused = { name: "FormatError", code: "configuration" };
  for (const length of [0, 24, 25, 27, 183, 185]) {
    assert.throws(() => fromBinary(new Uint8Array(length)), refused, `${length}`);
  }
  const bytes = toBinary(resolved("melSpectrogram", { preset: "whisper" }));
  for (const [at, value] of [[25, 2], [26, 2], [27, 3], [28, 7], [35, 2], [37, 1]] as const) {
    const changed = bytes.slice();
    changed[at] = value;
    assert.throws(() => fromBinary(changed), refused, `${at}`);
  }
});
