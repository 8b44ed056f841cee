/** Indices and windows of coded streams, whatever the codec. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { IntegrityError } from "../../../errors/mod.ts";
import { codecCoding } from "../../../runtime/fields/coded/codings/codec_coding.ts";
import { PassThrough } from "../../../runtime/fields/coded/codings/pass_through.ts";
import { codedFault } from "../../../runtime/fields/coded/codings/coded_fault.ts";
import { CodedMetadata } from "../../../runtime/fields/coded/codings/coded_metadata.ts";
import type { Coding } from "../../../runtime/fields/coded/codings/coding.ts";
import { TrackReader, type TrackSink } from "../../../runtime/fields/coded/codings/track_reader.ts";
import { WindowPlan } from "../../../runtime/fields/coded/codings/window_plan.ts";
import { finishTracks } from "../../../runtime/fields/coded/codings/write_tracks.ts";
import { AfdFile, Block, ContainerWriter } from "../../../runtime/mod.ts";
import { codedLayout, defineDataset, field } from "../../../schema/mod.ts";
import { requests, toyCodec } from "./_toy_codec.ts";

const { ir } = defineDataset("A", { audio: field.flac({ mono: false }) });

/** A file whose single record has these tracks, each encoded by the toy codec. */
function fileOf(
  tracks: readonly Int16Array[],
  coding: Coding,
  channels = 1,
): Uint8Array<ArrayBuffer> {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a.afd`;
    const writer = new ContainerWriter(path, { ir });
    writer.beginRecord();
    const slot = writer.slot(0);
    using encoder = coding.encoder(path);
    const audio = { sampleRate: 16_000, channels };
    const encoded = tracks.map((samples) => {
      encoder.begin(audio, slot);
      for (let at = 0; at < samples.length; at += 5 * channels) {
        const piece = samples.slice(at, at + 5 * channels);
        encoder.write(new Uint8Array(piece.buffer));
      }
      return encoder.finish();
    });
    finishTracks(encoded, { slot, audio, coding });
    writer.endRecord();
    writer.finish();
    return Deno.readFileSync(path);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** What a window of a track decodes to, and what it cost the storage. */
function windowOf(
  file: AfdFile,
  { coding, track = 0, tracks = 1, start, count, format = "int16" }: {
    coding: Coding;
    track?: number;
    tracks?: number;
    start: number;
    count: number;
    format?: TrackSink["format"];
  },
): { samples: Int16Array | Float32Array; reads: number; bytes: number } {
  const metadata = new CodedMetadata(file, 0, codedLayout);
  const channels = metadata.channels(0);
  const reader = new TrackReader(file, {
    field: file.ir.fields[0]!,
    metadata,
    coding,
    tracksOf: () => tracks,
  });
  const plan = new WindowPlan(1);
  plan.size = 1;
  const samples = new (format === "int16" ? Int16Array : Float32Array)(count * channels);
  const { counters } = file.storage;
  const before = { ...counters };
  reader.plan(plan, 0, { record: 0, track, start, count });
  reader.locate(plan);
  reader.decode(plan, 0, { block: Block.over(samples), offset: 0, channels, format });
  return {
    samples,
    reads: counters.reads - before.reads,
    bytes: counters.bytes - before.bytes,
  };
}

const ramp = (length: number, first = 1) =>
  Int16Array.from({ length }, (_, index) => first + index);

Deno.test("any window of a coded stream is the slice of the whole, in at most two reads", () => {
  fc.assert(fc.property(
    fc.nat(300),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 40 }),
    fc.nat(30),
    fc.array(fc.tuple(fc.nat(320), fc.nat(320)), { minLength: 1, maxLength: 8 }),
    (length, channels, step, preRoll, windows) => {
      const coding = codecCoding(
        { codec: "flac", bits: 16, compressionLevel: 5 },
        toyCodec({ step, preRoll }),
      );
      const samples = ramp(length * channels);
      using file = new AfdFile(fileOf([samples], coding, channels), { checksums: "never" });
      const metadata = new CodedMetadata(file, 0, codedLayout);
      assert.equal(metadata.numSamples(0), length);
      const tracksOf = () => 1;
      const rules = { coding, sampleRate: 16_000, channels: undefined, tracksOf, metadata };
      assert.equal(codedFault(file, 0, rules), undefined);
      for (const [start, count] of windows) {
        const { samples: window, reads } = windowOf(file, { coding, start, count });
        const wanted = new Int16Array(count * channels);
        wanted.set(samples.subarray(start * channels, (start + count) * channels));
        assert.deepEqual(window, wanted, `${count} from ${start}`);
        assert.ok(reads <= 2, `${reads} reads`);
      }
    },
  ));
});

Deno.test("a window reads units at most a grid step beyond it", () => {
  // Units have at most 50 samples, so 64 is a step that holds them.
  const coding = codecCoding(
    { codec: "flac", bits: 16, compressionLevel: 5 },
    toyCodec({ step: 64 }),
  );
  using file = new AfdFile(fileOf([ramp(20_000)], coding), { checksums: "never" });
  for (const start of [0, 1, 63, 64, 65, 5_000, 12_345, 19_500]) {
    const count = 640;
    const { reads, bytes } = windowOf(file, { coding, start, count });
    assert.ok(reads <= 2);
    const kept = Math.min(count, 20_000 - start);
    // Two bytes per sample and three per unit; 63 samples have five units.
    const units = Math.ceil((kept + 128) / 63) * 5 * 3 + 15;
    const entries = (kept / 64 + 3) * 16;
    assert.ok(bytes <= (kept + 128) * 2 + units + entries, `${bytes} bytes from ${start}`);
  }
});

Deno.test("decoding begins as early as the codec needs, at a unit of the grid", () => {
  const options = { codec: "flac", bits: 16, compressionLevel: 5 } as const;
  const coding = codecCoding(options, toyCodec({ step: 10, preRoll: 25 }));
  using file = new AfdFile(fileOf([ramp(1_000)], coding));
  requests.length = 0;
  windowOf(file, { coding, start: 500, count: 10 });
  const [request] = requests;
  assert.ok(request !== undefined && request.first <= 475 && request.first > 475 - 60);
  assert.equal(request.first + request.skip, 500);
});

Deno.test("a whole stream is one read of its bytes, without its index", () => {
  const options = { codec: "flac", bits: 16, compressionLevel: 5 } as const;
  const coding = codecCoding(options, toyCodec({}));
  using file = new AfdFile(fileOf([ramp(100)], coding), { checksums: "never" });
  const metadata = new CodedMetadata(file, 0, codedLayout);
  const { samples, reads, bytes } = windowOf(file, { coding, start: 0, count: 100 });
  assert.deepEqual(samples, ramp(100));
  assert.deepEqual({ reads, bytes }, { reads: 1, bytes: metadata.byteLength(0) });
});

Deno.test("a codec's samples can be decoded as float32", () => {
  const options = { codec: "flac", bits: 16, compressionLevel: 5 } as const;
  const coding = codecCoding(options, toyCodec({}));
  using file = new AfdFile(fileOf([ramp(100, 16_000)], coding));
  const { samples } = windowOf(file, { coding, start: 50, count: 20, format: "float32" });
  assert.deepEqual(samples, Float32Array.from({ length: 20 }, (_, i) => (16_050 + i) / 32_768));
});

Deno.test("tracks that share an index are each decoded from their own units", () => {
  const options = { codec: "flac", bits: 16, compressionLevel: 5 } as const;
  const coding = codecCoding(options, toyCodec({ step: 16 }));
  const tracks = [ramp(200), ramp(200, 5_000), ramp(200, -20_000)];
  using file = new AfdFile(fileOf(tracks, coding));
  const metadata = new CodedMetadata(file, 0, codedLayout);
  const tracksOf = () => 3;
  const rules = { coding, sampleRate: 16_000, channels: 1, tracksOf, metadata };
  assert.equal(codedFault(file, 0, rules), undefined);
  tracks.forEach((samples, track) => {
    for (const [start, count] of [[0, 200], [0, 10], [90, 60], [199, 1], [150, 50]] as const) {
      const { samples: window } = windowOf(file, { coding, track, tracks: 3, start, count });
      assert.deepEqual(window, samples.slice(start, start + count), `${track}: ${start}`);
    }
  });
});

/** The file with bytes of its payload changed. */
function changed(bytes: Uint8Array<ArrayBuffer>, at: number, to: readonly number[]): AfdFile {
  const copy = Uint8Array.from(bytes);
  copy.set(to, at);
  return new AfdFile(copy, { checksums: "never" });
}

Deno.test("an index that contradicts itself or the stream is detected", () => {
  const options = { codec: "flac", bits: 16, compressionLevel: 5 } as const;
  const coding = codecCoding(options, toyCodec({ step: 16 }));
  const bytes = fileOf([ramp(200)], coding);
  using sound = new AfdFile(bytes);
  const metadata = new CodedMetadata(sound, 0, codedLayout);
  const end = metadata.dataPtr(0) + metadata.byteLength(0);
  const index = Math.ceil(end / 8) * 8;
  const entry = (point: number) => index + point * 16;
  const damages: (readonly [string, number, readonly number[]])[] = [
    ["past the payload", entry(5), [0xff, 0xff, 0xff]],
    ["out of order", entry(5), [0, 0, 0, 0]],
    ["before the stream's first sample", entry(5) + 8, [0xff, 0xff]],
    ["a unit of no bytes", entry(5) + 12, [0, 0, 0, 0]],
    ["not from the beginning", entry(0), [3, 0, 0, 0]],
    ["an end that isn't the stream's", entry(13), [1, 0, 0, 0]],
  ];
  for (const [what, at, to] of damages) {
    using file = changed(bytes, at, to);
    const damaged = new CodedMetadata(file, 0, codedLayout);
    const tracksOf = () => 1;
    const rules = { coding, sampleRate: 16_000, channels: 1, tracksOf, metadata: damaged };
    assert.equal(codedFault(file, 0, rules), "index", what);
    // Reading gives the right samples or fails; it never gives others.
    for (let start = 0; start < 200; start += 7) {
      try {
        const { samples } = windowOf(file, { coding, start, count: 20 });
        const wanted = new Int16Array(20);
        wanted.set(ramp(200).subarray(start, start + 20));
        assert.deepEqual(samples, wanted, `${what}, from ${start}`);
      } catch (cause) {
        assert.match((cause as IntegrityError).code, /^(index|coded-audio)$/, `${what}: ${cause}`);
      }
    }
  }
});

Deno.test("a damaged stream with sound checksums is a fault, and so is a different setup", () => {
  const options = { codec: "flac", bits: 16, compressionLevel: 5 } as const;
  const coding = codecCoding(options, toyCodec({ step: 16 }));
  const bytes = fileOf([ramp(200)], coding);
  using sound = new AfdFile(bytes);
  const metadata = new CodedMetadata(sound, 0, codedLayout);
  const { tableOffset } = sound.entry(0);
  const damages: (readonly [string, number])[] = [
    ["coded-audio", metadata.dataPtr(0) + 200],
    ["setup", tableOffset + 48],
  ];
  for (const [code, at] of damages) {
    using file = changed(bytes, at, [0x77]);
    const damaged = new CodedMetadata(file, 0, codedLayout);
    const tracksOf = () => 1;
    const rules = { coding, sampleRate: 16_000, channels: 1, tracksOf, metadata: damaged };
    assert.equal(codedFault(file, 0, rules), code);
  }
});

Deno.test("padding before the index that isn't zero is a fault", () => {
  const options = { codec: "flac", bits: 16, compressionLevel: 5 } as const;
  const coding = codecCoding(options, toyCodec({}));
  const bytes = fileOf([ramp(201)], coding);
  using sound = new AfdFile(bytes);
  const metadata = new CodedMetadata(sound, 0, codedLayout);
  const end = metadata.dataPtr(0) + metadata.byteLength(0);
  assert.notEqual(end % 8, 0);
  using file = changed(bytes, end, [1]);
  const damaged = new CodedMetadata(file, 0, codedLayout);
  const tracksOf = () => 1;
  const rules = { coding, sampleRate: 16_000, channels: 1, tracksOf, metadata: damaged };
  assert.equal(codedFault(file, 0, rules), "payload-padding");
});

Deno.test("a stream is passed through byte for byte, with the same index as one that was encoded here", () => {
  const options = { codec: "flac", bits: 16, compressionLevel: 5 } as const;
  const codec = toyCodec({ step: 16 });
  const coding = codecCoding(options, codec);
  const samples = ramp(200);
  using here = new AfdFile(fileOf([samples], coding));
  const metadata = new CodedMetadata(here, 0, codedLayout);
  const stream = here.view(metadata.dataPtr(0), metadata.byteLength(0)).slice();
  const pieces = [Uint8Array.of(1, 2, 3), ...Array.from(stream, (byte) => Uint8Array.of(byte))];
  const source = { sampleRate: 16_000, channels: 1, fieldRate: 16_000 } as const;
  assert.equal(codec.recoding({ ...source, bits: 16 }), undefined);
  const folder = Deno.makeTempDirSync();
  try {
    const writer = new ContainerWriter(`${folder}/a.afd`, { ir });
    writer.beginRecord();
    const slot = writer.slot(0);
    using lease = codec.scanner(source);
    const taken = new PassThrough(`${folder}/a.afd`).run(lease.codec, {
      next: () => pieces.shift(),
      step: 16,
      out: slot,
    });
    assert(!(taken instanceof Error));
    finishTracks([taken], { slot, audio: source, coding });
    writer.endRecord();
    writer.finish();
    assert.deepEqual(Deno.readFileSync(`${folder}/a.afd`), fileOf([samples], coding));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
