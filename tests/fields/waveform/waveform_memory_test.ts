import assert from "node:assert/strict";
import { dspKernels } from "../../../kernels/mod.ts";
import { createDatasetWriter } from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";

/** Size of the kernels' memory in bytes, which only grows. */
function kernelBytes(): number {
  return dspKernels().bytes().buffer.byteLength;
}

Deno.test("waveform's kernel memory doesn't grow with each writer", () => {
  const folder = Deno.makeTempDirSync();
  const { ir } = defineDataset("A", { audio: field.waveform() });
  const write = (file: number) => {
    using writer = createDatasetWriter(`${folder}/${file}.afd`, { ir });
    for (let channels = 1; channels <= 20; channels++) {
      const samples = new Float32Array(channels * 1_000);
      writer.append({ audio: { samples, sampleRate: 16_000, channels } });
    }
  };
  try {
    write(0);
    const before = kernelBytes();
    for (let file = 1; file <= 40; file++) write(file);
    assert.ok(kernelBytes() - before < 2 ** 20, `${kernelBytes() - before} bytes more`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("waveform's kernel memory doesn't grow with the clips of a mixed folder", () => {
  const folder = Deno.makeTempDirSync();
  const { ir } = defineDataset("A", {
    audio: field.waveform({ normalize: true }),
    torch: field.waveform({ resample: { method: "torchaudio" }, channels: 2 }),
    spectrum: field.waveform({ resample: "fourier" }),
  });
  const writer = createDatasetWriter(`${folder}/a.afd`, { ir });
  const append = (clip: number) => {
    const sampleRate = [8_000, 11_025, 22_050, 44_100, 48_000, 96_000][clip % 6]!;
    const channels = [1, 2, 6][clip % 3]!;
    const samples = [Int16Array, Int32Array, Float32Array][clip % 4 % 3]!;
    const audio = { samples: new samples(channels * 3_000), sampleRate, channels };
    writer.append({ audio, torch: audio, spectrum: audio });
  };
  try {
    for (let clip = 0; clip < 200; clip++) append(clip);
    const before = kernelBytes();
    for (let clip = 0; clip < 2_000; clip++) append(clip);
    assert.ok(kernelBytes() - before < 2 ** 20, `${kernelBytes() - before} bytes more`);
  } finally {
    writer.abort();
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("waveform converts audio whose source packs other audio at the same time", () => {
  const folder = Deno.makeTempDirSync();
  const { ir } = defineDataset("A", { audio: field.waveform() });
  const tone = Float64Array.from({ length: 3_000 }, (_, index) => Math.sin(index));
  const pack = (path: string, meanwhile: () => void) => {
    const pieces = [tone.subarray(0, 1_000), tone.subarray(1_000)];
    const openAudio = () => ({
      sampleRate: 16_000,
      channels: 1,
      format: "float64" as const,
      frames: tone.length,
      next() {
        meanwhile();
        return pieces.shift();
      },
      [Symbol.dispose]() {},
    });
    const writer = createDatasetWriter(path, { ir, openAudio });
    writer.append({ audio: "tone" });
    writer.finish();
    return Deno.readFileSync(path);
  };
  try {
    const alone = pack(`${folder}/alone.afd`, () => {});
    let inner = 0;
    const nested = pack(`${folder}/nested.afd`, () => {
      assert.deepEqual(pack(`${folder}/inner_${inner++}.afd`, () => {}), alone);
    });
    assert.deepEqual(nested, alone);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
