/**
 * How close windows of Opus are to the same samples of the whole, for pre-rolls of several lengths:
 * `deno task bench:opus-windows FILE…`. Without files, it takes a short clip from the tests.
 *
 * Decoding begins at a page, and pages are half a second apart, so most windows get more pre-roll
 * than they ask for. The windows measured here get no more than that: they begin one pre-roll after
 * a page.
 *
 * @module
 */
import Table from "cli-table3";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openAudio } from "../audio/mod.ts";
import { createDatasetWriter, openDataset } from "../runtime/mod.ts";
import { defineDataset, field } from "../schema/mod.ts";
import { median } from "./side_by_side.ts";

const preRolls = [0, 20, 40, 80, 160] as const;
const windowSeconds = 2;
/** The part of a window that differs. */
const onsetSeconds = 0.02;
/** Parts with a lower mean power, relative to full scale, are ignored. */
const quietest = 1e-6;

const clip = fileURLToPath(new URL("../tests/data/clips/p01_speech_16k_s16.wav", import.meta.url));

/** The level of windows of the whole over their difference from windows decoded alone, in dB. */
interface Nearness {
  readonly windows: number[];
  readonly onsets: number[];
}

function nameOf(preRollMs: number): string {
  return `after${preRollMs}`;
}

/** Packs the recording as Opus, once for each pre-roll, at a rate that keeps all of it. */
function pack(target: string, path: string): number {
  using source = openAudio(path);
  const sampleRate = ([8_000, 16_000, 24_000] as const).find((rate) => rate === source.sampleRate);
  const fields = preRolls.map((preRollMs) => {
    const options = { sampleRate: sampleRate ?? 48_000, preRollMs, channels: "source" } as const;
    return [nameOf(preRollMs), field.opus(options)] as const;
  });
  const { ir } = defineDataset("Windows", Object.fromEntries(fields));
  const writer = createDatasetWriter(target, {
    ir,
    openAudio: (input) => openAudio(input as string),
  });
  writer.append(Object.fromEntries(fields.map(([name]) => [name, path])));
  writer.finish();
  return sampleRate ?? 48_000;
}

function power(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / values.length;
}

/** The level of `wanted` over its difference from `found`, in dB; `undefined` near silence. */
function decibels(wanted: Float32Array, found: Float32Array): number | undefined {
  const signal = power(wanted);
  if (signal < quietest) return undefined;
  return 10 * Math.log10(signal / power(wanted.map((value, at) => value - found[at]!)));
}

/** Compares a window after every page except the first with the whole. */
function nearness(file: string, preRollMs: number): Nearness {
  using dataset = openDataset(file);
  const reader = dataset.field(nameOf(preRollMs));
  const channels = reader.width!(0);
  const frames = reader.length!(0);
  const sampleRate = frames / reader.seconds!(0);
  const whole = new Float32Array(frames * channels);
  reader.decodeWindow!(0, 0, frames, whole);
  const count = windowSeconds * sampleRate;
  const out = new Float32Array(count * channels);
  const onset = onsetSeconds * sampleRate * channels;
  const found: Nearness = { windows: [], onsets: [] };
  const step = sampleRate / 2;
  const behind = preRollMs * sampleRate / 1000;
  for (let start = step + behind; start + count <= frames; start += step) {
    reader.decodeWindow!(0, start, count, out);
    const wanted = whole.subarray(start * channels, (start + count) * channels);
    const inWindow = decibels(wanted, out);
    const inOnset = decibels(wanted.subarray(0, onset), out.subarray(0, onset));
    if (inWindow !== undefined) found.windows.push(inWindow);
    if (inOnset !== undefined) found.onsets.push(inOnset);
  }
  return found;
}

/** A figure for people; windows without any difference are exact. */
function figure(value: number): string {
  return Number.isFinite(value) ? value.toFixed(0) : value > 0 ? "exact" : "–";
}

function measure(paths: readonly string[]): void {
  const table = new Table({
    head: [
      "recording",
      "pre-roll, ms",
      "windows",
      `${windowSeconds} s: median, dB`,
      "lowest",
      `first ${onsetSeconds * 1000} ms: median`,
      "lowest",
    ],
    style: { head: [], border: [] },
  });
  const folder = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  try {
    const packed = join(folder, "windows.afd");
    for (const path of paths) {
      const sampleRate = pack(packed, path);
      for (const preRollMs of preRolls) {
        const { windows, onsets } = nearness(packed, preRollMs);
        table.push([
          `${basename(path)}, ${sampleRate} Hz`,
          preRollMs,
          windows.length,
          figure(median(windows)),
          figure(Math.min(...windows)),
          figure(median(onsets)),
          figure(Math.min(...onsets)),
        ]);
      }
      Deno.removeSync(packed);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
  console.log(table.toString());
}

if (import.meta.main) {
  const from = Deno.env.get("INIT_CWD") ?? ".";
  measure(Deno.args.length > 0 ? Deno.args.map((path) => resolve(from, path)) : [clip]);
}
