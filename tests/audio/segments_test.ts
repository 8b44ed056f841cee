import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { AudioFiles, type AudioSegment, openAudio, openAudioSegment } from "../../audio/mod.ts";
import type { PcmSource } from "../../audio/mod.ts";
import { formatPath } from "./_formats.ts";
import { bytesOf, decodeFile, simpleWav, withFile } from "./_wav.ts";

function drain(source: PcmSource): number[] {
  const samples: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    for (const sample of piece) samples.push(sample);
  }
  return samples;
}

/** A minute of mono at 8 kHz, every sample different from its neighbours. */
const RATE = 8000;
const SECONDS = 60;
const MINUTE = Int16Array.from({ length: RATE * SECONDS }, (_, index) => (index * 7919) % 32_749);

function withMinute(run: (path: string, files: AudioFiles) => void): void {
  withFile(
    simpleWav({ tag: 1, channels: 1, bits: 16, sampleRate: RATE }, bytesOf(MINUTE)),
    (path) => {
      using files = new AudioFiles();
      run(path, files);
    },
  );
}

/** Files with a codec that can't seek, and with one that can. */
const VORBIS = formatPath("vorbis_44k_stereo.ogg");
const ALAC = formatPath("alac_16.m4a");

function assertSegment(source: PcmSource, whole: readonly number[], segment: AudioSegment): void {
  const { sampleRate, channels } = source;
  const start = Math.round((segment.startSeconds ?? 0) * sampleRate);
  const length = segment.durationSeconds === undefined
    ? whole.length / channels - start
    : Math.round(segment.durationSeconds * sampleRate);
  if (source.frames !== undefined) assert.equal(source.frames, length);
  assert.deepEqual(drain(source), whole.slice(start * channels, (start + length) * channels));
}

for (const path of [VORBIS, ALAC, formatPath("pcm_s24_51.aiff"), formatPath("adts_16k.aac")]) {
  Deno.test(`openAudioSegment() gives the requested frames of ${path.split("/").at(-1)}`, () => {
    const { samples: whole } = decodeFile(path);
    for (
      const [startSeconds, durationSeconds] of [[0, 0.01], [0.02, 0.03], [0.05, 0], [0.04, 0.02]]
    ) {
      const segment = { path, startSeconds: startSeconds ?? 0, durationSeconds };
      using source = openAudioSegment(segment);
      assertSegment(source, whole, segment);
    }
    using rest = openAudioSegment({ path, startSeconds: 0.04 });
    const start = Math.round(0.04 * rest.sampleRate) * rest.channels;
    assert.deepEqual(drain(rest), whole.slice(start));
  });
}

Deno.test("openAudioSegment() rounds its start and its length to the nearest frame", () => {
  withMinute((path) => {
    const frames = (startSeconds: number, durationSeconds: number) => {
      using source = openAudioSegment({ path, startSeconds, durationSeconds });
      return drain(source);
    };
    assert.deepEqual(frames(1.5 / RATE, 1.49 / RATE), [MINUTE[2]]);
    assert.deepEqual(frames(1.49 / RATE, 1.5 / RATE), [MINUTE[1], MINUTE[2]]);
    assert.equal(frames(0.1, 0.7).length, 5600);
  });
});

Deno.test("openAudioSegment() refuses times past the end, and gives the file's duration", () => {
  const pastTheEnd = { name: "AudioInputError", code: "segment-past-end", found: "60 s" };
  withMinute((path) => {
    for (
      const [startSeconds, durationSeconds] of [[61, undefined], [59, 1.01], [0, 1e9]] as const
    ) {
      const segment = { path, startSeconds, durationSeconds };
      assert.throws(() => openAudioSegment(segment), { ...pastTheEnd, file: path });
    }
    using nothing = openAudioSegment({ path, startSeconds: 60 });
    assert.equal(nothing.frames, 0);
    assert.equal(nothing.next(), undefined);
  });
  // Only decoding shows how long this one is.
  const path = formatPath("adts_16k.aac");
  for (const segment of [{ startSeconds: 2 }, { startSeconds: 0.5, durationSeconds: 3 }]) {
    using source = openAudioSegment({ path, ...segment });
    assert.throws(() => drain(source), { code: "segment-past-end", found: "1.024 s" });
  }
});

Deno.test("openAudioSegment() refuses invalid times", () => {
  for (const time of [-1, NaN, Infinity, -1e-3]) {
    const segments = [{ startSeconds: time }, { startSeconds: 0, durationSeconds: time }];
    for (const segment of segments) {
      const wrong = { name: "UsageError", code: "arguments" };
      assert.throws(() => openAudioSegment({ path: VORBIS, ...segment }), wrong);
    }
  }
});

Deno.test("AudioFiles decodes overlapping segments that are in order only once", () => {
  using files = new AudioFiles();
  const { samples: whole } = decodeFile(VORBIS);
  for (let step = 0; step < 20; step++) {
    const segment = { path: VORBIS, startSeconds: step * 0.01, durationSeconds: 0.05 };
    using source = files.open(segment);
    assertSegment(source, whole, segment);
  }
  assert.ok(files.bytesRead < 2 * statSync(VORBIS).size + 4 * 65_536);
  assert.equal(files.spooledBytes, 0);
});

Deno.test("AudioFiles reads a PCM file where its segments are, in any order", () => {
  withMinute((path, files) => {
    const starts = [50, 10, 30, 0, 55, 20];
    for (const startSeconds of starts) {
      const segment = { path, startSeconds, durationSeconds: 0.5 };
      using source = files.open(segment);
      assertSegment(source, [...MINUTE], segment);
    }
    assert.ok(files.bytesRead < starts.length * 2 * 128 * 1024 + 1000);
    assert.equal(files.spooledBytes, 0);
  });
});

Deno.test("AudioFiles decodes a compressed file at most twice, however its segments jump about", () => {
  using files = new AudioFiles();
  // Two and a half minutes: far more than is remembered.
  withFile(longMp3(), (path) => {
    const { samples: whole, sampleRate } = decodeFile(path);
    const size = statSync(path).size;
    const seconds = whole.length / sampleRate;
    for (let step = 0; step < 40; step++) {
      const startSeconds = ((step * 37) % 40) / 40 * (seconds - 0.2);
      const segment = { path, startSeconds, durationSeconds: 0.1 };
      using source = files.open(segment);
      assertSegment(source, whole, segment);
    }
    assert.ok(files.bytesRead <= 2 * size + (1 << 20), `${files.bytesRead} of ${size}`);
    assert.ok(files.spooledBytes > 0);
  });
});

/** A long file that isn't seekable, made by joining one to itself. */
function longMp3(): Uint8Array {
  const one = Deno.readFileSync(formatPath("no_tag_8k.mp3"));
  const copies = 140;
  const all = new Uint8Array(one.length * copies);
  for (let index = 0; index < copies; index++) all.set(one, index * one.length);
  return all;
}

Deno.test("AudioFiles keeps segments of one file apart when they are read in turns", () => {
  using files = new AudioFiles();
  const { samples: whole } = decodeFile(VORBIS);
  const segments = [0.1, 0, 0.2].map((startSeconds) => ({
    path: VORBIS,
    startSeconds,
    durationSeconds: 0.1,
  }));
  const streams = segments.map((segment) => files.open(segment));
  const collected: number[][] = segments.map(() => []);
  for (let open = streams.length; open > 0;) {
    open = 0;
    for (const [index, stream] of streams.entries()) {
      const piece = stream.next();
      if (piece === undefined) continue;
      open++;
      collected[index]?.push(...piece);
    }
  }
  for (const [index, { startSeconds }] of segments.entries()) {
    const start = Math.round(startSeconds * 44_100) * 2;
    assert.deepEqual(collected[index], whole.slice(start, start + 8820));
  }
});

Deno.test("AudioFiles resumes files that it had to close in between", () => {
  const { samples: whole } = decodeFile(VORBIS);
  const folder = Deno.makeTempDirSync();
  try {
    const paths = Array.from({ length: 40 }, (_, index) => `${folder}/${index}.ogg`);
    for (const path of paths) Deno.copyFileSync(VORBIS, path);
    using files = new AudioFiles();
    for (const startSeconds of [0.1, 0.2, 0]) {
      for (const path of paths) {
        const segment = { path, startSeconds, durationSeconds: 0.08 };
        using source = files.open(segment);
        assertSegment(source, whole, segment);
      }
    }
    assert.ok(files.bytesRead <= paths.length * (2 * statSync(VORBIS).size + 4 * 65_536));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("AudioFiles opens whole files as openAudio() does", () => {
  using files = new AudioFiles();
  using whole = files.open(ALAC);
  using same = openAudio(ALAC);
  assert.deepEqual(drain(whole), drain(same));
});
