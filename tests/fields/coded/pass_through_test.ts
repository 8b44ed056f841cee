/** Fields computed from streams that are passed through hear what these decode to. */
import assert from "node:assert/strict";
import { AudioInputError } from "../../../errors/mod.ts";
import { flacDecoder, flacEncoder, flacScanner } from "../../../kernels/flac.ts";
import { opusDecoder, opusScanner } from "../../../kernels/opus.ts";
import {
  PassThrough,
  type StreamListener,
} from "../../../runtime/fields/coded/codings/pass_through.ts";
import { clip } from "./_opus.ts";

/** What a listener was told. */
interface Told {
  begun: number;
  readonly bytes: number[];
}

function listening(
  audio: StreamListener["audio"],
  decoder: StreamListener["decoder"],
): { told: Told; listener: StreamListener } {
  const told: Told = { begun: 0, bytes: [] };
  const tap = {
    begin: () => void told.begun++,
    write(bytes: Uint8Array) {
      for (const byte of bytes) told.bytes.push(byte);
    },
  };
  return { told, listener: { tap, audio, decoder } };
}

/** Passes a file through in pieces; `kept` limits the decoded bytes that are kept. */
function pass(
  file: Uint8Array,
  { kept, pieceBytes, scanner, listener }: {
    kept: number | undefined;
    pieceBytes: number;
    scanner: ReturnType<typeof flacScanner>;
    listener: StreamListener;
  },
): { stored: number[]; error: AudioInputError | undefined } {
  let at = 0;
  const stored: number[] = [];
  const passage = new PassThrough("unused.afd", kept === undefined ? {} : { kept });
  const track = passage.run(scanner, {
    next: () => at >= file.length ? undefined : file.slice(at, at += pieceBytes),
    step: 4096,
    out: { write: (bytes) => void stored.push(...bytes) },
    listener,
  });
  return { stored, error: track instanceof AudioInputError ? track : undefined };
}

function flacOf(channels: number, bits: number, frames: number): Uint8Array<ArrayBuffer> {
  using encoder = flacEncoder({ sampleRate: 16_000, channels, bits, compressionLevel: 2 });
  const count = frames * channels;
  const wave = (index: number) => Math.sin(index * 0.01) * 2 ** (bits <= 16 ? 14 : 30);
  const samples = bits <= 16
    ? Int16Array.from({ length: count }, (_, index) => wave(index) & -(2 ** (16 - bits)))
    : Int32Array.from({ length: count }, (_, index) => wave(index) & -(2 ** (32 - bits)));
  encoder.begin();
  const body = [...encoder.push(samples), ...encoder.finish()];
  return Uint8Array.from([...encoder.head, ...body]);
}

Deno.test("a listener hears the same samples whether they were kept or decoded again", () => {
  for (const { channels, bits } of [[1, 16], [2, 16], [2, 24], [1, 8]].map(pair)) {
    const audio = { sampleRate: 16_000, channels, dtype: bits <= 16 ? "int16" : "int32" } as const;
    const file = flacOf(channels, bits, 40_001);
    using scanner = flacScanner({ sampleRate: 16_000, channels, bits });
    using decoder = flacDecoder();
    const hear = (kept?: number) => {
      const { told, listener } = listening(audio, decoder);
      const { stored } = pass(file, { kept, pieceBytes: 5000, scanner, listener });
      assert.equal(told.begun, 1);
      return { told, stored };
    };
    const [kept, again] = [hear(), hear(1000)];
    assert.deepEqual(kept, again);
    assert.equal(kept.told.bytes.length, 40_001 * channels * (bits <= 16 ? 2 : 4));
    assert.deepEqual(kept.stored, [...file]);
  }
});

Deno.test("a listener hears Opus at the field's rate, kept or decoded again", () => {
  const file = Deno.readFileSync(clip("p11_speech_mono"));
  for (const sampleRate of [16_000, 48_000]) {
    using scanner = opusScanner({ sampleRate, channels: 1 });
    using decoder = opusDecoder();
    const audio = { sampleRate, channels: 1, dtype: "float32" } as const;
    const hear = (kept?: number) => {
      const { told, listener } = listening(audio, decoder);
      pass(file, { kept, pieceBytes: 3000, scanner, listener });
      return told;
    };
    const kept = hear();
    assert.deepEqual(kept, hear(1000));
    assert.equal(kept.begun, 1);
    assert(kept.bytes.length > 0);
  }
});

Deno.test("nothing is heard or stored of a stream that turns out to be damaged at its end", () => {
  const file = flacOf(1, 16, 40_001);
  file[file.length - 1]! ^= 1;
  using scanner = flacScanner({ sampleRate: 16_000, channels: 1, bits: 16 });
  using decoder = flacDecoder();
  const audio = { sampleRate: 16_000, channels: 1, dtype: "int16" } as const;
  const { told, listener } = listening(audio, decoder);
  const { stored, error } = pass(file, { kept: undefined, pieceBytes: 5000, scanner, listener });
  assert.equal(error?.code, "checksum");
  assert.deepEqual([told.begun, told.bytes.length, stored.length], [0, 0, 0]);
});

Deno.test("samples of one stream aren't heard with the next", () => {
  const [long, empty] = [flacOf(1, 16, 5000), flacOf(1, 16, 0)];
  using scanner = flacScanner({ sampleRate: 16_000, channels: 1, bits: 16 });
  using decoder = flacDecoder();
  const audio = { sampleRate: 16_000, channels: 1, dtype: "int16" } as const;
  for (const [file, samples] of [[long, 5000], [empty, 0], [long, 5000]] as const) {
    const { told, listener } = listening(audio, decoder);
    pass(file, { kept: undefined, pieceBytes: 777, scanner, listener });
    assert.deepEqual([told.begun, told.bytes.length], [1, samples * 2]);
  }
});

function pair([channels = 1, bits = 16]: number[]): { channels: number; bits: number } {
  return { channels, bits };
}
