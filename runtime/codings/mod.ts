/** The codings by the name of their codec: a new one is a file beside this one and a line here. */
import { UsageError } from "../../errors/mod.ts";
import type { AudioCoding } from "../../schema/mod.ts";
import type { Coding } from "./coding.ts";
import { flacCoding } from "./flac.ts";
import { pcmCoding } from "./pcm.ts";

/** How audio is stored and read that a schema says is coded so. */
export function codingOf(options: AudioCoding): Coding {
  if (options.codec === "pcm") return pcmCoding(options);
  if (options.codec === "flac") return flacCoding(options);
  throw new UsageError(`Cannot code audio as ${options.codec}: it is not available yet`, {
    code: "no-codec",
    found: options.codec,
    wanted: "pcm or flac",
    hint: "store FLAC for now",
  });
}
