import { type AudioKind, identifyInput } from "../../kernels/input.ts";
import { FileSource } from "./_file_source.ts";

/**
 * Tells what kind of audio a file is by its contents, whether or not {@link openAudio} reads it:
 * for a `talk.dat` that is WavPack, `{ name: "WavPack", readable: false }`. Returns
 * `undefined` if the file isn't audio, or isn't known to be. Reads at most its tags and about 70 kB
 * after them.
 *
 * It doesn't check whether a file of a readable kind is complete, or has a codec that is read.
 *
 * @param path The path of the file.
 * @throws {FileError} As {@link openAudio} does.
 *
 * @example A QuickTime file
 * ```ts
 * import { identifyAudio } from "./mod.ts";
 *
 * const kind = identifyAudio("tests/data/formats/aac_16k.mov");
 * if (kind?.name !== "MPEG-4" || !kind.readable) throw new Error();
 * ```
 */
export function identifyAudio(path: string): AudioKind | undefined {
  using file = new FileSource(path);
  return identifyInput(file);
}
