import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAudio, type PcmSamples } from "../../audio/mod.ts";

/** A chunk: identifier, length, contents, padding to an even length. */
export function chunk(
  id: string,
  contents: Uint8Array,
  options: { length?: number; pad?: boolean } = {},
): Uint8Array {
  const { length = contents.length, pad = true } = options;
  const odd = contents.length % 2 === 1 && pad;
  return concat(ascii(id), u32(length), contents, new Uint8Array(odd ? 1 : 0));
}

/** What a format chunk says; `size` is the chunk's own. */
export interface Format {
  readonly tag: number;
  readonly channels: number;
  readonly bits: number;
  readonly sampleRate?: number;
  readonly block?: number;
  readonly size?: 14 | 16 | 18 | 20 | 40;
  /** For a size of 40: the tag in the extensible identifier, and the valid bits. */
  readonly subTag?: number;
  readonly validBits?: number;
}

/** A `fmt ` chunk. */
export function format(options: Format): Uint8Array {
  const { tag, channels, bits, sampleRate = 16_000, size = 16, subTag = 1, validBits } = options;
  const block = options.block ?? channels * Math.ceil(bits / 8);
  const basic = concat(
    u16(tag),
    u16(channels),
    u32(sampleRate),
    u32(sampleRate * block),
    u16(block),
    u16(bits),
  );
  const guid = Uint8Array.of(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71);
  const mask = 2 ** Math.min(channels, 18) - 1;
  const extension = concat(u16(22), u16(validBits ?? bits), u32(mask), u16(subTag), guid);
  const whole = size === 40 ? concat(basic, extension) : concat(basic, new Uint8Array(4));
  return chunk("fmt ", whole.subarray(0, size));
}

/** A whole file made of these chunks. */
export function wav(chunks: readonly Uint8Array[], form = "RIFF"): Uint8Array {
  const body = concat(...chunks);
  return concat(ascii(form), u32(body.length + 4), ascii("WAVE"), body);
}

/** A canonical file of little-endian samples, already laid out as bytes. */
export function simpleWav(options: Format, data: Uint8Array): Uint8Array {
  return wav([format(options), chunk("data", data)]);
}

/** Runs with a file that holds `bytes`; removes it afterwards. */
export function withFile<T>(bytes: Uint8Array, run: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "audiofield-"));
  try {
    const path = join(folder, "test.wav");
    writeFileSync(path, bytes);
    return run(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Everything that a file decodes to. */
export interface Decoded {
  readonly sampleRate: number;
  readonly channels: number;
  readonly format: string;
  readonly frames: number | undefined;
  readonly samples: number[];
}

/** Decodes a whole file. */
export function decodeFile(path: string): Decoded {
  using source = openAudio(path);
  const samples: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    for (const sample of piece) samples.push(sample);
  }
  const { sampleRate, channels, format, frames } = source;
  return { sampleRate, channels, format, frames, samples };
}

/** Decodes a whole file that holds `bytes`. */
export function decodeBytes(bytes: Uint8Array): Decoded {
  return withFile(bytes, decodeFile);
}

/** The bytes of samples, as this (little-endian) machine stores them. */
export function bytesOf(samples: PcmSamples | Uint8Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function u16(value: number): Uint8Array {
  return new Uint8Array(Uint16Array.of(value).buffer);
}

export function u32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

export function u64(value: bigint): Uint8Array {
  return new Uint8Array(BigUint64Array.of(value).buffer);
}
