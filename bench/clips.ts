import { join } from "node:path";
import { openAudio } from "../audio/mod.ts";
import { createSpeechWriter } from "../generated/speech_writer.ts";

/** A packed file of made-up clips. */
export interface Clips {
  readonly path: string;
  /** Samples of each clip. */
  readonly lengths: Uint32Array;
}

/** Packs `count` clips of noise; `lengthOf` returns the number of samples of each. */
export function packClips(
  directory: string,
  { name, count, lengthOf }: { name: string; count: number; lengthOf: (index: number) => number },
): Clips {
  const path = join(directory, `${name}.afd`);
  const lengths = new Uint32Array(count).map((_, index) => lengthOf(index));
  const noise = noiseOf(lengths.reduce((a, b) => Math.max(a, b), 0) + 997);
  const writer = createSpeechWriter(path);
  for (const [index, length] of lengths.entries()) {
    // Not all alike, so that no copy can be served from a clip that is in the cache.
    const start = (index * 31) % 997;
    const samples = noise.subarray(start, start + length);
    writer.append({ audio: { samples, sampleRate: 16_000 } });
  }
  writer.finish();
  return { path, lengths };
}

/** Seeded white noise. */
export function noiseOf(count: number): Int16Array {
  let state = 12_345;
  return new Int16Array(count).map(() => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state >> 15;
  });
}

/** The indices of one epoch in random order, in batches of `size`; a remainder is left out. */
export function shuffledBatches(count: number, size: number, seed: number): Uint32Array[] {
  const order = shuffled(count, seed);
  return Array.from(
    { length: Math.floor(count / size) },
    (_, batch) => order.slice(batch * size, (batch + 1) * size),
  );
}

/** The indices below `count`, in random order. */
export function shuffled(count: number, seed: number): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(count).map((_, index) => index);
  let state = seed;
  for (let last = count - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (last + 1);
    const held = order[last]!;
    order[last] = order[other]!;
    order[other] = held;
  }
  return order;
}

/** Ten seconds of speech at 16 kHz: a clip of five and a half seconds, then its start again. */
export function speechOfTenSeconds(): Int16Array<ArrayBuffer> {
  const path = new URL("../tests/data/clips/p01_speech_16k_s16.wav", import.meta.url).pathname;
  using source = openAudio(path);
  const samples = new Int16Array(160_000);
  let filled = 0;
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    samples.set(piece, filled);
    filled += piece.length;
  }
  samples.copyWithin(filled, 0, samples.length - filled);
  return samples;
}
