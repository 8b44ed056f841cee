/**
 * Encoding FLAC in WebAssembly, against the `flac` tool, in turns: `deno task bench:flac-encode`.
 *
 * @module
 */
import Table from "cli-table3";
import { fileURLToPath } from "node:url";
import { openAudio } from "../audio/mod.ts";
import { flacEncoder } from "../kernels/flac.ts";
import { seconds, sideBySide } from "./side_by_side.ts";

const clip = fileURLToPath(
  new URL("../tests/data/flac/p15_speech_10s_16k_s16.flac", import.meta.url),
);
/** Files that one `flac` process encodes, so that starting it hardly matters. */
const filesAtOnce = 50;

/** The clip's samples. */
function samplesOf(path: string): Int16Array {
  using source = openAudio(path);
  const all: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) all.push(...piece);
  return Int16Array.from(all);
}

function run(command: string, args: readonly string[]): void {
  const { success } = new Deno.Command(command, {
    args: [...args],
    stdout: "null",
    stderr: "null",
  }).outputSync();
  if (!success) throw new Error(`${command} failed`);
}

function measure(): void {
  const table = new Table({
    head: [
      "level",
      "flac, ms",
      "ours, ms",
      "speed",
      "wanted",
      "flac, bytes",
      "ours, bytes",
      "size",
    ],
  });
  const samples = samplesOf(clip);
  const folder = Deno.makeTempDirSync();
  try {
    const files = Array.from({ length: filesAtOnce }, (_, file) => `${folder}/${file}.wav`);
    for (const file of files) run("flac", ["-d", "-s", clip, "-o", file]);
    for (const compressionLevel of [0, 5, 8]) {
      const parameters = { sampleRate: 16_000, channels: 1, bits: 16, compressionLevel };
      using encoder = flacEncoder(parameters);
      let size = 0;
      const ours = () => {
        encoder.begin();
        size = encoder.push(samples).length + encoder.finish().length + encoder.head.length;
      };
      const flags = [`-${compressionLevel}`, "-f", "-s", "--no-padding", "--no-seektable"];
      const theirs = () => run("flac", [...flags, ...files]);
      const repeated = () => {
        for (let file = 0; file < filesAtOnce; file++) ours();
      };
      seconds(repeated);
      const times = sideBySide(repeated, theirs);
      const theirSize = Deno.statSync(`${folder}/0.flac`).size;
      table.push([
        compressionLevel,
        (times.theirs / filesAtOnce * 1000).toFixed(2),
        (times.ours / filesAtOnce * 1000).toFixed(2),
        times.speed.toFixed(2),
        compressionLevel === 5 ? "≥ 0.5" : "",
        theirSize,
        size,
        `${((size / theirSize - 1) * 100).toFixed(2)} %`,
      ]);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
  console.log("10 s of speech, 16 kHz, 16 bits; the tool reads and writes files, ours memory");
  console.log(table.toString());
}

if (import.meta.main) measure();
