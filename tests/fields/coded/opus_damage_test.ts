/** Packed Opus, damaged, is refused, or what comes out is the audio. */
import assert from "node:assert/strict";
import { IntegrityError } from "../../../errors/mod.ts";
import { verifyFile } from "../../../runtime/mod.ts";
import { damage, randomBelow } from "../../audio/_mutations.ts";
import { mendPages, pageStarts } from "../../audio/_ogg_pages.ts";
import { decibels, opened, packed, voice } from "./_opus.ts";

const sampleRate = 16_000;
const frames = 40_000;
const whole = packed([{ samples: voice(frames, 1, sampleRate), sampleRate, channels: 1 }]);
const { metadata } = opened(whole).audio;
const start = metadata.dataPtr(0);
const length = metadata.byteLength(0);
const index = start + Math.ceil(length / 8) * 8;
const points = metadata.indexCount(0);
const audioOfWhole = opened(whole).audio.decode(0).samples;

/** The first samples of windows: each grid point, and near it. */
const starts = Array.from({ length: points }, (_, point) => point * 8_000)
  .flatMap((at) => [at, at + 1, at + 1_280, at + 7_999]).filter((at) => at < frames);

/** Reads the whole and windows; whatever comes out must be `isRight`, the rest must be refused. */
function read(
  file: Uint8Array<ArrayBuffer>,
  isRight: (found: Float32Array, from: number) => boolean,
): { decoded: number; refused: number; whole: boolean } {
  const { audio } = opened(file);
  const outcomes = { decoded: 0, refused: 0, whole: false };
  const attempt = (from: number, count: number): boolean => {
    const out = new Float32Array(count);
    try {
      const kept = audio.decodeWindow(0, from, count, out);
      assert.ok(isRight(out.subarray(0, kept), from), `${count} from ${from}`);
      return true;
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      assert.match(error.code, /^(coded-audio|index)$/, error.message);
      return false;
    }
  };
  outcomes.whole = attempt(0, frames);
  for (const from of starts) outcomes[attempt(from, 3_000) ? "decoded" : "refused"]++;
  return outcomes;
}

/** What windows of the valid file decode to. */
const sound = new Map<string, Float32Array>();

function isAsBefore(found: Float32Array, from: number): boolean {
  const key = `${found.length} from ${from}`;
  const wanted = sound.get(key) ?? new Float32Array(found.length);
  if (!sound.has(key)) opened(whole).audio.decodeWindow(0, from, found.length, wanted);
  sound.set(key, wanted);
  return found.every((sample, at) => sample === wanted[at]);
}

/** Other pre-rolls change samples slightly; other places in the audio change them completely. */
function isAlike(found: Float32Array, from: number): boolean {
  return decibels(audioOfWhole.slice(from, from + found.length), found) > 10;
}

/** The file with another stream of at most as many bytes in the payload, followed by zeros. */
function withStream(stream: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = whole.slice();
  file.fill(0, start, start + length);
  file.set(stream.subarray(0, length), start);
  return file;
}

const stream = whole.slice(start, start + length);
const pages = pageStarts(stream).map((at, page, all) => stream.subarray(at, all[page + 1]));

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

Deno.test("opus never traps, hangs or invents audio, 10,000 times", () => {
  const below = randomBelow(0x0945);
  const outcomes = { refused: 0, decoded: 0 };
  const file = whole.slice();
  const { audio } = opened(file);
  for (let turn = 0; turn < 10_000; turn++) {
    const mutant = damage(stream, below).subarray(0, length);
    const isMended = turn % 2 === 1;
    if (isMended) mendPages(mutant);
    file.fill(0, start, start + length);
    file.set(mutant, start);
    const from = turn % 3 === 0 ? 0 : below(36_000);
    const out = new Float32Array(4_000);
    try {
      assert.equal(audio.decodeWindow(0, from, 4_000, out), 4_000);
      // Damage under sound checksums is audio like any other; without them, nothing may differ.
      const isRight = isMended ? out.every(Number.isFinite) : isAsBefore(out, from);
      assert.ok(isRight, `turn ${turn}: 4000 from ${from}`);
      outcomes.decoded++;
    } catch (error) {
      assert.ok(error instanceof IntegrityError, String(error));
      assert.match(error.code, /^(coded-audio|index)$/, error.message);
      outcomes.refused++;
    }
  }
  assert.ok(outcomes.refused > 2_000 && outcomes.decoded > 500, JSON.stringify(outcomes));
});

Deno.test("pages that are lost, repeated or out of order are found, unless they weren't needed", () => {
  assert.ok(pages.length >= 7);
  for (let page = 0; page < pages.length; page++) {
    const [before, it, after] = [pages.slice(0, page), pages[page]!, pages.slice(page + 1)];
    const damages: Record<string, Uint8Array[]> = {
      lost: [...before, ...after],
      twice: [...before, it, it, ...after],
      swapped: [...before, ...after.slice(0, 1), it, ...after.slice(1)],
    };
    for (const [what, parts] of Object.entries(damages)) {
      if (what === "swapped" && after.length === 0) continue;
      const file = withStream(joined(parts));
      const outcomes = read(file, isAsBefore);
      // If the last page is repeated, its copy is cut off.
      if (what !== "twice" || page < pages.length - 1) {
        assert.ok(!outcomes.whole && outcomes.refused > 0, `page ${page} ${what}`);
        assert.deepEqual(verifyFile(file).ok, false);
      }
    }
  }
});

Deno.test("a page in another's place, numbered as if it belonged there, is found by its position", () => {
  for (let page = 2; page + 2 < pages.length; page++) {
    const [one, other] = [pages[page]!.slice(), pages[page + 1]!.slice()];
    const numbers = [one, other].map((it) => new DataView(it.buffer));
    const held = numbers[0]!.getUint32(18, true);
    numbers[0]!.setUint32(18, numbers[1]!.getUint32(18, true), true);
    numbers[1]!.setUint32(18, held, true);
    const parts = [...pages.slice(0, page), other, one, ...pages.slice(page + 2)];
    const mutant = joined(parts);
    mendPages(mutant);
    assert.equal(read(withStream(mutant), isAsBefore).whole, false, `page ${page}`);
  }
});

Deno.test("a pre-skip other than the encoder's is refused, in the header, the record, or both", () => {
  const inHead = stream.slice();
  new DataView(inHead.buffer).setUint16(28 + 10, 65_535, true);
  mendPages(inHead);
  const setup = metadataPosition() + 40;
  for (
    const [file, isInRecord] of [
      [withStream(inHead), false],
      [whole.slice(), true],
      [withStream(inHead), true],
    ] as const
  ) {
    if (isInRecord) new DataView(file.buffer).setUint16(setup, 65_535, true);
    const outcomes = read(file, isAsBefore);
    assert.equal(outcomes.whole, false);
    assert.equal(verifyFile(file).ok, false);
  }
});

/** Where the record's metadata is: the bytes of its first members occur nowhere else. */
function metadataPosition(): number {
  const record = new Uint8Array(24);
  const view = new DataView(record.buffer);
  [start, length, frames].forEach((value, at) => view.setBigUint64(at * 8, BigInt(value), true));
  const at = whole.findIndex((_, at) => record.every((byte, part) => whole[at + part] === byte));
  assert.ok(at > 0);
  return at;
}

Deno.test("wrong index entries are refused, or lead to the same audio", () => {
  const view = new DataView(whole.buffer);
  const entry = (point: number) => [
    view.getUint32(index + point * 16, true),
    view.getUint32(index + point * 16 + 8, true),
    view.getUint32(index + point * 16 + 12, true),
  ];
  const changed = (change: (set: (point: number, words: number[]) => void) => void) => {
    const file = whole.slice();
    const target = new DataView(file.buffer);
    change((point, [position = 0, before = 0, bytes = 0]) => {
      target.setUint32(index + point * 16, position, true);
      target.setUint32(index + point * 16 + 8, before, true);
      target.setUint32(index + point * 16 + 12, bytes, true);
    });
    return file;
  };
  for (let point = 1; point + 1 < points; point++) {
    const [position = 0, before = 0, bytes = 0] = entry(point);
    const next = entry(point + 1);
    const files = {
      "out of order": changed((set) => (set(point, next), set(point + 1, entry(point)))),
      "the one before": changed((set) => set(point, entry(point - 1))),
      "the one behind": changed((set) => set(point, next)),
      "past the payload": changed((set) => set(point, [length + 1, before, bytes])),
      "far past it": changed((set) => set(point, [0xffff_ffff, before, bytes])),
      "a unit of too many bytes": changed((set) => set(point, [position, before, 0xffff_ffff])),
      "within a page": changed((set) => set(point, [position + 1, before, bytes])),
      "a sample late": changed((set) => set(point, [position, before - 1, bytes])),
      "a sample early": changed((set) => set(point, [position, before + 1, bytes])),
      "before the beginning": changed((set) => set(point, [position, 0xffff_ffff, bytes])),
    };
    for (const [what, file] of Object.entries(files)) {
      const { whole: isWhole } = read(file, isAlike);
      assert.ok(isWhole, "the whole needs no entry");
      assert.equal(verifyFile(file).ok, false, `${what}, point ${point}`);
    }
  }
});

Deno.test("a refused read doesn't affect the next one", () => {
  // The head is sound, the comment after it isn't.
  const broken = stream.slice();
  broken[pages[0]!.length + 40]! ^= 1;
  const damaged = opened(withStream(broken)).audio;
  const out = new Float32Array(3_000);
  assert.throws(() => damaged.decodeWindow(0, 0, 3_000, out), IntegrityError);
  opened(whole).audio.decodeWindow(0, 16_000, 3_000, out);
  assert.ok(decibels(audioOfWhole.slice(16_000, 19_000), out) > 20);
});
