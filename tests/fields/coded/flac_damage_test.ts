/** FLAC fields with changed payloads give the right samples or a typed error. */
import assert from "node:assert/strict";
import { IntegrityError } from "../../../errors/mod.ts";
import { verifyFile } from "../../../runtime/mod.ts";
import { frameStarts, mendFrames } from "../../audio/_flac_checksums.ts";
import { damage, randomBelow } from "../../audio/_mutations.ts";
import { tampered } from "../../container/_tamper.ts";
import { opened, packed, waves } from "./_flac_files.ts";

const channels = 2;
const frames = 9000;
const samples = waves(frames, channels);
const sound = packed([{ samples, sampleRate: 16_000, channels }], { compressionLevel: 8 });
const { metadata } = opened(sound).audio;
const start = metadata.dataPtr(0);
const stream = sound.slice(start, start + metadata.byteLength(0));
const starts = frameStarts(stream);
const indexAt = start + Math.ceil(stream.length / 8) * 8;
const indexBytes = (metadata.indexCount(0) + 1) * 16;

/** A window: its samples as decoded, or the code of the refusal. */
function attempt(
  audio: ReturnType<typeof opened>["audio"],
  { from, count }: { from: number; count: number },
): Int16Array | string {
  const out = new Int16Array(count * channels);
  try {
    const kept = audio.decodeWindow(0, from, count, out);
    assert.equal(kept, Math.min(count, frames - from));
    return out;
  } catch (error) {
    assert.ok(error instanceof IntegrityError, String(error));
    assert.deepEqual([error.field, error.record], ["audio", 0]);
    assert.match(error.code, /^(coded-audio|index)$/);
    return error.code;
  }
}

function isRight(found: Int16Array, from: number): boolean {
  const first = from * channels;
  return found.every((sample, at) => sample === (samples[first + at] ?? 0));
}

Deno.test("flac fields never trap, hang or return damaged samples, 10,000 times", () => {
  const below = randomBelow(0xF1AC);
  const outcomes = { refused: 0, right: 0, mended: 0 };
  const file = sound.slice();
  const { audio } = opened(file);
  for (let turn = 0; turn < 10_000; turn++) {
    const mutant = damage(stream, below).subarray(0, stream.length);
    const isMended = turn % 2 === 1;
    if (isMended) mendFrames(mutant, starts);
    file.fill(0, start, start + stream.length);
    file.set(mutant, start);
    const from = turn % 3 === 0 ? 0 : below(frames);
    const found = attempt(audio, { from, count: turn % 3 === 0 ? frames : 1000 });
    if (typeof found === "string") outcomes.refused++;
    else if (isRight(found, from)) outcomes.right++;
    else {
      assert.ok(isMended, "damage that checksums cover is noticed");
      outcomes.mended++;
    }
  }
  // Damage got past the checksums; damage to frames outside a window changes nothing.
  assert.ok(outcomes.refused > 2000 && outcomes.mended > 50 && outcomes.right > 500);
});

Deno.test("flac windows are right or refused whatever bytes their index has, 10,000 times", () => {
  const below = randomBelow(0x1DE0);
  const index = sound.slice(indexAt, indexAt + indexBytes);
  const outcomes = { refused: 0, right: 0 };
  const file = sound.slice();
  const { audio } = opened(file);
  for (let turn = 0; turn < 10_000; turn++) {
    file.set(index, indexAt);
    file.set(damage(index, below).subarray(0, indexBytes), indexAt);
    const from = below(frames);
    const found = attempt(audio, { from, count: 1 + below(2000) });
    if (typeof found === "string") outcomes.refused++;
    else {
      assert.ok(isRight(found, from));
      outcomes.right++;
    }
  }
  assert.ok(outcomes.refused > 1000 && outcomes.right > 1000, JSON.stringify(outcomes));
});

/** Sets an entry's offset, its samples before the grid point, and its unit's size in bytes. */
function entry(point: number, offset: number, before: number, bytes: number): Damage {
  return (file) => {
    const view = new DataView(file.buffer, indexAt + point * 16, 16);
    view.setBigUint64(0, BigInt(offset), true);
    view.setUint32(8, before, true);
    view.setUint32(12, bytes, true);
  };
}

type Damage = (file: Uint8Array<ArrayBuffer>) => void;

/** Sets bytes of the stream information, starting at `at`. */
const information = (at: number, ...bytes: number[]): Damage => (file) => {
  file.set(bytes, start + 8 + at);
};

const unit = (frame: number) => starts[frame + 1]! - starts[frame]!;

const lies: readonly (readonly [what: string, change: Damage, code: string])[] = [
  ["entries out of order", (file) => {
    entry(1, starts[2]!, 0, unit(2))(file);
    entry(2, starts[1]!, 0, unit(1))(file);
  }, "index"],
  ["entries that overlap", entry(1, starts[1]! - 8, 0, unit(1) + 8), "index"],
  ["an entry past the payload", entry(1, stream.length + 64, 0, unit(1)), "index"],
  ["an entry at 2^53", entry(1, 2 ** 53, 0, unit(1)), "index"],
  ["a unit longer than the payload", entry(2, starts[2]!, 0, 0xffff_ffff), "index"],
  ["a unit before the first sample", entry(1, starts[1]!, 4097, unit(1)), "index"],
  ["an end before the stream's", entry(3, stream.length - 1, 0, 0), "index"],
  ["units of another grid", entry(1, starts[1]!, 1, unit(1)), "index"],
  ["other block sizes", information(0, 0x04, 0x00, 0x04, 0x00), "coded-audio"],
  ["a block size of 0", information(0, 0, 0, 0, 0), "coded-audio"],
  ["another sample rate", information(10, 0x0b, 0xb8), "coded-audio"],
  ["other channels", information(12, 0x00), "coded-audio"],
  ["other bits", information(13, 0x70), "coded-audio"],
  ["2^36 − 1 samples", information(13, 0xff, 0xff, 0xff, 0xff, 0xff), "coded-audio"],
  ["one more sample", information(17, (frames + 1) & 255), "coded-audio"],
  ["another digest", information(18, 1, 2, 3, 4), "coded-audio"],
];

for (const [what, change, code] of lies) {
  Deno.test(`flac reports ${what} when verifying, and reads the right samples or none`, () => {
    const bytes = tampered(sound, (file) => change(file.bytes));
    const { damaged } = verifyFile(bytes);
    assert.deepEqual(damaged, [{ record: 0, field: "audio", code }]);
    const { audio } = opened(bytes);
    for (let from = 0; from < frames; from += 501) {
      for (const count of [1, 700, frames]) {
        const found = attempt(audio, { from, count });
        if (typeof found !== "string") assert.ok(isRight(found, from), `${count} from ${from}`);
      }
    }
  });
}

Deno.test("verifying notices every bit of flac's stream and index", () => {
  const short = packed([{ samples: waves(4200, 1), sampleRate: 16_000, channels: 1 }]);
  const { metadata } = opened(short).audio;
  const [begin, length] = [metadata.dataPtr(0), metadata.byteLength(0)];
  const head = 4 + 4 + 34;
  const index = begin + Math.ceil(length / 8) * 8;
  const end = index + (metadata.indexCount(0) + 1) * 16;
  const unnoticed: number[] = [];
  const flip = (at: number) => {
    for (let bit = 0; bit < 8; bit++) {
      const bytes = tampered(short, ({ bytes }) => bytes[at] = bytes[at]! ^ (1 << bit));
      if (verifyFile(bytes).ok) unnoticed.push(at - begin);
    }
  };
  for (let at = begin; at < begin + head; at++) flip(at);
  for (let at = begin + length; at < end; at++) flip(at);
  for (let at = begin + head; at < begin + length; at += 97) flip(at);
  assert.deepEqual(unnoticed, []);
});

Deno.test("flac refuses damaged records, and finds the damage when verifying", () => {
  const below = randomBelow(7);
  for (let turn = 0; turn < 200; turn++) {
    const damaged = sound.slice();
    // Hints in the header, which decoding doesn't use, are left to `verify`.
    const at = start + 42 + below(stream.length - 42);
    damaged[at] = damaged[at]! ^ (1 << below(8));
    assert.throws(() => opened(damaged).audio.decode(0), IntegrityError);
  }
});
