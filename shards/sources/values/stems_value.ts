import { AUDIO_EXTENSIONS } from "../../../audio/mod.ts";
import { FileError, fileError, type ManifestError } from "../../../errors/mod.ts";
import { system } from "../../../hosts/mod.ts";
import type { StemsInput } from "../../../schema/mod.ts";
import { basename, extname, join, statOf } from "../../shared/paths.ts";
import { shownValue } from "../../shared/shown_value.ts";
import { whyNotAudio } from "./audio_by_contents.ts";
import { scaledAudio } from "./audio_value.ts";

/**
 * A manifest's stems as the writer takes them: an object of audio by the stems' names, `null` for
 * missing ones; a folder with a file for each; or one recording whose channels are assigned to them
 * in order.
 *
 * @throws {ManifestError} when it is none of these.
 */
export function stemsOf(
  value: unknown,
  { audio, check, wrong, names }: {
    /** A JSON value as audio. */
    audio: (value: unknown) => string | StemsInput;
    /** Throws for the path of a stem that may not be read. */
    check: (path: string) => void;
    wrong: (wanted: string, found: string) => ManifestError;
    names: readonly string[];
  },
): StemsInput {
  if (typeof value !== "object" || value === null || Array.isArray(value) || "path" in value) {
    const whole = audio(value);
    if (typeof whole !== "string" || !statOf(whole).isDirectory()) return whole;
    const stems = stemsOfFolder(whole, names);
    // A folder in the right place may hold links that lead elsewhere.
    Object.values(stems).forEach(check);
    return stems;
  }
  const stems = Object.entries(value).map(([name, part]) => {
    if (!names.includes(name)) {
      throw wrong(`only the stems ${names.join(", ")}`, shownValue(name));
    }
    return [name, part === null ? null : audio(part)] as const;
  });
  return Object.fromEntries(stems) as StemsInput;
}

/**
 * The stems of a folder laid out as in MUSDB: an audio file named after each stem, and perhaps
 * others. Stems without a file are missing.
 *
 * @throws {FileError} when it can't be read, has none of them, or two for one stem.
 */
export function stemsOfFolder(
  folder: string,
  names: readonly string[],
): Record<string, string> {
  const found = new Map<string, string>();
  for (const file of filesIn(folder)) {
    if (!isStemFile(join(folder, file), names)) continue;
    const name = nameOf(file);
    if (found.has(name)) {
      throw new FileError(`Cannot read stems from "${folder}": it has two files for "${name}"`, {
        code: "ambiguous-stem",
        file: folder,
        found: file,
        hint: "remove one of them",
      });
    }
    found.set(name, join(folder, file));
  }
  if (found.size > 0) return Object.fromEntries(found);
  throw new FileError(`Cannot read stems from "${folder}": none of its files is a stem`, {
    code: "no-stems",
    file: folder,
    wanted: names.map((name) => `${name}.wav`).join(", "),
  });
}

/** Whether a file is named like a stem, and is audio or at least named like it. */
export function isStemFile(path: string, names: readonly string[]): boolean {
  if (!names.includes(nameOf(basename(path)))) return false;
  return AUDIO_EXTENSIONS.includes(extname(path).toLowerCase()) || whyNotAudio(path) === undefined;
}

/** A file's name without its ending. */
function nameOf(file: string): string {
  return file.slice(0, -extname(file).length || undefined);
}

function filesIn(folder: string): string[] {
  try {
    return system().files.readdirSync(folder)
      .filter((name) => !name.startsWith("."))
      .sort();
  } catch (cause) {
    throw fileError("read", folder, cause);
  }
}

/** A value whose stems are multiplied by a factor, unless they have their own. */
export function scaledStems(value: unknown, scale: number): unknown {
  const isWhole = typeof value !== "object" || value === null || "path" in value;
  if (isWhole) return scaledAudio(value, scale);
  const stems = Object.entries(value).map(([name, stem]) => [name, scaledAudio(stem, scale)]);
  return Object.fromEntries(stems);
}
