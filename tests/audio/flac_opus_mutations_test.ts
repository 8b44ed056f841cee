import assert from "node:assert/strict";
import { frameStarts, mendFrames } from "./_flac_checksums.ts";
import { attempt, damage, randomBelow } from "./_mutations.ts";
import { mendPages } from "./_ogg_pages.ts";

const data = (path: string) => Deno.readFileSync(new URL(`../data/${path}`, import.meta.url));

/** Decodes damaged copies, every other one mended; returns how they ended, and how often. */
function survive(
  files: readonly string[],
  mend: (file: Uint8Array, original: Uint8Array) => void,
  { count, maxBytes }: { count: number; maxBytes: number },
): Map<string, number> {
  const below = randomBelow(0x5EED);
  const originals = files.map(data);
  const outcomes = new Map<string, number>();
  for (let turn = 0; turn < count; turn++) {
    const original = originals[turn % originals.length] ?? new Uint8Array();
    const mutant = damage(original, below);
    if (turn % (2 * originals.length) >= originals.length) mend(mutant, original);
    const outcome = attempt(mutant, files[turn % files.length] ?? "", maxBytes);
    const name = typeof outcome === "string" ? outcome : "decoded";
    outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
  }
  return outcomes;
}

Deno.test("InputDecoder survives 10,000 damaged FLAC files", () => {
  const names = ["block16", "bits32_side", "order32", "partitions", "channels8", "wasted_bits"];
  const starts = new Map<Uint8Array, number[]>();
  const outcomes = survive(
    names.map((name) => `flac/${name}.flac`),
    (file, original) => {
      const known = starts.get(original) ?? frameStarts(original);
      starts.set(original, known);
      mendFrames(file, known);
    },
    { count: 10_000, maxBytes: 1 << 22 },
  );
  // Damage got past each check.
  for (const code of ["checksum", "damaged", "truncated", "bad-header", "decoded"]) {
    assert.ok((outcomes.get(code) ?? 0) > 20, `${code}: ${outcomes.get(code)}`);
  }
});

Deno.test("InputDecoder survives 10,000 damaged files of FLAC in Ogg", () => {
  const outcomes = survive(
    ["flac/in_ogg.oga", "flac/in_ogg_bits24.oga"],
    mendPages,
    { count: 10_000, maxBytes: 1 << 22 },
  );
  for (const code of ["checksum", "damaged", "truncated"]) {
    assert.ok((outcomes.get(code) ?? 0) > 20, `${code}: ${outcomes.get(code)}`);
  }
});

Deno.test("InputDecoder survives 10,000 damaged Ogg Opus files", () => {
  const outcomes = survive(
    ["opus/short.opus", "opus/surround51.opus", "opus/discrete3.opus"],
    mendPages,
    { count: 9700, maxBytes: 1 << 24 },
  );
  const speech = survive(
    ["opus/p11_speech_mono.opus", "opus/p12_complete_stereo.opus"],
    mendPages,
    { count: 300, maxBytes: 1 << 24 },
  );
  for (const code of ["checksum", "damaged", "truncated", "decoded"]) {
    const count = (outcomes.get(code) ?? 0) + (speech.get(code) ?? 0);
    assert.ok(count > 20, `${code}: ${count}`);
  }
});

Deno.test("a FLAC file with any bit flipped decodes to the same samples or not at all", () => {
  const file = data("flac/block16.flac");
  const whole = attempt(file, "block16.flac", 1 << 20);
  for (let bit = 0; bit < file.length * 8; bit++) {
    const mutation = file.slice();
    mutation[bit >> 3] = (mutation[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const outcome = attempt(mutation, "block16.flac", 1 << 20);
    // The header's rate is the frames' own here; the sample count may be missing.
    if (typeof outcome !== "string") assert.deepEqual(outcome, whole, `bit ${bit}`);
  }
});
