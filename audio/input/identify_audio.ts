import { type AudioKind, identifyInput } from "../../kernels/input.ts";
import { FileSource } from "./_file_source.ts";

/**
 * Tells what kind of audio a file is by its contents, whether {@link openAudio} reads it or not: of
 * `talk.dat` that is NIST SPHERE, `{ name: "NIST SPHERE", readable: false }`. Of what isn't audio, or not
 * known to be, `undefined`. At most its tags and some 70 kB after them are read.
 *
 * Whether a file of a readable kind is whole, and its coding one that is read, isn't looked at.
 *
 * @param path The file, as the system knows it.
 * @throws {FileError} As {@link openAudio} does.
 *
 * @example What is left out
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
