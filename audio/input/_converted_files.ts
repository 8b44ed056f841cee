import { system } from "../../hosts/mod.ts";
import { Ffmpeg } from "./ffmpeg.ts";

/** How many converted files are kept for further segments of them. */
const maxKept = 4;

/** What was decoded by another program. */
export interface DecodedWith {
  /** The file, as it was named. */
  readonly file: string;
  /** The program, its version, and its command. */
  readonly by: string;
}

/** Files that another program has decoded into temporary ones, which are removed with this object. */
export class ConvertedFiles implements Disposable {
  readonly #ffmpeg: Ffmpeg;
  readonly #track: number | undefined;
  readonly #onDecoded: (decoded: DecodedWith) => void;
  /** Temporary files by what they were made from, the least recently used first. */
  readonly #kept = new Map<string, string>();
  #folder: string | undefined;
  #made = 0;

  /** @param options.onDecoded told about each use of a file that was decoded. */
  constructor(
    ffmpeg: Ffmpeg,
    options: {
      readonly track: number | undefined;
      readonly onDecoded: (decoded: DecodedWith) => void;
    },
  ) {
    this.#ffmpeg = ffmpeg;
    this.#track = options.track;
    this.#onDecoded = options.onDecoded;
  }

  /**
   * Opens a file with `open`; if it is audio of a kind that isn't read here, opens what ffmpeg makes
   * of it.
   *
   * @throws whatever `open` throws about other files.
   * @throws {AudioInputError} `"ffmpeg-failed"`.
   */
  openWith<T>(path: string, open: (path: string, isConverted: boolean) => T): T {
    try {
      return open(path, false);
    } catch (error) {
      if (!Ffmpeg.mayRead(path, error)) throw error;
    }
    const converted = this.#convert(path);
    const command = Ffmpeg.command(this.#track).join(" ");
    this.#onDecoded({ file: path, by: `ffmpeg ${this.#ffmpeg.version}: ${command}` });
    return open(converted, true);
  }

  /** Removes the temporary files. */
  [Symbol.dispose](): void {
    if (this.#folder !== undefined) {
      system().files.rmSync(this.#folder, { recursive: true, force: true });
    }
    this.#folder = undefined;
    this.#kept.clear();
  }

  #convert(path: string): string {
    const known = this.#kept.get(path);
    if (known !== undefined) {
      this.#kept.delete(path);
      this.#kept.set(path, known);
      return known;
    }
    const { files, paths, tmpdir } = system();
    this.#folder ??= files.mkdtempSync(paths.join(tmpdir(), "audiofield-"));
    const output = paths.join(this.#folder, `${this.#made++}.w64`);
    try {
      this.#ffmpeg.decode(path, output, this.#track);
    } catch (error) {
      system().files.rmSync(output, { force: true });
      throw error;
    }
    this.#kept.set(path, output);
    for (const [other, file] of this.#kept) {
      if (this.#kept.size <= maxKept) break;
      system().files.rmSync(file, { force: true });
      this.#kept.delete(other);
    }
    return output;
  }
}
