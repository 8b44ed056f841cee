import { fileError } from "../../errors/mod.ts";
import { AUDIO_EXTENSIONS } from "../../audio/mod.ts";
import { extname, join } from "../shared/paths.ts";
import { compareBytes } from "./byte_order.ts";

/**
 * The audio files below a folder, as paths relative to it with `/` between their parts, in byte
 * order. Links are followed, but not into a folder that they are inside of; names that begin with
 * a dot are left out, as macOS keeps its `._clip.wav` companions there.
 *
 * @throws {FileError} when a folder can't be read.
 */
export function listAudio(folder: string): string[] {
  const found: string[] = [];
  walk({ folder, prefix: "", ancestors: [] }, found);
  return found.sort(compareBytes);
}

interface Place {
  readonly folder: string;
  readonly prefix: string;
  /** The real paths of the folders above. */
  readonly ancestors: readonly string[];
}

function walk({ folder, prefix, ancestors }: Place, found: string[]): void {
  try {
    const real = Deno.realPathSync(folder);
    if (ancestors.includes(real)) return;
    const inside = [...ancestors, real];
    for (const entry of Deno.readDirSync(folder)) {
      if (entry.name.startsWith(".")) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory || (entry.isSymlink && isFolder(path))) {
        walk({ folder: path, prefix: `${prefix}${entry.name}/`, ancestors: inside }, found);
      } else if (AUDIO_EXTENSIONS.includes(extname(entry.name).toLowerCase())) {
        found.push(`${prefix}${entry.name}`);
      }
    }
  } catch (cause) {
    throw fileError("read", folder, cause);
  }
}

/** A broken link isn't a folder; if it is called like audio, opening it will say what is wrong. */
function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
