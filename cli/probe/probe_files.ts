import { type AudioInfo, probeAudio } from "../../audio/mod.ts";
import { AudiofieldError } from "../../errors/mod.ts";
import { describeError } from "../shared/describe_error.ts";
import { errorDocument } from "../shared/each_file.ts";
import { exitCodes } from "../shared/exit_codes.ts";
import { printable } from "../../shards/shared/printable.ts";
import { refuseAudioStream } from "../../shards/shared/standard_stream.ts";
import { formatTable } from "../shared/table.ts";
import { print, printError, printJson } from "../shared/terminal.ts";
import { formatDuration, formatNumber } from "../../shards/shared/units.ts";

/** A file that was probed: what it is, or why that can't be told. */
type Probed =
  | { readonly file: string; readonly info: AudioInfo }
  | { readonly file: string; readonly error: AudiofieldError };

/**
 * Prints what files are, including those that can't be read, and returns the exit code: 3 if any
 * can't be read.
 */
export function probeFiles(
  files: readonly string[],
  { json, track }: { json: boolean; track?: number | undefined },
): number {
  const probed = files.map((file) => probe(file, track));
  if (json) printJson({ files: probed.map(describe) });
  else printTable(probed);
  for (const one of probed) {
    if ("error" in one) printError(describeError(one.error));
  }
  return probed.some((one) => "error" in one) ? exitCodes.found : exitCodes.done;
}

function probe(file: string, track: number | undefined): Probed {
  try {
    refuseAudioStream(file);
    return { file, info: probeAudio(file, { track }) };
  } catch (error) {
    if (error instanceof AudiofieldError) return { file, error };
    throw error;
  }
}

/** For programs: what isn't known is `null`. */
function describe(probed: Probed): object {
  if ("error" in probed) {
    return { file: probed.file, error: errorDocument(probed.error) };
  }
  const { container, codec, sampleRate, channels, bits, frames, bytes } = probed.info;
  return {
    file: probed.file,
    container,
    codec,
    sampleRate,
    channels,
    bits: bits ?? null,
    frames: frames ?? null,
    seconds: frames === undefined ? null : frames / sampleRate,
    bytes,
  };
}

function printTable(probed: readonly Probed[]): void {
  const rows = probed.flatMap((one) => "info" in one ? [row(one.file, one.info)] : []);
  if (rows.length === 0) return;
  const head = ["file", "container", "codec", "rate", "channels", "bits", "frames", "duration"];
  print(formatTable([head, ...rows], { right: [3, 4, 5, 6, 7] }));
}

function row(file: string, info: AudioInfo): string[] {
  const { container, codec, sampleRate, channels, bits, frames } = info;
  return [
    printable(file),
    container,
    codec,
    `${sampleRate} Hz`,
    String(channels),
    bits === undefined ? "–" : String(bits),
    frames === undefined ? "unknown" : formatNumber(frames),
    frames === undefined ? "until decoded" : formatDuration(frames / sampleRate),
  ];
}
