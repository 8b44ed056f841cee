import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { flacEncoder } from "../../kernels/flac.ts";
import { speechOfTenSeconds } from "../clips.ts";
import { writeWav } from "../wav.ts";

/** The kinds of files that are packed. */
export type InputKind = "flac" | "mp3" | "wav";

const writers: Readonly<Record<InputKind, (path: string, samples: Int16Array) => void>> = {
  flac: writeFlac,
  mp3: writeMp3,
  wav: writeWav,
};

/** Writes `count` files of ten seconds into a new folder, and returns their paths. MP3s hold tones. */
export function writeInputs(folder: string, kind: InputKind, count: number): string[] {
  mkdirSync(folder);
  const speech = speechOfTenSeconds();
  return Array.from({ length: count }, (_, clip) => {
    // The same speech from a different starting point, so that no two clips are alike.
    const from = (clip * 7919) % speech.length;
    const samples = new Int16Array(speech.length);
    samples.set(speech.subarray(from));
    samples.set(speech.subarray(0, from), speech.length - from);
    const path = join(folder, `${clip}.${kind}`);
    writers[kind](path, samples);
    return path;
  });
}

function writeFlac(path: string, samples: Int16Array): void {
  using encoder = flacEncoder({ sampleRate: 16_000, channels: 1, bits: 16, compressionLevel: 5 });
  encoder.begin();
  const pieces = [encoder.push(samples).slice(), encoder.finish().slice()];
  writeFileSync(path, new Uint8Array([...encoder.head]));
  for (const piece of pieces) writeFileSync(path, piece, { flag: "a" });
}

/** An MP3 of tones: 128 kbit/s, 44.1 kHz, stereo: nothing here encodes MP3, so its frames are repeated. */
function writeMp3(path: string): void {
  const frames = mp3Frames();
  const needed = Math.round(441_000 / 1152);
  writeFileSync(path, new Uint8Array(0));
  for (let done = 0; done < needed; done += frames.length) {
    for (const frame of frames.slice(0, needed - done)) writeFileSync(path, frame, { flag: "a" });
  }
}

let heldFrames: Uint8Array[] | undefined;

/** The frames of a clip, without the first one, which holds tags. */
function mp3Frames(): Uint8Array[] {
  if (heldFrames !== undefined) return heldFrames;
  const clip = new URL("../../tests/data/formats/lame_cbr_44k_stereo.mp3", import.meta.url);
  const bytes = readFileSync(clip);
  const frames: Uint8Array[] = [];
  for (let at = 0; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const length = Math.floor(144 * 128_000 / 44_100) + (bytes[at + 2]! >> 1 & 1);
    frames.push(bytes.subarray(at, at + length));
    at += length;
  }
  return heldFrames = frames.slice(1);
}
