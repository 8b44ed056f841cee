import type { ManifestError } from "../../errors/mod.ts";
import type { AudioSegment, FieldIr } from "../../schema/mod.ts";
import type { MissingFiles } from "./values/missing_files.ts";
import type { PathRoot } from "./values/path_root.ts";
import { stemNames, stemsOf } from "./values/stems_value.ts";
import { roleOf } from "../shared/field_role.ts";
import { resolvePath } from "../shared/paths.ts";
import { shownValue } from "../shared/shown_value.ts";
import { readRegularFile } from "../shared/read_regular_file.ts";
import { isScale } from "../../audio/mod.ts";
import { parseScale } from "./scale.ts";

/** The field a value is for, and how to complain about it. */
export interface ManifestPlace {
  readonly field: FieldIr;
  /** The folder that paths are relative to. */
  readonly folder: string;
  /** The folder that paths must stay in, if any. */
  readonly root: PathRoot | undefined;
  readonly missing: MissingFiles;
  wrong(wanted: string, found: string): ManifestError;
}

/**
 * A JSON value as the writer takes it: audio, features and tokens as a path from where the user stands, or
 * a segment of that file, `bytes` read from their file, 64-bit integers as BigInt. All else is the writer's to check.
 *
 * @throws {ManifestError} when the value can't be what its field wants.
 * @throws {FileError} when a path leads out of the root, or the file of a `bytes` field can't be read.
 */
export function manifestValue(value: unknown, place: ManifestPlace): unknown {
  const { kind } = place.field;
  switch (roleOf(kind)) {
    case "audio":
    case "features":
    case "tokens":
      return audioOf(value, place);
    case "stems":
      return stemsOf(value, {
        audio: (part) => audioOf(part, place),
        check: (path) => place.root?.check(path),
        wrong: (wanted, found) => place.wrong(wanted, found),
        names: stemNames(place.field),
      });
    case "bytes":
      return readRegularFile(pathOf(value, place));
    case "scalar":
      return kind === "uint64" || kind === "int64" ? integer(value, place) : finite(value, place);
    case "text":
      return value;
  }
}

function audioOf(value: unknown, place: ManifestPlace): string | AudioSegment {
  return isObject(value) ? segmentOf(value, place) : pathOf(value, place);
}

function pathOf(value: unknown, { folder, root, missing, wrong }: ManifestPlace): string {
  if (typeof value === "string" && value !== "" && !value.includes("\0")) {
    const path = resolvePath(folder, value);
    root?.check(path);
    missing.check(path);
    return path;
  }
  throw wrong("the path of a file", value === undefined ? "nothing" : shownValue(value));
}

/** Some thirty years; beyond that, counts of samples would stop to be exact. */
const maxSeconds = 1e9;

const segmentKeys = ["path", "startSeconds", "durationSeconds", "scale"];

function segmentOf(
  { path, startSeconds, durationSeconds, scale, ...more }: Record<string, unknown>,
  place: ManifestPlace,
): AudioSegment {
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) {
    const wanted = `no other keys than ${segmentKeys.join(", ")}`;
    throw place.wrong(wanted, shownValue(unknown));
  }
  if (startSeconds !== undefined && !isSeconds(startSeconds)) {
    throw place.wrong("startSeconds from 0 to 1e9", shownValue(startSeconds));
  }
  if (durationSeconds !== undefined && (!isSeconds(durationSeconds) || durationSeconds === 0)) {
    throw place.wrong("durationSeconds above 0, up to 1e9", shownValue(durationSeconds));
  }
  return {
    path: pathOf(path, place),
    ...(startSeconds === undefined ? {} : { startSeconds }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(scale === undefined ? {} : { scale: scaleOf(scale, place) }),
  };
}

/** A number, or a fraction as a string. */
function scaleOf(scale: unknown, place: ManifestPlace): number {
  const factor = typeof scale === "string" ? parseScale(scale) : scale;
  if (isScale(factor)) return factor;
  throw place.wrong('a scale above 0, such as 0.5 or "1/32768"', shownValue(scale));
}

function isSeconds(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= maxSeconds;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function integer(value: unknown, { wrong }: ManifestPlace): unknown {
  if (typeof value === "string" && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === "string" || (typeof value === "number" && !Number.isSafeInteger(value))) {
    // JSON's numbers are rounded beyond 2^53, and the number that was meant can't be told any more.
    const wanted = "an integer (beyond 2^53 as a decimal string)";
    throw wrong(wanted, shownValue(value));
  }
  return value;
}

function finite(value: unknown, { wrong }: ManifestPlace): unknown {
  if (value === Infinity || value === -Infinity) throw wrong("a finite number", String(value));
  return value;
}
