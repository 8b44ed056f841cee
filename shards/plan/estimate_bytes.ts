import { type AudioInfo, probeAudio } from "../../audio/mod.ts";
import { AudiofieldError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import {
  type DatasetIr,
  type FieldIr,
  fieldKind,
  fieldPeriod,
  sourceOf,
} from "../../schema/mod.ts";
import { inputsOf } from "../sources/role_inputs.ts";
import { quickHeader } from "./quick_header.ts";

/** Bytes a second of coded audio, roughly: Opus by its bitrate, FLAC by samples. */
const opusBytesPerSecond = 4000;
const flacBytesPerSample = 1.2;

/**
 * Roughly how many bytes a record's payloads take, from the headers of its audio. Shards are cut by
 * these estimates: what is stored is known only when it is packed, and boundaries must not depend on
 * who packs what. Audio whose header says nothing counts as the bytes of its file.
 *
 * @param values the record's values by field.
 * @param about.bytesOf the size of a file, if it is known; `null` if there is no such file.
 */
export function estimateBytes(
  values: Readonly<Record<string, unknown>>,
  { ir: { fields }, bytesOf }: {
    readonly ir: DatasetIr;
    readonly bytesOf: (path: string) => number | null | undefined;
  },
): number {
  const heard = new Map<string, Heard>();
  let bytes = 0;
  for (const field of fields) {
    const value = values[sourceOf(field) ?? field.name];
    if (typeof value === "string" && inputsOf(field.kind).files === undefined) {
      bytes += value.length;
    } else if (value instanceof Uint8Array) bytes += value.length;
    else bytes += bytesOfField(field, hear(value, field, { heard, bytesOf }));
  }
  return Math.round(bytes);
}

/** What is known of a value's audio. */
interface Heard {
  /** `undefined` if its header doesn't say. */
  readonly seconds: number | undefined;
  readonly bytes: number;
}

function hear(
  value: unknown,
  field: FieldIr,
  { heard, bytesOf }: {
    readonly heard: Map<string, Heard>;
    readonly bytesOf: (path: string) => number | null | undefined;
  },
): Heard | undefined {
  const files = inputsOf(field.kind).files ?? inputsOf("waveform").files!;
  const path = typeof value === "string" ? value : files.fileOf(value);
  if (path === undefined) return undefined;
  let known = heard.get(path);
  if (known === undefined) heard.set(path, known = probe(path, bytesOf(path) ?? undefined));
  const { startSeconds = 0, durationSeconds } = typeof value === "object" && value !== null
    ? value as { startSeconds?: number; durationSeconds?: number }
    : {};
  if (durationSeconds !== undefined) return { ...known, seconds: durationSeconds };
  return known.seconds === undefined ? known : { ...known, seconds: known.seconds - startSeconds };
}

function probe(path: string, bytes: number | undefined): Heard {
  const quick = bytes === undefined ? undefined : quickHeader(path, bytes);
  if (quick !== undefined) return quick;
  try {
    const { frames, sampleRate, bytes } = headerOf(path);
    return { seconds: frames === undefined ? undefined : frames / sampleRate, bytes };
  } catch (cause) {
    if (!(cause instanceof AudiofieldError)) throw cause;
    // An array, or a file that won't become a record.
    return { seconds: undefined, bytes: sizeOf(path) };
  }
}

/** What a file's header says; only if opening notices that the file is cut off, what is left of it. */
function headerOf(path: string): AudioInfo {
  try {
    // Accepting cut-off files means looking for the end, which takes as long as packing short ones.
    return probeAudio(path);
  } catch (cause) {
    if (!(cause instanceof AudiofieldError) || cause.code !== "truncated") throw cause;
    return probeAudio(path, { acceptTruncated: true });
  }
}

function sizeOf(path: string): number {
  try {
    return system().files.statSync(path).size;
  } catch {
    return 0;
  }
}

function bytesOfField(field: FieldIr, heard: Heard | undefined): number {
  const known = fieldKind(field.kind);
  const period = fieldPeriod(field);
  if (heard === undefined || known === undefined || period === undefined) return 0;
  if (heard.seconds === undefined) return heard.bytes;
  const seconds = Math.max(0, heard.seconds);
  const length = Math.ceil(seconds * period[1] / period[0]);
  const options = known.resolve(field.options) as { coding?: { codec: string } };
  const codec = options.coding?.codec ?? field.kind;
  if (codec === "opus") return seconds * opusBytesPerSecond;
  if (codec === "flac") return length * flacBytesPerSample;
  return known.extent?.(options).leastBytes(length) ?? 0;
}
