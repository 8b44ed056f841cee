/** The codings by the name of their codec: a new one is a file beside this one and a line here. */
import type { AudioCoding } from "../../../../schema/mod.ts";
import type { Coding } from "./coding.ts";
import { flacCoding } from "./flac.ts";
import { opusCoding } from "./opus.ts";
import { pcmCoding } from "./pcm.ts";

/** How audio is stored and read that a schema says is coded so. */
export function codingOf(options: AudioCoding): Coding {
  if (options.codec === "pcm") return pcmCoding(options);
  return options.codec === "flac" ? flacCoding(options) : opusCoding(options);
}
