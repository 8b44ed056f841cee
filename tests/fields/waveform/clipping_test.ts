/** What writers do with audio beyond full scale, and what they report about it. */
import assert from "node:assert/strict";
import { createDatasetWriter, type IntakeNote, openDataset } from "../../../runtime/mod.ts";
import { defineDataset, field, type FieldDefinition } from "../../../schema/mod.ts";
import { Kinds, thrown } from "../_kinds.ts";

const names = ["vocals", "drums"] as const;

/** A second of floats that mean 16-bit integers. */
const loud = Float32Array.from({ length: 16_000 }, (_, at) => 9_000 * Math.sin(at / 9));

/** A second with a few samples beyond full scale. */
const peaks = Float32Array.from({ length: 16_000 }, (_, at) => at % 1_000 === 7 ? -1.5 : 0.25);

const kinds: Readonly<Record<string, FieldDefinition>> = {
  waveform: field.waveform(),
  "waveform of int32": field.waveform({ dtype: "int32" }),
  flac: field.flac({ sampleRate: 16_000 }),
  chunkedWaveform: field.chunkedWaveform({ sampleRate: 16_000, chunkSeconds: 0.25 }),
  stems: field.stems({ names, sampleRate: 16_000 }),
};

const floats: Readonly<Record<string, FieldDefinition>> = {
  "waveform of float32": field.waveform({ dtype: "float32" }),
  "a normalised waveform": field.waveform({ normalize: true }),
  "normalised opus": field.opus({ normalize: true }),
};

/** Runs `use` with the path of a temporary file. */
function withFile<Result>(use: (path: string) => Result): Result {
  const folder = Deno.makeTempDirSync({ prefix: "audiofield-clipping-" });
  try {
    return use(`${folder}/a.afd`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** A clip in the form a kind takes. */
function valueOf(kind: string, samples: Float32Array<ArrayBuffer>, scale?: number): unknown {
  const clip = { samples, sampleRate: 16_000, scale };
  return kind === "stems" ? { vocals: clip } : clip;
}

/** Appends a clip, and returns what was noted. */
function noted(
  definition: FieldDefinition,
  value: unknown,
  onClipping?: "error" | "warn",
): IntakeNote[] {
  const { ir } = defineDataset("A", { audio: definition });
  const notes: IntakeNote[] = [];
  withFile((path) => {
    using writer = createDatasetWriter(path, {
      ir,
      onClipping,
      onNote: (note) => void notes.push(note),
    });
    writer.append({ audio: value });
    writer.finish();
  });
  return notes;
}

for (const [kind, definition] of Object.entries(kinds)) {
  Deno.test(`${kind}: audio that must have a different scale is refused, with field and record`, () => {
    const { ir } = defineDataset("A", { audio: definition });
    withFile((path) => {
      using writer = createDatasetWriter(path, { ir });
      writer.append({ audio: valueOf(kind, peaks) });
      const error = thrown(() => writer.append({ audio: valueOf(kind, loud) }));
      assert.equal(error.name, "AudioInputError");
      assert.equal(error.code, "clipped");
      assert.equal(error.field, "audio");
      assert.equal(error.record, 1);
      assert.match(error.message, /"audio" of record 1: 99\.\d+ % of .+ with a peak of 9000/);
      assert.match(error.hint ?? "", /1\/32768/);
      assert.match(error.hint ?? "", /onClipping: "warn"/);
      // Nothing of it is kept, and the writer continues.
      writer.append({ audio: valueOf(kind, loud, 1 / 32_768) });
      writer.finish();
      using dataset = openDataset(path);
      assert.equal(dataset.recordCount, 2);
    });
  });

  Deno.test(`${kind}: samples that saturate are counted, and kept on request`, () => {
    const [few, ...none] = noted(definition, valueOf(kind, peaks));
    assert.deepEqual(none, []);
    assert.deepEqual(few, {
      field: "audio",
      code: "clipped",
      file: undefined,
      figures: { samples: 16_000, clipped: 16, peak: 1.5, sourceShare: 0.001 },
    });
    const [many] = noted(definition, valueOf(kind, loud), "warn");
    assert.equal(many?.code, "clipped");
    assert.ok((many?.figures?.["clipped"] ?? 0) > 15_900);
    assert.deepEqual(noted(definition, valueOf(kind, loud, 1 / 32_768)), []);
  });
}

for (const [kind, definition] of Object.entries(floats)) {
  Deno.test(`${kind}: nothing saturates, and nothing is noted`, () => {
    assert.deepEqual(noted(definition, valueOf(kind, peaks)), []);
    assert.deepEqual(noted(definition, valueOf(kind, loud)), []);
  });
}

Deno.test("opus: nothing saturates, but audio far beyond full scale would become silence", () => {
  const stems = field.stems({ names, sampleRate: 48_000, coding: { codec: "opus" } });
  for (const [kind, definition] of [["opus", field.opus()], ["stems", stems]] as const) {
    for (const sampleRate of [48_000, 16_000]) {
      const value = (samples: Float32Array<ArrayBuffer>, onClipping?: "warn") => {
        const clip = { samples, sampleRate };
        return noted(definition, kind === "stems" ? { vocals: clip } : clip, onClipping);
      };
      assert.deepEqual(value(peaks), []);
      const error = thrown(() => value(loud));
      assert.equal(error.code, "clipped");
      assert.match(error.message, /with a peak of 9000/);
      assert.equal(value(loud, "warn")[0]?.code, "clipped");
    }
  }
});

Deno.test("full scale isn't clipping, for all integers and however they are mixed", () => {
  const square = Int16Array.from({ length: 8_000 }, (_, at) => at % 80 < 40 ? 32_767 : -32_768);
  const wide = Int32Array.from(square, (value) => value < 0 ? -(2 ** 31) : 2 ** 31 - 1);
  const unit = Float32Array.from(square, (value) => Math.sign(value));
  for (const definition of Object.values(kinds).slice(0, 3)) {
    for (const samples of [square, wide, unit]) {
      for (const channels of [1, 2]) {
        assert.deepEqual(noted(definition, { samples, sampleRate: 16_000, channels }), []);
      }
    }
  }
});

Deno.test("resampling a full-scale clip is noted if it overshoots, and never refused", () => {
  const samples = Int16Array.from({ length: 44_100 }, (_, at) => at % 98 < 49 ? 32_767 : -32_768);
  const [note] = noted(field.waveform(), { samples, sampleRate: 44_100 });
  assert.equal(note?.code, "clipped");
  assert.equal(note?.figures?.["sourceShare"], 0);
});

Deno.test("a scale multiplies samples: 1/32767 recovers floats that mean 16-bit integers", async () => {
  using kinds = await Kinds.of({ audio: field.waveform() });
  const samples = Float32Array.from({ length: 65_535 }, (_, at) => at - 32_767);
  const stored = (scale: number) =>
    (kinds.roundTrip({ audio: { samples, sampleRate: 16_000, scale } })["audio"] as {
      samples: Int16Array;
    }).samples;
  assert.deepEqual(stored(1 / 32_767), Int16Array.from(samples));
  // With the usual factor, they are within a step of that, because 1.0 is stored as 32,767.
  const usual = stored(1 / 32_768);
  assert.ok(usual.every((sample, at) => Math.abs(sample - samples[at]!) <= 1));
  for (const scale of [0, -1, NaN, Infinity, "1/2", null]) {
    const wrong = { audio: { samples, sampleRate: 16_000, scale } };
    const accepted = { audio: { samples, sampleRate: 16_000, scale: 1e-5 } };
    if (scale === null) continue;
    const error = kinds.refusal(wrong, accepted);
    assert.equal(error.code, "wrong-value");
    assert.match(error.message, /a scale that is a finite number above 0/);
  }
});

Deno.test("a scale isn't passed on to the function that opens audio", () => {
  const { ir } = defineDataset("A", { audio: field.waveform() });
  const asked: unknown[] = [];
  withFile((path) => {
    using writer = createDatasetWriter(path, {
      ir,
      openAudio: (input) => {
        asked.push(input);
        return {
          sampleRate: 16_000,
          channels: 1,
          format: "float32",
          frames: undefined,
          next: () => undefined,
          [Symbol.dispose]: () => {},
        };
      },
    });
    writer.append({ audio: { path: "a.wav", scale: 0.5 } });
    writer.append({ audio: { path: "a.wav" } });
    writer.append({ audio: { path: "a.wav", startSeconds: 1, scale: 0.5 } });
    writer.finish();
  });
  assert.deepEqual(asked, ["a.wav", "a.wav", { path: "a.wav", startSeconds: 1 }]);
});

Deno.test("channels that cancel are noted by every kind that mixes them", () => {
  const samples = Int16Array.from(
    { length: 32_000 },
    (_, at) => (at % 2 === 0 ? 9_000 : -9_000) * Math.sin((at >> 1) / 9),
  );
  const clip = { samples, sampleRate: 16_000, channels: 2 };
  const mixing: Readonly<Record<string, FieldDefinition>> = {
    waveform: field.waveform(),
    flac: field.flac({ sampleRate: 16_000 }),
    opus: field.opus(),
    melSpectrogram: field.melSpectrogram({ sampleRate: 16_000, nMels: 40 }),
  };
  for (const [kind, definition] of Object.entries(mixing)) {
    const [note, ...more] = noted(definition, clip);
    assert.deepEqual(more, [], kind);
    assert.equal(note?.code, "out-of-phase", kind);
    assert.ok((note?.figures?.["correlation"] ?? 0) < -0.99, kind);
  }
  assert.deepEqual(noted(field.waveform({ mono: false }), clip), []);
});

Deno.test("audio that is cut off, if that is accepted, is noted by every kind that reads it", () => {
  const openAudio = () => {
    let left = 3;
    return {
      sampleRate: 16_000,
      channels: 1,
      format: "int16" as const,
      frames: 4_800,
      // Known only at the end.
      get missing() {
        return left < 0 ? { frames: 7 } : undefined;
      },
      next: () => left-- > 0 ? new Int16Array(1_600) : undefined,
      [Symbol.dispose]: () => {},
    };
  };
  const readers: Readonly<Record<string, FieldDefinition>> = {
    ...kinds,
    ...floats,
    melSpectrogram: field.melSpectrogram({ sampleRate: 16_000, nMels: 40 }),
  };
  for (const [kind, definition] of Object.entries(readers)) {
    const { ir } = defineDataset("A", { audio: definition });
    for (const value of ["a.wav", { path: "a.wav", scale: 0.5 }]) {
      const notes: IntakeNote[] = [];
      withFile((path) => {
        const onNote = (note: IntakeNote) => void notes.push(note);
        using writer = createDatasetWriter(path, { ir, openAudio, onNote });
        writer.append({ audio: kind === "stems" ? { vocals: value } : value });
        writer.finish();
      });
      const note = { field: "audio", code: "truncated", file: "a.wav" };
      assert.deepEqual(notes, [{ ...note, figures: { missingFrames: 7 } }], kind);
    }
  }
  const { ir } = defineDataset("A", { audio: kinds["stems"]! });
  withFile((path) => {
    const notes: IntakeNote[] = [];
    const onNote = (note: IntakeNote) => void notes.push(note);
    const two = () => ({ ...openAudio(), channels: 2, missing: { frames: undefined } });
    using writer = createDatasetWriter(path, { ir, openAudio: two, onNote });
    writer.append({ audio: "mix.wav" });
    assert.deepEqual(notes.map(({ code, figures }) => [code, figures]), [
      ["truncated", undefined],
      ["truncated", undefined],
    ]);
    writer.finish();
  });
});
