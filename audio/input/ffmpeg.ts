import { AudioInputError, refuseChanged, UsageError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import { identifyAudio } from "./identify_audio.ts";

/** What may be printed about a failure. */
const maxReason = 300;

/** Codes of refusals that say that a file is audio, of a kind that isn't read here. */
const unreadable: ReadonlySet<string> = new Set(["unsupported-format", "unsupported-codec"]);

/**
 * The system's ffmpeg, for audio that this library doesn't read. It is never used unless somebody
 * asks for it, and never for files that are read here.
 */
export class Ffmpeg {
  /** Its version, as it prints it: `"5.1.9-0+deb12u1"`. */
  readonly version: string;

  /**
   * Finds it.
   *
   * @throws {UsageError} `"no-ffmpeg"` when it isn't installed, or can't be run.
   */
  constructor() {
    const { stdout, error } = system("run ffmpeg").runCommand("ffmpeg", ["-version"]);
    const version = /^ffmpeg version (\S+)/.exec(stdout)?.[1];
    if (version === undefined) {
      throw new UsageError("Cannot decode with ffmpeg: there is no ffmpeg that can be run", {
        code: "no-ffmpeg",
        hint: "install ffmpeg, or leave out --decode-with ffmpeg",
        cause: error,
      });
    }
    this.version = version;
  }

  /** Whether it may be asked for a file that was refused with `error`. */
  static mayRead(path: string, error: unknown): boolean {
    if (!(error instanceof AudioInputError)) return false;
    if (unreadable.has(error.code)) return true;
    // A video that isn't MPEG-4 or Matroska.
    return error.code === "not-audio" && identifyAudio(path)?.readable === false;
  }

  /** The command that decodes an audio track, without the names of the files. */
  static command(track = 1): readonly string[] {
    return [
      "ffmpeg",
      "-nostdin",
      "-v",
      "error",
      "-xerror",
      "-err_detect",
      "explode",
      // Playlists lead to other files and machines.
      "-protocol_whitelist",
      "file",
      "-i",
      "INPUT",
      "-map",
      `0:a:${track - 1}`,
      "-c:a",
      "pcm_f32le",
      "-f",
      "w64",
      "-y",
      "OUTPUT",
    ];
  }

  /**
   * Decodes a file into a Wave64 file of floats.
   *
   * @throws {AudioInputError} `"ffmpeg-failed"` when it can't, or complains.
   * @throws {FileError} `"changed"` when the file was written to in the meantime.
   */
  decode(path: string, output: string, track = 1): void {
    const { files: { statSync }, paths: { resolve }, runCommand } = system();
    const files = { INPUT: `file:${resolve(path)}`, OUTPUT: `file:${output}` };
    const [program = "", ...options] = Ffmpeg.command(track);
    const before = statSync(path);
    const { status, stderr, error } = runCommand(
      program,
      options.map((word) => word === "INPUT" || word === "OUTPUT" ? files[word] : word),
    );
    refuseChanged(path, { before, now: statSync(path, { throwIfNoEntry: false }) });
    const said = stderr.trim();
    if (status === 0 && said === "") return;
    const reason = said.split("\n")[0] || error?.message || `it ended with ${status}`;
    const what = `ffmpeg ${this.version} can't decode it (${reason.slice(0, maxReason)})`;
    throw new AudioInputError(`Cannot read "${path}": ${what}`, {
      code: "ffmpeg-failed",
      file: path,
      hint: "convert it to WAV or FLAC with a program that plays all of it",
      cause: error,
    });
  }
}
