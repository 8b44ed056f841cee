import { counted } from "../../errors/counted.ts";
import { AUDIO_EXTENSIONS, type OpenOptions, probeAudio } from "../../audio/mod.ts";
import { AudiofieldError, AudioInputError } from "../../errors/mod.ts";
import type { Corpus } from "../../plan/mod.ts";
import { foundFile } from "../../shards/sources/list_files.ts";
import { type SideKind, sortFolder } from "../../shards/sources/sort_folder.ts";
import { InputFailure } from "../../shards/shared/failure.ts";
import { extname, join } from "../../shards/shared/paths.ts";

/** What `pack` takes as the text of the clip next to it. */
const textSide: SideKind = { what: "text", ending: ".txt" };

/** What the headers of a folder's audio say. */
export interface Measured {
  readonly folder: string;
  /** Clips that can be read. */
  readonly clips: number;
  /** The lengths of the clips whose header gives one; at least one. */
  readonly seconds: readonly number[];
  /** Numbers of clips by sample rate, and by number of channels. */
  readonly rates: ReadonlyMap<number, number>;
  readonly channels: ReadonlyMap<number, number>;
  /** Numbers of clips by container and codec. */
  readonly formats: ReadonlyMap<string, number>;
  /** Bytes of the files. */
  readonly bytes: number;
  /** Clips with a `.txt` next to them. */
  readonly texts: number;
  /** Files that aren't clips, texts included. */
  readonly others: number;
  /** Why the other clips can't be read. */
  readonly failures: readonly InputFailure[];
}

/**
 * Measures the audio below a folder, the files that `pack` would take, from headers alone.
 *
 * @throws {FileError} when the folder itself can't be read.
 * @throws {AudioInputError} `"no-input"` when no audio below it can be read, `"no-lengths"` when no
 * header says how long its clip is.
 */
export function measureFolder(folder: string, options: OpenOptions = {}): Measured {
  const seconds: number[] = [];
  const failures: InputFailure[] = [];
  const rates = new Map<number, number>();
  const channels = new Map<number, number>();
  const formats = new Map<string, number>();
  let [clips, bytes, texts] = [0, 0, 0];
  const stemOf = (path: string) => path.slice(0, -extname(path).length || undefined);
  const { inputs, leftOutCount, beside } = sortFolder(folder, {
    endings: AUDIO_EXTENSIONS,
    isAudio: true,
    sides: [textSide],
    stemOf,
  });
  for (const { path, failure } of inputs.map(foundFile)) {
    const file = join(folder, path);
    try {
      if (failure !== undefined) throw failure;
      const info = probeAudio(file, options);
      clips++;
      bytes += info.bytes;
      if (info.frames !== undefined) seconds.push(info.frames / info.sampleRate);
      count(rates, info.sampleRate);
      count(channels, info.channels);
      count(
        formats,
        info.container === info.codec ? info.codec : `${info.container} ${info.codec}`,
      );
      if (beside(stemOf(path), textSide.ending).length > 0) texts++;
    } catch (cause) {
      if (!(cause instanceof AudiofieldError)) throw cause;
      failures.push(new InputFailure(`"${file}"`, cause));
    }
  }
  if (clips === 0) throw nothingThere(folder, failures.length);
  if (seconds.length === 0) throw noLengths(folder);
  return {
    folder,
    clips,
    seconds,
    rates,
    channels,
    formats,
    bytes,
    texts,
    others: leftOutCount,
    failures,
  };
}

/**
 * The corpus as it would be stored: at the rate and with the channels that most clips have. Clips
 * whose header has no length count as the average of the others.
 */
export function mainForm({ clips, seconds, rates, channels }: Measured): Corpus {
  const known = seconds.reduce((sum, one) => sum + one, 0);
  return {
    clips,
    seconds: known / seconds.length * clips,
    sampleRate: byCount(rates)[0]?.[0] ?? 16_000,
    channels: byCount(channels)[0]?.[0] ?? 1,
  };
}

/** The counts, the most frequent first. */
export function byCount<Key>(counts: ReadonlyMap<Key, number>): [Key, number][] {
  return [...counts].sort(([, one], [, other]) => other - one);
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function nothingThere(folder: string, failed: number): AudioInputError {
  const reason = failed === 0
    ? "there is no audio below it"
    : `none of its ${counted(failed, "file")} can be read`;
  return new AudioInputError(`Cannot plan for "${folder}": ${reason}`, {
    code: "no-input",
    file: folder,
    wanted: `files ending in ${AUDIO_EXTENSIONS.join(", ")}`,
    ...(failed === 0 ? {} : { hint: "see what audiofield probe says about them" }),
  });
}

function noLengths(folder: string): AudioInputError {
  return new AudioInputError(
    `Cannot plan for "${folder}": no header in it says how long its clip is`,
    {
      code: "no-lengths",
      file: folder,
      hint: "give --clips and --seconds instead",
    },
  );
}
