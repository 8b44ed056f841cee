/** What fields take from manifests and folders, by what their values are. */
import { AUDIO_EXTENSIONS } from "../../audio/mod.ts";
import { categoryHint } from "../../runtime/intake/checked.ts";
import { type FieldIr, fieldKind, type FieldRole, tracksOf } from "../../schema/mod.ts";
import { readRegularFile } from "../shared/read_regular_file.ts";
import { shownValue } from "../shared/shown_value.ts";
import { audioOf, fileOf, scaledAudio } from "./values/audio_value.ts";
import { type ManifestPlace, pathOf } from "./values/place.ts";
import { scaledStems, stemsOf } from "./values/stems_value.ts";

/** What fields of one role take. */
export interface RoleInputs {
  /**
   * A manifest's JSON value as the writer takes it. The writer checks whatever isn't checked here.
   *
   * @throws {ManifestError} when the value can't be what the field wants.
   * @throws {FileError} when a path leads out of the root, or a file can't be read.
   */
  manifestValue(value: unknown, place: ManifestPlace): unknown;
  /** Values that are files of audio, or of what was computed from it. */
  readonly files?: FileValues;
  /** How a folder fills a field; if omitted, only a manifest or a default can. */
  readonly folder?: FolderFiles;
}

/** Values that are audio files, segments of them, or files of what was computed from audio. */
export interface FileValues {
  /** The file that a value names, for the report. */
  fileOf(value: unknown): string | undefined;
  /** A value whose audio is multiplied by a factor, unless it has its own. */
  scaled(value: unknown, scale: number): unknown;
}

/** The files of a folder that a field takes. */
export interface FolderFiles {
  /** What they hold, for messages. */
  readonly what: string;
  /**
   * What the names of files end in, in lower case, if each of them can be a record; empty if none
   * can.
   */
  readonly endings: readonly string[];
  /** What the name of a file next to a record's file ends in, in lower case. */
  sideEnding?(field: FieldIr): string;
}

const audioFiles: FileValues = { fileOf, scaled: scaledAudio };

const roles: Readonly<Record<FieldRole, RoleInputs>> = {
  audio: {
    manifestValue: audioOf,
    files: audioFiles,
    folder: { what: "audio", endings: AUDIO_EXTENSIONS },
  },
  features: {
    manifestValue: audioOf,
    files: audioFiles,
    folder: {
      what: "features",
      endings: [...AUDIO_EXTENSIONS, ".npy"],
      sideEnding: () => ".npy",
    },
  },
  tokens: {
    manifestValue: audioOf,
    files: audioFiles,
    folder: {
      what: "tokens",
      endings: [".npy"],
      // Features take the plain ending.
      sideEnding: ({ name }) => `.${name.toLowerCase()}.npy`,
    },
  },
  text: {
    manifestValue: (value) => value,
    folder: { what: "text", endings: [], sideEnding: () => ".txt" },
  },
  bytes: { manifestValue: (value, place) => readRegularFile(pathOf(value, place)) },
  scalar: { manifestValue: scalarOf },
  category: { manifestValue: (value) => value },
};

/** Audio of several tracks. A folder of folders fills it; see `stems_folder.ts`. */
const stems: RoleInputs = {
  manifestValue: (value, place) =>
    stemsOf(value, {
      audio: (part) => audioOf(part, place),
      check: (path) => place.root?.check(path),
      wrong: (wanted, found) => place.wrong(wanted, found),
      names: tracksOf(place.field)!,
    }),
  files: { fileOf, scaled: scaledStems },
};

/**
 * What fields of a kind take from manifests and folders.
 *
 * @throws {TypeError} for a kind that the schema room doesn't know; files with one can't be opened.
 */
export function inputsOf(kind: string): RoleInputs {
  const known = fieldKind(kind);
  if (known === undefined) throw new TypeError(`There is no field kind "${kind}"`);
  return known.tracks === undefined ? roles[known.role] : stems;
}

function scalarOf(value: unknown, place: ManifestPlace): unknown {
  const { kind } = place.field;
  return kind === "uint64" || kind === "int64" ? integer(value, place) : finite(value, place);
}

function integer(value: unknown, { wrong }: ManifestPlace): unknown {
  if (typeof value === "string" && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === "string" || (typeof value === "number" && !Number.isSafeInteger(value))) {
    // JSON's numbers are rounded beyond 2^53, and the number that was meant is lost.
    const wanted = "an integer (beyond 2^53 as a decimal string)";
    throw wrong(wanted, shownValue(value), typeof value === "string" ? categoryHint : undefined);
  }
  return value;
}

function finite(value: unknown, { wrong }: ManifestPlace): unknown {
  if (value === Infinity || value === -Infinity) throw wrong("a finite number", String(value));
  return value;
}
