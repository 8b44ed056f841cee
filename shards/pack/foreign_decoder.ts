import { Ffmpeg } from "../../audio/mod.ts";
import { UsageError } from "../../errors/mod.ts";

/** A program that decodes what this library refuses. */
export interface ForeignDecoder {
  /** Which program. */
  readonly name: "ffmpeg";
  /** Its version, which decides what is stored. */
  readonly version: string;
  /** How it is called, for people. */
  readonly command: string;
}

/**
 * What will be used of the system's ffmpeg.
 *
 * @param track which audio track is read.
 * @throws {UsageError} `"no-ffmpeg"` when there is none.
 */
export function systemFfmpeg(track: number | undefined): ForeignDecoder {
  const command = Ffmpeg.command(track).join(" ");
  return { name: "ffmpeg", version: new Ffmpeg().version, command };
}

/**
 * The decoder that was chosen, maybe on another machine.
 *
 * @throws {UsageError} `"no-ffmpeg"` when there is none, `"other-ffmpeg"` when it has another version.
 */
export function foreignDecoder(chosen: ForeignDecoder | undefined): Ffmpeg | undefined {
  if (chosen === undefined) return undefined;
  const ffmpeg = new Ffmpeg();
  if (ffmpeg.version === chosen.version) return ffmpeg;
  throw new UsageError("Cannot pack: this machine has another ffmpeg than the one of the plan", {
    code: "other-ffmpeg",
    found: ffmpeg.version,
    wanted: chosen.version,
    hint: "pack where the plan was made, install that version, or plan again",
  });
}
