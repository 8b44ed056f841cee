/** What is passed through from damaged Ogg Opus files can be decoded, and the rest is refused. */
import assert from "node:assert/strict";
import { AudioInputError } from "../../../errors/mod.ts";
import type { CodecScanner } from "../../../kernels/codecs.ts";
import { opusDecoder, opusScanner } from "../../../kernels/opus.ts";
import { damage, randomBelow } from "../../audio/_mutations.ts";
import { mendPages } from "../../audio/_ogg_pages.ts";
import { clip } from "./_opus.ts";

/** Scans a file in pieces; returns what is kept and its units, or the refusal's code. */
function scan(
  scanner: CodecScanner,
  file: Uint8Array,
): { bytes: number[]; units: [number, number][]; setup: Uint32Array } | string {
  const bytes: number[] = [];
  const units: [number, number][] = [];
  const take = (kept: Uint8Array) => {
    bytes.push(...kept);
    const { count, bytes: lengths, samples } = scanner.units;
    for (let unit = 0; unit < count; unit++) units.push([lengths[unit]!, samples[unit]!]);
  };
  try {
    scanner.begin();
    for (let at = 0; at < file.length; at += 3_000) {
      take(scanner.push(file.subarray(at, at + 3_000)));
    }
    take(scanner.finish());
    return { bytes, units, setup: scanner.setup.slice() };
  } catch (error) {
    assert.ok(error instanceof AudioInputError, String(error));
    return error.code;
  }
}

Deno.test("whatever is passed through from 10,000 damaged files decodes, from each of its units", () => {
  const files = [
    { name: "short", channels: 1, turns: 5_000 },
    { name: "surround51", channels: 6, turns: 2_500 },
    { name: "discrete3", channels: 3, turns: 2_400 },
    { name: "p11_speech_mono", channels: 1, turns: 100 },
  ];
  const outcomes = new Map<string, number>();
  const below = randomBelow(0x5CA7);
  using decoder = opusDecoder();
  for (const { name, channels, turns } of files) {
    const original = Deno.readFileSync(clip(name));
    using scanner = opusScanner({ sampleRate: 48_000, channels });
    for (let turn = 0; turn < turns; turn++) {
      const mutant = damage(original, below);
      if (turn % 2 === 1) mendPages(mutant);
      const taken = scan(scanner, mutant);
      const outcome = typeof taken === "string" ? taken : "taken";
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (typeof taken === "string") continue;
      assert.deepEqual(Uint8Array.from(taken.bytes), mutant);
      const total = taken.units.reduce((sum, [, samples]) => sum + samples, 0);
      const bytes = taken.units.reduce((sum, [bytes]) => sum + bytes, 0);
      assert.equal(bytes, mutant.length);
      let [at, first] = [0, 0];
      for (const [unit, [unitBytes, samples]] of taken.units.entries()) {
        // Every unit of a short file; of a long one the first, whose run is the whole file.
        if (unit > 0 && turns < 1_000) break;
        const { setup } = taken;
        const format = "float32";
        const count = total - first;
        decoder.begin({ sampleRate: 48_000, channels, setup, format, first, skip: 0, count });
        decoder.input(mutant.length - at).set(mutant.subarray(at));
        let given = 0;
        for (let piece = decoder.next(); piece.length > 0; piece = decoder.next()) {
          assert.ok(piece.every(Number.isFinite));
          given += piece.length / channels;
        }
        assert.equal(given, count, `${name}, turn ${turn}, unit ${unit}`);
        at += unitBytes;
        first += samples;
      }
    }
  }
  for (const code of ["checksum", "damaged", "truncated", "out-of-order", "bad-header", "taken"]) {
    assert.ok((outcomes.get(code) ?? 0) > 20, JSON.stringify([...outcomes]));
  }
});

Deno.test("a pre-skip beyond the audio isn't passed through", () => {
  const file = Deno.readFileSync(clip("short"));
  new DataView(file.buffer).setUint16(28 + 10, 65_535, true);
  mendPages(file);
  using scanner = opusScanner({ sampleRate: 48_000, channels: 1 });
  const taken = scan(scanner, file);
  assert.ok(typeof taken === "string", JSON.stringify(taken));
});
