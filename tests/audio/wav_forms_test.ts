import assert from "node:assert/strict";
import {
  ascii,
  bytesOf,
  chunk,
  concat,
  decodeBytes,
  type Format,
  format,
  simpleWav,
  u32,
  u64,
  wav,
} from "./_wav.ts";

const INT16: Format = { tag: 1, channels: 1, bits: 16 };
const SAMPLES = Int16Array.of(0, 1, -1, 32_767, -32_768, 12_345);
const DATA = bytesOf(SAMPLES);

function assertDecodes(file: Uint8Array, samples: Iterable<number> = SAMPLES): void {
  assert.deepEqual(decodeBytes(file).samples, [...samples]);
}

/** 24-bit samples, little-endian. */
function int24(values: readonly number[]): Uint8Array {
  return concat(...values.map((value) => bytesOf(Int32Array.of(value)).subarray(0, 3)));
}

Deno.test("openAudio() reads 8-bit unsigned as int16", () => {
  const file = simpleWav({ tag: 1, channels: 1, bits: 8 }, Uint8Array.of(0, 127, 128, 129, 255));
  const decoded = decodeBytes(file);
  assert.equal(decoded.format, "int16");
  assert.deepEqual(decoded.samples, [-32_768, -256, 0, 256, 32_512]);
});

Deno.test("openAudio() reads 16-bit unchanged", () => {
  const decoded = decodeBytes(simpleWav({ ...INT16, sampleRate: 44_100 }, DATA));
  assert.deepEqual(decoded, {
    sampleRate: 44_100,
    channels: 1,
    format: "int16",
    frames: 6,
    samples: [...SAMPLES],
  });
});

Deno.test("openAudio() reads 24-bit as left-justified int32", () => {
  const values = [0, 1, -1, 8_388_607, -8_388_608];
  const decoded = decodeBytes(simpleWav({ tag: 1, channels: 1, bits: 24 }, int24(values)));
  assert.equal(decoded.format, "int32");
  assert.deepEqual(decoded.samples, values.map((value) => value * 256));
});

Deno.test("openAudio() reads 24-bit extensible 5.1", () => {
  const values = Array.from({ length: 18 }, (_, index) => (index - 9) * 900_000);
  const options: Format = { tag: 0xFFFE, channels: 6, bits: 24, size: 40 };
  const decoded = decodeBytes(simpleWav(options, int24(values)));
  assert.deepEqual([decoded.channels, decoded.frames], [6, 3]);
  assert.deepEqual(decoded.samples, values.map((value) => value * 256));
});

Deno.test("openAudio() reads 32-bit integers, even with 24 valid bits", () => {
  const values = Int32Array.of(0, 256, -256, 2 ** 31 - 256, -(2 ** 31));
  const options: Format = { tag: 1, channels: 1, bits: 32 };
  assertDecodes(simpleWav(options, bytesOf(values)), values);
  const extensible: Format = { ...options, tag: 0xFFFE, size: 40, validBits: 24 };
  assertDecodes(simpleWav(extensible, bytesOf(values)), values);
});

Deno.test("openAudio() reads 12 and 20 bits in the containers that hold them", () => {
  assertDecodes(simpleWav({ ...INT16, bits: 12, block: 2 }, DATA));
  const options: Format = { tag: 1, channels: 1, bits: 20, block: 3 };
  assertDecodes(simpleWav(options, int24([16, -16])), [4096, -4096]);
});

for (const [bits, type] of [[32, Float32Array], [64, Float64Array]] as const) {
  for (const extensible of [false, true]) {
    Deno.test(`openAudio() reads ${bits}-bit float${extensible ? " extensible" : ""}`, () => {
      const values = type.of(0, 0.5, -1, 1.5, 1e-30, NaN, Infinity);
      const plain: Format = { tag: 3, channels: 1, bits };
      const options = extensible ? { ...plain, tag: 0xFFFE, subTag: 3, size: 40 as const } : plain;
      const decoded = decodeBytes(simpleWav(options, bytesOf(values)));
      assert.equal(decoded.format, `float${bits}`);
      assert.deepEqual(decoded.samples, [...values]);
    });
  }
}

for (
  const [tag, name, wanted] of [[6, "A-law", [32_256, -8]], [7, "µ-law", [32_124, 0]]] as const
) {
  const stored = tag === 6 ? Uint8Array.of(0xAA, 0x55) : Uint8Array.of(0x80, 0x7F);
  for (const size of [16, 18, 40] as const) {
    Deno.test(`openAudio() reads ${name} with a format chunk of ${size} bytes`, () => {
      const outer = size === 40 ? 0xFFFE : tag;
      const options: Format = { tag: outer, subTag: tag, channels: 1, bits: 8, size };
      assertDecodes(simpleWav(options, stored), wanted);
    });
  }
}

for (let channels = 1; channels <= 8; channels++) {
  Deno.test(`openAudio() keeps the order of ${channels} channels`, () => {
    const values = Int16Array.from({ length: channels * 5 }, (_, index) => index * 100 - 1000);
    const decoded = decodeBytes(simpleWav({ ...INT16, channels }, bytesOf(values)));
    assert.deepEqual([decoded.channels, decoded.frames], [channels, 5]);
    assert.deepEqual(decoded.samples, [...values]);
  });
}

Deno.test("openAudio() reads 255 channels, even decoded by symphonia", () => {
  const values = Array.from({ length: 510 }, (_, index) => index * 3);
  const decoded = decodeBytes(simpleWav({ tag: 1, channels: 255, bits: 24 }, int24(values)));
  assert.deepEqual(decoded.samples, values.map((value) => value * 256));
});

for (const size of [14, 16, 18, 20, 40] as const) {
  Deno.test(`openAudio() reads a format chunk of ${size} bytes`, () => {
    assertDecodes(wav([format({ ...INT16, size }), chunk("data", DATA)]));
  });
}

Deno.test("openAudio() skips chunks before and after the audio, padded or not", () => {
  const odd = Uint8Array.of(1, 2, 3);
  const list = chunk("LIST", concat(ascii("INFOISFT"), u32(3), ascii("abc"), Uint8Array.of(0)));
  const data = chunk("data", DATA);
  const id3 = chunk("id3 ", odd);
  const large = chunk("LIST", ascii("INFOINAM"), { length: 8 });
  assertDecodes(wav([list, format(INT16), chunk("zzzz", odd), data, list, id3]));
  assertDecodes(wav([format(INT16), chunk("LIST", odd, { pad: false }), data]));
  assertDecodes(wav([chunk("JUNK", new Uint8Array(28)), format(INT16), large, data]));
});

Deno.test("openAudio() reads audio of odd length, and ignores a partial last frame", () => {
  const bytes = Uint8Array.of(0, 128, 255);
  const options: Format = { tag: 1, channels: 1, bits: 8 };
  assertDecodes(simpleWav(options, bytes), [-32_768, 0, 32_512]);
  assertDecodes(simpleWav(INT16, concat(DATA, Uint8Array.of(9))));
});

Deno.test("openAudio() reads to the end if a streaming writer left the length open", () => {
  const placeholders = [0, 0xFFFFFFFF, 0x7FFFF000, 0x7FFFEFF6, 0x80000000];
  for (const length of placeholders) {
    const file = wav([format(INT16), chunk("data", DATA, { length })]);
    assertDecodes(file);
    assertDecodes(concat(file, Uint8Array.of(77)));
  }
});

Deno.test("openAudio() trusts a length of zero where no audio follows", () => {
  const empty = chunk("data", new Uint8Array(0));
  for (const rest of [[], [chunk("LIST", ascii("INFO"))], [chunk("id3 ", Uint8Array.of(1))]]) {
    const decoded = decodeBytes(wav([format(INT16), empty, ...rest]));
    assert.deepEqual([decoded.frames, decoded.samples.length], [0, 0]);
  }
});

for (const form of ["RF64", "BW64"]) {
  Deno.test(`openAudio() reads ${form}, whose lengths have 64 bits`, () => {
    const lengths = (data: bigint) => chunk("ds64", concat(u64(0n), u64(data), u64(0n), u32(0)));
    const data = chunk("data", DATA, { length: 0xFFFFFFFF });
    const after = chunk("LIST", ascii("INFO"));
    assertDecodes(wav([lengths(BigInt(DATA.length)), format(INT16), data, after], form));
    assertDecodes(wav([lengths(0n), format(INT16), data], form));
  });
}

Deno.test("openAudio() trusts the data chunk, whatever length the file claims", () => {
  for (const length of [0, 4, 0xFFFFFFFF]) {
    const file = simpleWav(INT16, DATA);
    file.set(u32(length), 4);
    assertDecodes(file);
  }
});

Deno.test("openAudio() recognises WAV by its contents, not its name or its format tag's size", () => {
  const options: Format = { tag: 0xFFFE, channels: 2, bits: 16, size: 40 };
  assertDecodes(simpleWav(options, DATA));
});
