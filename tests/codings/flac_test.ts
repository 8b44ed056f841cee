/** FLAC on the whole road: files and samples in, records, windows and damage out. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { AudiofieldError, IntegrityError } from "../../errors/mod.ts";
import { openAudio } from "../../audio/mod.ts";
import { flacDecoder, flacEncoder } from "../../kernels/flac.ts";
import { AfdFile, CodedField, createDatasetWriter, verifyFile } from "../../runtime/mod.ts";
import { type AudioInput, defineDataset, field } from "../../schema/mod.ts";
import { frameStarts, mendFrames } from "../audio/_flac_checksums.ts";
import { damage, randomBelow } from "../audio/_mutations.ts";

const clip = (name: string) => new URL(`../data/flac/${name}.flac`, import.meta.url).pathname;

interface Options {
  readonly sampleRate?: number;
  readonly bits?: number;
  readonly compressionLevel?: number;
}

/** A file with a record for each input. */
function packed(
  inputs: readonly AudioInput[],
  { sampleRate = 16_000, bits = 16, compressionLevel = 5 }: Options = {},
): Uint8Array<ArrayBuffer> {
  const options = { sampleRate, bits, compressionLevel, channels: "source" } as const;
  const { ir } = defineDataset("A", { audio: field.flac(options) });
  const folder = Deno.makeTempDirSync();
  try {
    const writer = createDatasetWriter(`${folder}/a.afd`, {
      ir,
      openAudio: (input) => openAudio(input as string),
    });
    for (const audio of inputs) writer.append({ audio });
    writer.finish();
    return Deno.readFileSync(`${folder}/a.afd`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function opened(bytes: Uint8Array<ArrayBuffer>, bits = 16): { audio: CodedField; reads(): number } {
  const file = new AfdFile(bytes, { checksums: "never" });
  const coding = { codec: "flac", bits, compressionLevel: 5 } as const;
  const audio = new CodedField(file, 0, { coding, channels: undefined });
  return { audio, reads: () => file.storage.counters.reads };
}

/** The stream that a record holds. */
function streamOf(bytes: Uint8Array<ArrayBuffer>, record = 0): Uint8Array<ArrayBuffer> {
  const { metadata } = opened(bytes).audio;
  const start = metadata.dataPtr(record);
  return bytes.slice(start, start + metadata.byteLength(record));
}

function waves(frames: number, channels: number): Int16Array {
  const below = randomBelow(frames + channels);
  return Int16Array.from(
    { length: frames * channels },
    (_, at) => Math.round(9000 * Math.sin(at * 0.05)) + below(200),
  );
}

Deno.test("flac keeps samples of all depths, levels and channels", () => {
  const input = fc.record({
    bits: fc.constantFrom(8, 12, 16, 20, 24, 32),
    compressionLevel: fc.nat(8),
    channels: fc.integer({ min: 1, max: 8 }),
    frames: fc.oneof(fc.nat(40), fc.integer({ min: 4090, max: 9000 })),
    noise: fc.integer({ min: 1, max: 2 ** 31 }),
    seed: fc.integer({ min: 1, max: 2 ** 31 }),
  });
  fc.assert(
    fc.property(input, ({ bits, compressionLevel, channels, frames, noise, seed }) => {
      const below = randomBelow(seed);
      const draw = (width: number) => (below(noise) | 0) >> (32 - bits) << (width - bits);
      const samples = new (bits <= 16 ? Int16Array : Int32Array)(frames * channels);
      for (let at = 0; at < samples.length; at++) samples[at] = draw(bits <= 16 ? 16 : 32);
      const bytes = packed([{ samples, sampleRate: 16_000, channels }], { bits, compressionLevel });
      const decoded = opened(bytes, bits).audio.decode(0);
      assert.deepEqual(decoded, { samples, sampleRate: 16_000, channels });
      assert.equal(verifyFile(bytes).ok, true);
    }),
    { numRuns: 60 },
  );
});

Deno.test("flac takes files over as they are coded", () => {
  const path = clip("p09_speech_16k_s16");
  const bytes = packed([path]);
  const frames = (stream: Uint8Array) => stream.subarray(frameStarts(stream)[0]);
  assert.deepEqual(frames(streamOf(bytes)), frames(Deno.readFileSync(path)));
  assert.equal(verifyFile(bytes).ok, true);
  using source = openAudio(path);
  const wanted: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) wanted.push(...piece);
  assert.deepEqual([...opened(bytes).audio.decode(0).samples], wanted);
});

Deno.test("flac gives windows as slices of the whole, in two reads at most", () => {
  const samples = waves(50_000, 2);
  const { audio, reads } = opened(packed([{ samples, sampleRate: 16_000, channels: 2 }]));
  audio.extent(0);
  const window = fc.tuple(fc.nat(50_000), fc.integer({ min: 1, max: 20_000 }));
  fc.assert(fc.property(window, ([start, count]) => {
    const out = new Int16Array(count * 2);
    const before = reads();
    const kept = audio.decodeWindow(0, start, count, out);
    assert.ok(reads() - before <= 2);
    assert.equal(kept, Math.min(count, 50_000 - start));
    const wanted = new Int16Array(count * 2);
    wanted.set(samples.subarray(start * 2, (start + kept) * 2));
    assert.deepEqual(out, wanted);
  }));
});

Deno.test("flac decodes to float32 on request", () => {
  const samples = waves(5000, 1);
  const { audio } = opened(packed([{ samples, sampleRate: 16_000, channels: 1 }]));
  const out = new Float32Array(4000);
  audio.decodeWindow(0, 1000, 4000, out);
  assert.deepEqual(out, Float32Array.from(samples.subarray(1000), (sample) => sample / 32_768));
});

Deno.test("flac never traps and never passes damage off as sound, 10,000 times", () => {
  const samples = waves(4500, 2);
  const whole = packed([{ samples, sampleRate: 16_000, channels: 2 }], { compressionLevel: 8 });
  const stream = streamOf(whole);
  const starts = frameStarts(stream);
  const below = randomBelow(0xF1AC);
  const decoder = flacDecoder();
  const setup = Uint32Array.of(16, 4096, 0, 0);
  const outcomes = { refused: 0, mended: 0, same: 0 };
  for (let turn = 0; turn < 10_000; turn++) {
    const mutant = damage(stream, below);
    const isMended = turn % 2 === 1;
    if (isMended) mendFrames(mutant, starts);
    try {
      decoder.begin({
        ...{ sampleRate: 16_000, channels: 2, setup, format: "int16" },
        ...{ first: 0, skip: 0, count: 4500 },
      });
      decoder.input(mutant.length).set(mutant);
      let length = 0;
      let isSame = true;
      for (let piece = decoder.next(); piece.length > 0; piece = decoder.next()) {
        isSame &&= piece.every((sample, at) => sample === samples[length + at]);
        length += piece.length;
        assert.ok(length <= samples.length);
      }
      if (length < samples.length) outcomes.refused++;
      else if (isSame) outcomes.same++;
      else {
        assert.ok(isMended, "damage that checksums cover is noticed");
        outcomes.mended++;
      }
    } catch (error) {
      assert.ok(error instanceof IntegrityError, String(error));
      assert.equal(error.code, "coded-audio");
      outcomes.refused++;
    }
  }
  // Damage reached what is behind the checksums; that to hints in the head changes nothing.
  assert.ok(outcomes.refused > 1000 && outcomes.mended > 50 && outcomes.same > 0);
});

Deno.test("flac refuses damaged records, and finds the damage when verifying", () => {
  const samples = waves(20_000, 1);
  const bytes = packed([{ samples, sampleRate: 16_000, channels: 1 }]);
  const { metadata } = opened(bytes).audio;
  const [start, byteLength] = [metadata.dataPtr(0), metadata.byteLength(0)];
  const below = randomBelow(7);
  for (let turn = 0; turn < 200; turn++) {
    const damaged = bytes.slice();
    // Hints in the head, which decoding doesn't use, are left to `verify`.
    const at = start + 42 + below(byteLength - 42);
    damaged[at] = damaged[at]! ^ (1 << below(8));
    assert.throws(() => opened(damaged).audio.decode(0), IntegrityError);
  }
});

Deno.test("flacEncoder() refuses what the format doesn't have", () => {
  for (const [sampleRate, channels, bits] of [[0, 1, 16], [1_048_576, 1, 16], [8000, 9, 16]]) {
    assert.throws(
      () =>
        flacEncoder({
          sampleRate: sampleRate!,
          channels: channels!,
          bits: bits!,
          compressionLevel: 5,
        }),
      (error) => error instanceof AudiofieldError && error.code === "codec-parameters",
    );
  }
});
