/**
 * Measures the resamplers against soxr, SciPy and torchaudio, and prints how good and how fast each
 * is: `deno task bench:resample`, with `--json` for a program to read.
 *
 * @module
 */
import Table from "cli-table3";
import { type ResampleMethod, Resampler } from "../../audio/pcm/mod.ts";
import { median, seconds } from "../side_by_side.ts";
import { type PeerName, Peers } from "./peers.ts";
import { measureQuality, type Quality, tone } from "./quality.ts";
import { resampleWhole } from "./whole.ts";

/** Lowering, raising, and two pairs that no blocks can be made for. */
const RATES = [
  [44_100, 16_000],
  [48_000, 16_000],
  [22_050, 16_000],
  [16_000, 44_100],
  [8000, 16_000],
  [44_100, 48_000],
  [44_100, 44_099],
  [22_255, 16_000],
] as const;

/** Ours, and the peers. */
const METHODS: readonly { readonly name: string; readonly method: ResampleMethod | PeerName }[] = [
  { name: "sinc", method: "sinc" },
  { name: "soxr HQ", method: "soxr" },
  { name: "torchaudio (ours)", method: { method: "torchaudio" } },
  { name: "torchaudio", method: "torchaudio" },
  { name: "fourier", method: "fourier" },
  { name: "scipy resample", method: "scipy" },
];

/** What is timed against what. */
const DUELS: readonly {
  readonly name: string;
  readonly method: ResampleMethod;
  readonly peer: PeerName;
  readonly rates: readonly (typeof RATES)[number][];
  /** For the first pair of rates. */
  readonly bar?: number;
}[] = [
  { name: "sinc / soxr HQ", method: "sinc", peer: "soxr", rates: RATES, bar: 0.7 },
  { name: "fourier / scipy", method: "fourier", peer: "scipy", rates: RATES.slice(0, 1), bar: 1 },
  {
    name: "torchaudio / torchaudio",
    method: { method: "torchaudio" },
    peer: "torchaudio",
    rates: RATES.slice(0, 6),
  },
];

const ROUNDS = 15;
const CALLS = 5;

interface QualityRow extends Quality {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

interface SpeedRow {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Milliseconds for ten seconds of mono audio. */
  readonly ours: number;
  readonly theirs: number;
  /** The median of the rounds' ratios: how many times as fast ours is. */
  readonly ratio: number;
  readonly bar: number | null;
}

async function qualityRows(peers: Peers | undefined): Promise<QualityRow[]> {
  const rows: QualityRow[] = [];
  for (const [from, to] of RATES) {
    for (const { name, method } of METHODS) {
      const quality = isPeer(method)
        ? await peerQuality(peers, method, { from, to })
        : await ourQuality(method, { from, to });
      if (quality !== undefined) rows.push({ from, to, name, ...quality });
    }
    console.error(`measured: ${from} to ${to} Hz`);
  }
  return rows;
}

function isPeer(method: ResampleMethod | PeerName): method is PeerName {
  return method === "soxr" || method === "scipy" || method === "torchaudio";
}

function ourQuality(
  method: ResampleMethod,
  { from, to }: { from: number; to: number },
): Promise<Quality> {
  const resampler = new Resampler({ from, to, channels: 1, method });
  return measureQuality((samples) => resampleWhole(resampler, samples), from, to)
    .finally(() => resampler[Symbol.dispose]());
}

async function peerQuality(
  peers: Peers | undefined,
  peer: PeerName,
  rates: { from: number; to: number },
): Promise<Quality | undefined> {
  if (peers?.versions[peer] === undefined) return undefined;
  if (await peers.resample(peer, new Float32Array(64), rates) === undefined) return undefined;
  const resample = async (samples: Float32Array) =>
    await peers.resample(peer, samples, rates) ?? new Float32Array(0);
  return await measureQuality(resample, rates.from, rates.to);
}

async function speedRows(peers: Peers): Promise<SpeedRow[]> {
  const rows: SpeedRow[] = [];
  for (const { name, method, peer, rates, bar } of DUELS) {
    if (peers.versions[peer] === undefined) continue;
    for (const [index, [from, to]] of rates.entries()) {
      const times = await duel(peers, peer, { from, to, method });
      rows.push({
        name,
        from,
        to,
        ours: 1000 * median(times.map(({ ours }) => ours)),
        theirs: 1000 * median(times.map(({ theirs }) => theirs)),
        ratio: median(times.map(({ ours, theirs }) => theirs / ours)),
        bar: index === 0 ? bar ?? null : null,
      });
      console.error(`timed: ${name}, ${from} to ${to} Hz`);
    }
  }
  return rows;
}

/** Ten seconds of audio in turns; each turn is the fastest of several calls. */
async function duel(
  peers: Peers,
  peer: PeerName,
  { from, to, method }: { from: number; to: number; method: ResampleMethod },
): Promise<{ ours: number; theirs: number }[]> {
  const samples = tone(0.1, 10 * from);
  using resampler = new Resampler({ from, to, channels: 1, method });
  const run = () => {
    resampler.process(samples);
    while (resampler.finish().length > 0);
    resampler.reset();
  };
  await peers.hold(samples);
  const times: { ours: number; theirs: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const ours = Math.min(...Array.from({ length: CALLS }, () => seconds(run)));
    const theirs = await peers.time(peer, { from, to }, CALLS);
    // The first round warms up.
    if (round > 0) times.push({ ours, theirs });
  }
  return times;
}

function print(quality: readonly QualityRow[], speed: readonly SpeedRow[]): void {
  const style = { head: [], border: [] };
  const table = new Table({
    head: ["rates", "method", "droop at 0.9, dB", "worst alias or image, dB", "SNR at 0.5, dB"],
    colAligns: ["left", "left", "right", "right", "right"],
    style,
  });
  for (const { from, to, name, droop, alias, snr } of quality) {
    table.push([`${from} → ${to}`, name, droop.toFixed(4), alias.toFixed(1), snr.toFixed(1)]);
  }
  console.log(table.toString());
  const times = new Table({
    head: ["10 s mono, ours / theirs", "rates", "ours, ms", "theirs, ms", "ratio", "bar", ""],
    colAligns: ["left", "left", "right", "right", "right", "right", "left"],
    style,
  });
  for (const { name, from, to, ours, theirs, ratio, bar } of speed) {
    const verdict = bar === null ? "" : ratio >= bar ? "met" : "missed";
    times.push([
      name,
      `${from} → ${to}`,
      ours.toFixed(2),
      theirs.toFixed(2),
      ratio.toFixed(2),
      bar === null ? "" : `≥ ${bar}`,
      verdict,
    ]);
  }
  if (speed.length > 0) console.log(times.toString());
}

if (import.meta.main) {
  const directory = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  const started = await Peers.start(directory);
  const peers = started instanceof Peers ? started : undefined;
  if (typeof started === "string") console.error(`skipped: all peers, ${started}`);
  for (const name of ["soxr", "scipy", "torchaudio"] as const) {
    if (peers === undefined) break;
    const version = peers.versions[name];
    console.error(
      version === undefined ? `skipped: ${name} isn't installed` : `${name} ${version}`,
    );
  }
  try {
    const speed = peers === undefined ? [] : await speedRows(peers);
    const quality = await qualityRows(peers);
    if (Deno.args.includes("--json")) console.log(JSON.stringify({ quality, speed }, undefined, 2));
    else print(quality, speed);
  } finally {
    await peers?.end();
    Deno.removeSync(directory, { recursive: true });
  }
}
