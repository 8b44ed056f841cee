import { openAudio } from "../../audio/mod.ts";
import { AudiofieldError, fileError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import { OutputFile } from "../../runtime/output/output_file.ts";
import { PositionedStorage } from "../../runtime/storage/positioned.ts";
import { join } from "../shared/paths.ts";
import { findStreams } from "./find_streams.ts";

const pieceBytes = 2 ** 20;

/**
 * Saves the FLAC and Ogg streams of a file without its tables as files of their own, `000000.flac`,
 * `000001.opus` …, in the order in which they lie in the file. A stream that doesn't decode to its end
 * isn't kept.
 *
 * @param firstNumber the number of the first one.
 * @returns the paths of the files.
 * @throws {FileError} when the file can't be read, or the folder can't be written to.
 */
export function saveStreams(path: string, folder: string, firstNumber = 0): string[] {
  try {
    system().files.mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw fileError("write", folder, cause);
  }
  using storage = new PositionedStorage(path);
  const saved: string[] = [];
  for (const { codec, position, length } of findStreams(storage)) {
    const number = String(firstNumber + saved.length).padStart(6, "0");
    const name = join(folder, `${number}.${codec === "flac" ? "flac" : "opus"}`);
    const output = new OutputFile(name);
    try {
      for (let at = 0; at < length; at += pieceBytes) {
        output.write(storage.view(position + at, Math.min(pieceBytes, length - at)));
      }
      output.commit();
    } catch (cause) {
      output.abort();
      throw cause;
    }
    if (isSound(name)) saved.push(name);
    else system().files.unlinkSync(name);
  }
  return saved;
}

/** Whether a file decodes to its end: frames and pages have checksums of their own. */
function isSound(path: string): boolean {
  try {
    using source = openAudio(path);
    while (source.next() !== undefined) { /* Checked as it is read. */ }
    return true;
  } catch (cause) {
    if (cause instanceof AudiofieldError) return false;
    throw cause;
  }
}
