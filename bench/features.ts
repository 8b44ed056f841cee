/**
 * Features of ten seconds of speech, against the libraries that they equal, in turns, on one thread:
 * `deno task bench:features`. What isn't installed is reported as skipped; `PYTHON` names the
 * interpreter that has what `peers/requirements.txt` lists.
 *
 * @module
 */
import { FeatureExtractor, type FeatureParameters } from "../kernels/mod.ts";
import { speechOfTenSeconds } from "./clips.ts";
import { featureCases } from "./feature_cases.ts";
import { meyda, type Peer, transformers } from "./peers/npm_peers.ts";
import { PythonPeer } from "./peers/python_peer.ts";
import { printRows } from "./print_rows.ts";
import { type Row, row, skippedRow } from "./row.ts";
import { median } from "./side_by_side.ts";

const rounds = 31;

interface Comparison {
  readonly name: string;
  readonly ours: FeatureParameters;
  /** The peer's case, from Python or npm. */
  readonly peer: string;
  readonly bar: number;
}

const comparisons: readonly Comparison[] = [
  { name: "mel 1024/256/80", ours: featureCases.torchaudio, peer: "torchaudio mel", bar: 2 },
  { name: "mel 1024/256/80", ours: featureCases.librosa, peer: "librosa mel", bar: 3 },
  {
    name: "log-mel 1024/256/80, float64",
    ours: featureCases.original,
    peer: "librosa mel",
    bar: 1,
  },
  { name: "Whisper 400/160/80", ours: featureCases.whisper, peer: "openai-whisper", bar: 1.5 },
  { name: "Kaldi fbank 80", ours: featureCases.kaldi, peer: "torchaudio kaldi", bar: 2 },
  { name: "Kaldi fbank 80", ours: featureCases.kaldi, peer: "kaldi-native-fbank", bar: 5 },
  { name: "MFCC 20", ours: featureCases.mfcc, peer: "librosa mfcc", bar: 2.5 },
  { name: "Whisper, padded to 30 s", ours: featureCases.whisper, peer: "transformers.js", bar: 20 },
  { name: "mel 1024/256/80", ours: featureCases.librosa, peer: "Meyda", bar: 100 },
];

/** Ten seconds of speech as floats. */
function speech(): Float32Array {
  return Float32Array.from(speechOfTenSeconds(), (sample) => sample / 32_768);
}

async function milliseconds(run: Peer): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Takes turns; the peer measures its own time. */
async function compare(
  { name, ours, peer, bar }: Comparison,
  samples: Float32Array,
  theirs: () => Promise<number>,
): Promise<Row> {
  using extractor = new FeatureExtractor(ours);
  const run = () => void extractor.compute(samples);
  const times: { ours: number; theirs: number }[] = [];
  const slow = peer === "Meyda" || peer === "transformers.js";
  for (let round = -3; round < (slow ? 5 : rounds); round++) {
    // Each warms up before its turn, because the other has used the caches in between.
    run();
    const value = await milliseconds(run);
    await theirs();
    const limit = await theirs();
    if (round >= 0) times.push({ ours: value, theirs: limit });
  }
  return row(`${name}, against ${peer}`, {
    value: median(times.map((time) => time.ours)),
    limit: median(times.map((time) => time.theirs)),
    ratio: median(times.map((time) => time.theirs / time.ours)),
    unit: "ms",
    bar,
    wanted: "at least",
  });
}

async function measure(samples: Float32Array, python: PythonPeer | string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const comparison of comparisons) {
    const { name, peer } = comparison;
    console.error(`measuring: ${name}, against ${peer}`);
    const skip = (reason: unknown) =>
      rows.push(skippedRow(`${name}, against ${peer}`, `${reason}`));
    if (peer === "Meyda" || peer === "transformers.js") {
      try {
        const make = peer === "Meyda" ? meyda : transformers;
        const padded = new Float32Array(480_000);
        padded.set(samples);
        const input = peer === "Meyda" ? samples : padded;
        const run = await make(input);
        rows.push(await compare(comparison, input, () => milliseconds(run)));
      } catch (error) {
        skip(error instanceof Error ? `can't be loaded: ${error.message.split("\n")[0]}` : error);
      }
    } else if (typeof python === "string") skip(`skipped: ${python}`);
    else if (!python.cases.includes(peer)) skip("skipped: it isn't installed");
    else rows.push(await compare(comparison, samples, () => python.run(peer)));
  }
  return rows;
}

if (import.meta.main) {
  const samples = speech();
  const file = Deno.makeTempFileSync({ suffix: ".f32" });
  try {
    Deno.writeFileSync(file, new Uint8Array(samples.buffer));
    const python = await PythonPeer.start("bench_features.py", [file]);
    using _ended = typeof python === "string" ? undefined : python;
    const rows = await measure(samples, python);
    if (Deno.args.includes("--json")) console.log(JSON.stringify(rows, undefined, 2));
    else printRows(rows);
  } finally {
    Deno.removeSync(file);
  }
}
