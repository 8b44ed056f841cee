import assert from "node:assert/strict";
import { createDatasetWriter, openFile, StemsField } from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { thrown } from "../_kinds.ts";

const names = ["vocals", "drums", "bass"] as const;
const { ir } = defineDataset("A", { mix: field.stems({ names, sampleRate: 100 }) });
const coding = { codec: "pcm", dtype: "int16" } as const;

const clip = (...samples: number[]) => ({ samples: Int16Array.from(samples), sampleRate: 100 });

function write(...mixes: unknown[]): Uint8Array<ArrayBuffer> {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a.afd`;
    {
      using writer = createDatasetWriter(path, { ir });
      for (const mix of mixes) writer.append({ mix });
    }
    return Deno.readFileSync(path);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function open(...mixes: unknown[]): StemsField<Int16Array, typeof names[number]> {
  const file = openFile(write(...mixes), { ir, checksums: "never" });
  return new StemsField(file, 0, { coding, channels: 1, names });
}

Deno.test("stems come back by name, or null if they are missing", () => {
  const mix = open({ bass: clip(5, 6), vocals: clip(1, 2), drums: null });
  const { vocals, drums, bass } = mix.decode(0);
  assert.deepEqual([...vocals!.samples], [1, 2]);
  assert.equal(drums, null);
  assert.deepEqual([...bass!.samples], [5, 6]);
  assert.deepEqual(names.map((name) => mix.hasStem(0, name)), [true, false, true]);
});

Deno.test("a recording's channels are distributed to the stems", () => {
  const samples = Int16Array.of(1, 10, 100, 2, 20, 200);
  const { vocals, drums, bass } = open({ samples, sampleRate: 100, channels: 3 }).decode(0);
  assert.deepEqual([vocals, drums, bass].map((stem) => [...stem!.samples]), [
    [1, 2],
    [10, 20],
    [100, 200],
  ]);
});

Deno.test("a recording is opened and read once, however many stems and pieces it has", () => {
  const { ir } = defineDataset("A", {
    mix: field.stems({ names, sampleRate: 100, channels: "stereo" }),
  });
  // Long enough for the data that is held back to go to disk.
  const [pieces, frames] = [5, 300_000];
  const valueOf = (frame: number, channel: number) => (frame * 7 + channel * 1000) % 30_000;
  let [opened, read] = [0, 0];
  const openAudio = () => {
    opened++;
    return {
      sampleRate: 100,
      channels: 6,
      format: "int16" as const,
      frames: undefined,
      next: () => {
        if (read === pieces) return undefined;
        const first = read++ * frames;
        return Int16Array.from(
          { length: frames * 6 },
          (_, at) => valueOf(first + Math.floor(at / 6), at % 6),
        );
      },
      [Symbol.dispose]: () => {},
    };
  };
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a.afd`;
    const writer = createDatasetWriter(path, { ir, openAudio });
    writer.append({ mix: "six.wav" });
    writer.finish();
    assert.deepEqual([opened, read], [1, pieces]);
    using file = openFile(path, { ir });
    const mix = new StemsField(file, 0, { coding, channels: 2, names });
    names.forEach((name, stem) => {
      const { samples } = mix.decode(0)[name]!;
      assert.equal(samples.length, pieces * frames * 2);
      for (let at = 0; at < samples.length; at++) {
        const wanted = valueOf(at >> 1, 2 * stem + (at & 1));
        if (samples[at] !== wanted) assert.equal(samples[at], wanted, `${name}, ${at}`);
      }
    });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("any subset of the stems, and their mix, can be decoded", () => {
  const mix = open({ vocals: clip(1, 2, 3), bass: clip(30_000, -30_000, 5) });
  const out = new Int16Array(6);
  assert.equal(mix.decodeWindow(0, 1, 3, out, { stems: ["bass", "drums"] }), 2);
  assert.deepEqual([...out], [-30_000, 5, 0, 0, 0, 0]);
  const sum = new Int16Array(3);
  assert.equal(mix.decodeWindow(0, 0, 3, sum, { mix: true }), 3);
  assert.deepEqual([...sum], [30_001, -29_998, 8]);
  mix.decodeWindow(0, 0, 3, sum, { mix: true, stems: ["bass", "bass"] });
  assert.deepEqual([...sum], [32_767, -32_768, 10], "integers saturate");
  const error = thrown(() => mix.decodeWindow(0, 0, 1, out, { stems: ["flute" as "bass"] }));
  assert.equal(error.code, "no-such-stem");
});

Deno.test("batches of stems have a row for each, and say which ones are present", async () => {
  const mix = open(
    { vocals: clip(1, 2, 3), drums: clip(4, 5, 6) },
    {},
    { bass: clip(7, 8), vocals: null },
  );
  using batch = mix.allocateBatch(3);
  mix.decodeBatch([2, 1, 0], batch);
  assert.deepEqual(batch.shape, [3, 3, 3, 1]);
  assert.deepEqual([...batch.lengths], [2, 0, 3]);
  assert.deepEqual([...batch.present], [0, 0, 1, 0, 0, 0, 1, 1, 0]);
  assert.deepEqual([...batch.data], [
    ...[0, 0, 0, 0, 0, 0, 7, 8, 0],
    ...[0, 0, 0, 0, 0, 0, 0, 0, 0],
    ...[1, 2, 3, 4, 5, 6, 0, 0, 0],
  ]);
  await mix.decodeWindowBatchAsync([0, 2], [1, 1], 2, batch);
  assert.deepEqual(batch.shape, [2, 3, 2, 1]);
  assert.deepEqual([...batch.lengths.subarray(0, 2)], [2, 1]);
  assert.deepEqual([...batch.data.subarray(0, 12)], [2, 3, 5, 6, 0, 0, 0, 0, 0, 0, 8, 0]);
  using mixed = mix.allocateBatch(2, { mix: true, stems: ["drums", "vocals"] });
  mix.decodeWindowBatch([0, 1], [0, 0], 3, mixed);
  assert.deepEqual(mixed.shape, [2, 1, 3, 1]);
  assert.deepEqual([...mixed.data.subarray(0, 6)], [5, 7, 9, 0, 0, 0]);
});

Deno.test("a window of PCM stems reads exactly its bytes", () => {
  const long = () => clip(...Array.from({ length: 1_000 }, (_, index) => index));
  const mix = open({ vocals: long(), drums: null, bass: long() });
  const { counters } = mix["file"].storage;
  mix.metadata.numSamples(0);
  const before = { ...counters };
  mix.decodeWindow(0, 500, 100, new Int16Array(300));
  assert.equal(counters.reads - before.reads, 2);
  assert.equal(counters.bytes - before.bytes, 2 * 200);
});

Deno.test("stems of different lengths, rates or channels are refused, and nothing of them is kept", () => {
  const refusals: (readonly [unknown, string])[] = [
    [{ vocals: clip(1, 2), drums: clip(1) }, "stem-length"],
    [{ vocals: clip(1), drums: { ...clip(1), sampleRate: 50 } }, "stem-sample-rate"],
    [{ flute: clip(1) }, "wrong-value"],
    [3, "wrong-value"],
    [[clip(1)], "wrong-value"],
    [{ vocals: 3 }, "wrong-value"],
    [{ samples: new Int16Array(8), sampleRate: 100, channels: 4 }, "channels"],
  ];
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a.afd`;
    const writer = createDatasetWriter(path, { ir });
    for (const [mix, code] of refusals) {
      assert.equal(thrown(() => writer.append({ mix })).code, code);
    }
    writer.append({ mix: { vocals: clip(1) } });
    writer.finish();
    assert.deepEqual(Deno.readFileSync(path), write({ vocals: clip(1) }));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("stems of a recording with its own channel count all have that count", () => {
  const { ir } = defineDataset("A", {
    mix: field.stems({ names, sampleRate: 100, mono: false }),
  });
  const folder = Deno.makeTempDirSync();
  try {
    using writer = createDatasetWriter(`${folder}/a.afd`, { ir });
    const stereo = { samples: new Int16Array(4), sampleRate: 100, channels: 2 };
    const error = thrown(() => writer.append({ mix: { vocals: stereo, drums: clip(1, 2) } }));
    assert.equal(error.code, "stem-channels");
    writer.append({ mix: { vocals: stereo } });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a schema's stems have valid, distinct names", () => {
  const bad = [[], ["a", "A"], ["mix"], ["path"], ["1"], ["__proto__"], [3], "vocals", undefined];
  for (const names of bad) {
    const options = { names } as unknown as { names: string[] };
    const error = thrown(() => defineDataset("A", { mix: field.stems(options) }));
    assert.equal(error.code, "invalid-option", String(names));
  }
});
