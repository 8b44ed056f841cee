/**
 * Decoding coded audio from packed files, against the native libraries, in turns, on one thread:
 * `deno task bench:coded`. What isn't installed is reported as skipped; `PYTHON` names an
 * interpreter that has `soundfile`.
 *
 * @module
 */
import { join } from "node:path";
import { createDatasetWriter, type DatasetReader, openDataset } from "../runtime/mod.ts";
import { defineDataset, field } from "../schema/mod.ts";
import { speechOfTenSeconds } from "./clips.ts";
import { PythonPeer } from "./peers/python_peer.ts";
import { printRows } from "./print_rows.ts";
import { type Row, row, skippedRow } from "./row.ts";
import { median, seconds, sideBySide } from "./side_by_side.ts";

const sampleRate = 16_000;
const rounds = 61;
/** Repetitions per measurement, so that the clock's resolution doesn't matter. */
const repeats = 5;
/** The sample at which the window of two seconds begins. */
const windowStart = 71_111;
const windowSamples = 2 * sampleRate;

interface Comparison {
  readonly name: string;
  readonly peer: string;
  readonly bar: number;
  readonly ours: () => void;
}

/** A packed file with one clip as FLAC and as Opus at 32 and 24 kbit/s, and a file of each stream. */
function pack(folder: string): { flac: string; opus: string; packed: string } {
  const { ir } = defineDataset("Coded", {
    flac: field.flac(),
    opus: field.opus(),
    small: field.opus({ bitrate: 24_000 }),
  });
  const packed = join(folder, "coded.afd");
  const audio = { samples: speechOfTenSeconds(), sampleRate };
  const writer = createDatasetWriter(packed, { ir });
  writer.append({ flac: audio, opus: audio, small: audio });
  writer.finish();
  using dataset = openDataset(packed);
  const write = (name: string) => {
    const path = join(folder, `clip.${name}`);
    Deno.writeFileSync(path, dataset.field(name).stream!(0)!.bytes);
    return path;
  };
  return { packed, flac: write("flac"), opus: write("opus") };
}

function comparisonsOf(dataset: DatasetReader): Comparison[] {
  const flac = new Int16Array(10 * sampleRate);
  const opus = new Float32Array(10 * sampleRate);
  const whole = (name: string, out: Int16Array | Float32Array) => () =>
    void dataset.field(name).decodeWindow!(0, 0, out.length, out);
  const window = (name: string, out: Int16Array | Float32Array) => () =>
    void dataset.field(name).decodeWindow!(0, windowStart, windowSamples, out);
  const [opus32, opus24] = [whole("opus", opus), whole("small", opus)];
  return [
    { name: "FLAC, 10 s", peer: "flac", bar: 0.7, ours: whole("flac", flac) },
    { name: "FLAC, a window of 2 s", peer: "flac window", bar: 1.5, ours: window("flac", flac) },
    { name: "Opus at 32 kbit/s, 10 s", peer: "libopus", bar: 0.5, ours: opus32 },
    { name: "Opus at 32 kbit/s, 10 s", peer: "opus", bar: 1.5, ours: opus32 },
    { name: "Opus at 24 kbit/s, 10 s, to 32 kbit/s", peer: "libopus", bar: 0.5, ours: opus24 },
  ];
}

async function compare(
  { name, peer, bar, ours }: Comparison,
  python: PythonPeer | string,
): Promise<Row> {
  const title = `${name}, against ${peer === "libopus" ? "libopus" : "soundfile"}`;
  if (typeof python === "string") return skippedRow(title, python);
  if (!python.cases.includes(peer)) return skippedRow(title, "the library isn't installed");
  const times: { ours: number; theirs: number }[] = [];
  const run = () => {
    for (let turn = 0; turn < repeats; turn++) ours();
  };
  run();
  for (let round = 0; round < rounds; round++) {
    const theirs = await python.run(peer);
    times.push({ theirs, ours: seconds(run) / repeats });
  }
  return row(title, {
    value: median(times.map((time) => time.ours)) * 1000,
    limit: median(times.map((time) => time.theirs)) * 1000,
    ratio: median(times.map((time) => time.theirs / time.ours)),
    unit: "ms",
    bar,
    wanted: "at least",
  });
}

/** Hours of the long recordings. Opus takes a minute to encode an hour. */
const longHours = { pcm: 10, flac: 10, opus: 1 };

/** The same window, from a minute and from hours. */
function long(folder: string): Row[] {
  const { ir } = defineDataset("Long", {
    flac: field.flac(),
    opus: field.opus(),
    pcm: field.waveform(),
  });
  const clip = speechOfTenSeconds();
  const path = join(folder, "long.afd");
  const { format, channels } = { format: "int16", channels: 1 } as const;
  const writer = createDatasetWriter(path, {
    ir,
    // Ten seconds, repeated as often as the name says.
    openAudio(input) {
      let left = Number(input);
      return {
        ...{ sampleRate, channels, format, frames: left * clip.length, coded: undefined },
        next: () => left-- > 0 ? clip : undefined,
        [Symbol.dispose]() {},
      };
    },
  });
  writer.append({ flac: "6", opus: "6", pcm: "6" });
  const clips = Object.entries(longHours).map(([name, hours]) => [name, String(hours * 360)]);
  writer.append(Object.fromEntries(clips));
  writer.finish();
  using dataset = openDataset(path);
  return Object.entries(longHours).map(([name, hours]) => {
    const reader = dataset.field(name);
    const out = name === "opus" ? new Float32Array(windowSamples) : new Int16Array(windowSamples);
    // The same sound in both, at the same place in its ten seconds.
    const at = (record: number, second: number) => () => {
      for (let turn = 0; turn < 50; turn++) {
        reader.decodeWindow!(record, second * sampleRate, windowSamples, out);
      }
    };
    const middle = hours * 1800 + 3;
    at(1, middle)();
    const before = { ...dataset.file.storage.counters };
    reader.decodeWindow!(1, middle * sampleRate, windowSamples, out);
    const { reads, bytes } = dataset.file.storage.counters;
    console.error(
      `${name}: 2 s from the middle of ${hours} h: ${bytes - before.bytes} bytes in ` +
        `${reads - before.reads} reads`,
    );
    const { ours, theirs, speed } = sideBySide(at(1, middle), at(0, 33), { rounds: 21 });
    return row(`2 s of ${hours} h of ${name}, against 2 s of a minute`, {
      value: ours * 20,
      limit: theirs * 20,
      ratio: 1 / speed,
      unit: "ms",
      bar: 1.3,
      wanted: "at most",
    });
  });
}

async function measure(folder: string): Promise<Row[]> {
  const { packed, flac, opus } = pack(folder);
  const window = [windowStart, windowSamples].map(String);
  const python = await PythonPeer.start("bench_coded.py", [flac, opus, ...window]);
  using _python = typeof python === "string" ? undefined : python;
  using dataset = openDataset(packed);
  const rows: Row[] = [];
  for (const comparison of comparisonsOf(dataset)) rows.push(await compare(comparison, python));
  return [...rows, ...long(folder)];
}

if (import.meta.main) {
  const folder = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  try {
    const rows = await measure(folder);
    if (Deno.args.includes("--json")) console.log(JSON.stringify(rows, undefined, 2));
    else printRows(rows);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
