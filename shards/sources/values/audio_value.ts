import { isScale } from "../../../audio/mod.ts";
import type { AudioSegment } from "../../../schema/mod.ts";
import { shownValue } from "../../shared/shown_value.ts";
import { type ManifestPlace, pathOf } from "./place.ts";
import { parseScale } from "./parse_scale.ts";

/**
 * A JSON value as audio: a path, or an object that names a file, a segment of it, and a scale.
 *
 * @throws {ManifestError} when it is neither.
 * @throws {FileError} when a path leads out of the root.
 */
export function audioOf(value: unknown, place: ManifestPlace): string | AudioSegment {
  const isSegment = isObject(value) && !Array.isArray(value);
  return isSegment ? segmentOf(value, place) : pathOf(value, place);
}

/**
 * A path or a segment with this scale, unless it has its own; arrays in `.npy` files aren't audio.
 */
export function scaledAudio(value: unknown, scale: number): unknown {
  if (typeof value === "string") return /\.npy$/i.test(value) ? value : { path: value, scale };
  return isObject(value) && "path" in value ? { scale, ...value } : value;
}

/** The file that a value comes from: itself, its `path`, or that of the first of its parts. */
export function fileOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!isObject(value)) return undefined;
  if ("path" in value) return fileOf(value["path"]);
  return Object.values(value).map(fileOf).find((file) => file !== undefined);
}

/** About thirty years; beyond that, counts of samples would no longer be exact. */
const maxSeconds = 1e9;

const segmentKeys = ["path", "startSeconds", "durationSeconds", "scale"];

function segmentOf(
  { path, startSeconds, durationSeconds, scale, ...more }: Record<string, unknown>,
  place: ManifestPlace,
): AudioSegment {
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) {
    const wanted = `only the keys ${segmentKeys.join(", ")}`;
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
  return typeof value === "object" && value !== null;
}
