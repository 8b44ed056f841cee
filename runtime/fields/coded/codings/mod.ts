/** The codings by codec name: a new one needs a file next to this one and a line in it. */
import type { AudioCoding } from "../../../../schema/mod.ts";
import type { Coding } from "./coding.ts";
import { flacCoding } from "./flac.ts";
import { opusCoding } from "./opus.ts";
import { pcmCoding } from "./pcm.ts";

/** How to store and read audio with these coding options of a schema. */
export function codingOf(options: AudioCoding): Coding {
  if (options.codec === "pcm") return pcmCoding(options);
  return options.codec === "flac" ? flacCoding(options) : opusCoding(options);
}
