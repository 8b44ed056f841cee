import assert from "node:assert/strict";
import fc from "fast-check";
import { AudioInputError } from "../../errors/mod.ts";
import { type ByteSource, InputDecoder } from "../../kernels/input.ts";
import { ascii, bytesOf, chunk, type Format, format, simpleWav, u32, u64, wav } from "./_wav.ts";
import { concat } from "./_wav.ts";

const SAMPLES = bytesOf(Int16Array.from({ length: 60 }, (_, index) => index * 500 - 15_000));
const INT16: Format = { tag: 1, channels: 2, bits: 16 };

/** A file with each kind of header. */
const FILES: Readonly<Record<string, Uint8Array>> = {
  int16: simpleWav(INT16, SAMPLES),
  extensible: simpleWav({ tag: 0xFFFE, channels: 5, bits: 24, size: 40 }, SAMPLES),
  "µ-law": simpleWav({ tag: 7, channels: 1, bits: 8, size: 18 }, SAMPLES),
  float64: simpleWav({ tag: 3, channels: 3, bits: 64 }, SAMPLES),
  chunks: wav([
    chunk("LIST", concat(ascii("INFOISFT"), u32(3), ascii("abc"))),
    format(INT16),
    chunk("fact", u32(30)),
    chunk("data", SAMPLES),
    chunk("id3 ", Uint8Array.of(1, 2, 3)),
  ]),
  streamed: wav([format(INT16), chunk("data", SAMPLES, { length: 0 })]),
  RF64: wav([
    chunk("ds64", concat(u64(0n), u64(BigInt(SAMPLES.length)), u64(0n), u32(0))),
    format(INT16),
    chunk("data", SAMPLES, { length: 0xFFFFFFFF }),
  ], "RF64"),
};

/** Decodes from memory; returns how many bytes came out, or the code of the refusal. */
function attempt(bytes: Uint8Array): number | string {
  let reads = 0;
  const source: ByteSource = {
    size: bytes.length,
    readAt(position, buffer) {
      assert.ok(++reads < 1000, "no file this small takes a thousand reads");
      assert.ok(buffer.length <= 128 * 1024, "reads are bounded");
      const piece = bytes.subarray(position, position + buffer.length);
      buffer.set(piece);
      return piece.length;
    },
  };
  try {
    using decoder = new InputDecoder(source, "mutation.wav");
    assert.ok(decoder.channels >= 1 && decoder.channels <= 255);
    assert.ok(decoder.sampleRate >= 1);
    let decoded = 0;
    for (let piece = decoder.next(); piece !== undefined; piece = decoder.next()) {
      decoded += piece.length;
    }
    assert.ok(decoded <= bytes.length * 2, "no more comes out than was stored");
    return decoded;
  } catch (error) {
    assert.ok(error instanceof AudioInputError, String(error));
    assert.notEqual(error.code, "decoder-crashed");
    assert.notEqual(error.code, "decoder-failed");
    return error.code;
  }
}

for (const [name, file] of Object.entries(FILES)) {
  Deno.test(`InputDecoder survives ${name} with any bit flipped`, () => {
    for (let bit = 0; bit < file.length * 8; bit++) {
      const mutation = file.slice();
      mutation[bit >> 3] = (mutation[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      attempt(mutation);
    }
  });

  Deno.test(`InputDecoder survives ${name} cut off at any byte`, () => {
    assert.equal(typeof attempt(file), "number");
    for (let length = 0; length < file.length; length++) attempt(file.subarray(0, length));
  });
}

Deno.test("InputDecoder survives headers with any four bytes replaced", () => {
  const lengths = fc.constantFrom(0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF7, 0xFFFFFFFE, 0xFFFFFFFF);
  const word = fc.oneof(lengths, fc.nat({ max: 0xFFFFFFFF }));
  const mutation = fc.tuple(fc.nat({ max: 100 }), word);
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(FILES)),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      (file, mutations) => {
        const mutated = file.slice();
        for (const [at, value] of mutations) mutated.set(u32(value), at % (file.length - 4));
        attempt(mutated);
      },
    ),
    { numRuns: 5000 },
  );
});

Deno.test("InputDecoder survives arbitrary bytes after a plausible beginning", () => {
  const beginning = fc.constantFrom("RIFF", "RF64", "RIFF\0\0\0\0WAVE", "RIFF\0\0\0\0WAVEfmt ");
  fc.assert(
    fc.property(beginning, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
      attempt(concat(ascii(start), rest));
    }),
    { numRuns: 2000 },
  );
});
