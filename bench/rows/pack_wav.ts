import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createSpeechWriter } from "../../generated/speech_writer.ts";
import { noiseOf } from "../clips.ts";
import { type Row, row, skippedRow } from "../row.ts";
import { sideBySide } from "../side_by_side.ts";
import { writeWav } from "../wav.ts";

const name = "packing 16-bit WAV into int16, synced, against cp and sync";
const [clips, samples] = [400, 160_000];

/** Packing a folder of ten-second clips, against copying the same files and syncing. */
export function packWav(directory: string): Row {
  const folder = join(directory, "wav");
  mkdirSync(folder);
  const noise = noiseOf(samples + clips);
  for (let clip = 0; clip < clips; clip++) {
    writeWav(join(folder, `${clip}.wav`), noise.subarray(clip, clip + samples));
  }
  const packed = join(directory, "packed.afd");
  const copy = join(directory, "copy");
  try {
    const { ours, theirs, speed } = sideBySide(
      () => {
        rmSync(packed, { force: true });
        const writer = createSpeechWriter(packed);
        for (const file of readdirSync(folder)) writer.append({ audio: join(folder, file) });
        writer.finish();
      },
      () => {
        rmSync(copy, { recursive: true, force: true });
        run("cp", ["-r", folder, copy]);
        run("sync", []);
      },
      { rounds: 7 },
    );
    const megabytes = clips * samples * 2 / 1e6;
    return row(name, {
      value: megabytes / ours,
      limit: megabytes / theirs,
      ratio: speed,
      unit: "MB/s",
      bar: 0.25,
      wanted: "at least",
    });
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return skippedRow(name, "there is no cp or sync");
    throw cause;
  }
}

function run(program: string, args: string[]): void {
  const { success } = new Deno.Command(program, { args }).outputSync();
  if (!success) throw new Error(`${program} failed`);
}
