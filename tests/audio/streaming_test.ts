import assert from "node:assert/strict";
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { openAudio } from "../../audio/mod.ts";
import { type ByteSource, InputDecoder } from "../../kernels/input.ts";
import { bytesOf, chunk, concat, format, simpleWav, u32, u64, wav, withFile } from "./_wav.ts";

/** Writes a header, then makes the file as long as its audio would be. */
function sparse(path: string, header: Uint8Array, bytes: number): void {
  const file = openSync(path, "w");
  writeSync(file, header);
  ftruncateSync(file, header.length + bytes);
  closeSync(file);
}

Deno.test("openAudio() decodes an hour in bounded memory", () => {
  withFile(new Uint8Array(0), (path) => {
    const bytes = 3600 * 48_000 * 2 * 2;
    const data = chunk("data", new Uint8Array(0), { length: bytes });
    sparse(path, wav([format({ tag: 1, channels: 2, bits: 16, sampleRate: 48_000 }), data]), bytes);
    using source = openAudio(path);
    assert.equal(source.frames, 3600 * 48_000);
    const buffers = new Set<ArrayBufferLike>();
    let decoded = 0;
    for (let piece = source.next(); piece !== undefined; piece = source.next()) {
      decoded += piece.byteLength;
      buffers.add(piece.buffer);
      assert.ok(piece.buffer.byteLength <= 128 * 1024);
    }
    assert.equal(decoded, bytes);
    assert.equal(buffers.size, 1, "one buffer is used throughout");
  });
});

Deno.test("openAudio() counts the frames of a file beyond 4 GiB", () => {
  withFile(new Uint8Array(0), (path) => {
    const bytes = 5 * 2 ** 30;
    const lengths = chunk("ds64", concat(u64(0n), u64(BigInt(bytes)), u64(0n), u32(0)));
    const data = chunk("data", new Uint8Array(0), { length: 0xFFFFFFFF });
    sparse(path, wav([lengths, format({ tag: 1, channels: 2, bits: 24 }), data], "RF64"), bytes);
    using source = openAudio(path);
    assert.equal(source.frames, Math.floor(bytes / 6));
    assert.ok(source.next());
  });
});

Deno.test("openAudio() keeps two files apart when they are read alternately", () => {
  const ramp = (length: number, step: number) =>
    Int16Array.from({ length }, (_, index) => (index * step) % 30_000);
  const [first, second] = [ramp(300_000, 1), ramp(250_000, -3)];
  const file = (samples: Int16Array) =>
    simpleWav({ tag: 1, channels: 1, bits: 16 }, bytesOf(samples));
  withFile(file(first), (one) =>
    withFile(file(second), (two) => {
      using a = openAudio(one);
      const kept = a.next();
      using b = openAudio(two);
      assert.deepEqual(kept, first.subarray(0, kept?.length), "opening doesn't disturb a view");
      const all: [number[], number[]] = [[...kept ?? []], []];
      for (let more = true; more;) {
        const [fromA, fromB] = [a.next(), b.next()];
        for (const sample of fromA ?? []) all[0].push(sample);
        for (const sample of fromB ?? []) all[1].push(sample);
        more = fromA !== undefined || fromB !== undefined;
      }
      assert.deepEqual(all, [[...first], [...second]]);
    }));
});

Deno.test("openAudio() frees its memory: ten thousand files take no more than one", () => {
  withFile(simpleWav({ tag: 7, channels: 1, bits: 8 }, new Uint8Array(2000)), (path) => {
    const source: ByteSource = { size: 0, readAt: () => 0 };
    for (let round = 0; round < 10_000; round++) {
      using audio = openAudio(path);
      if (round % 2 === 0) audio.next();
      if (round % 1000 === 0) assert.throws(() => new InputDecoder(source, "x"), { code: "empty" });
    }
    const file = simpleWav({ tag: 1, channels: 1, bits: 16 }, new Uint8Array(2000));
    using decoder = new InputDecoder(
      { size: file.length, readAt: (at, buffer) => copy(file, at, buffer) },
      "x",
    );
    assert.ok((decoder.next()?.buffer.byteLength ?? 0) < 8 << 20);
  });
});

function copy(file: Uint8Array, position: number, buffer: Uint8Array): number {
  const piece = file.subarray(position, position + buffer.length);
  buffer.set(piece);
  return piece.length;
}

Deno.test("InputDecoder turns a crash into an error, and the next file decodes", () => {
  const file = simpleWav({ tag: 1, channels: 1, bits: 16 }, new Uint8Array(4000));
  // Calling a decoder while it reads is the only known way to make it panic.
  const nested: { decoder?: InputDecoder } = {};
  const reentrant: ByteSource = {
    size: file.length,
    readAt(at, buffer) {
      nested.decoder?.next();
      return copy(file, at, buffer);
    },
  };
  const plain: ByteSource = {
    size: file.length,
    readAt: (at, buffer) => copy(file, at, buffer),
  };
  using bystander = new InputDecoder(plain, "bystander.wav");
  const decoder = new InputDecoder(reentrant, "crash.wav");
  nested.decoder = decoder;
  const crashed = { name: "AudioInputError", code: "decoder-crashed" };
  assert.throws(() => decoder.next(), { ...crashed, file: "crash.wav" });
  assert.throws(() => decoder.next(), { ...crashed, file: "crash.wav" });
  assert.equal(bystander.next()?.length, 4000, "others go on in a new instance");
  using next = new InputDecoder(plain, "next.wav");
  assert.equal(next.next()?.length, 4000);
});

Deno.test("InputDecoder passes on what its source throws, and refuses impossible byte counts", () => {
  const failing = (readAt: ByteSource["readAt"]) =>
    new InputDecoder({ size: 100, readAt }, "x.wav");
  const error = new Error("the disk is on fire");
  assert.throws(() =>
    failing(() => {
      throw error;
    }), (thrown) => thrown === error);
  for (const count of [-1, 1e9, NaN, 0.5]) {
    assert.throws(() => failing(() => count), { name: "AudioInputError" });
  }
});
