import { type PcmSource, scaledSource } from "../pcm/mod.ts";
import { FilePcm } from "./_file_pcm.ts";
import { FileSource } from "./_file_source.ts";
import { SegmentPcm } from "./_segment_pcm.ts";
import { SharedFile } from "./_shared_file.ts";
import { Spool } from "./_spool.ts";
import { ConvertedFiles, type DecodedWith } from "./_converted_files.ts";
import type { AudioSegment } from "./audio_segment.ts";
import type { Ffmpeg } from "./ffmpeg.ts";
import type { OpenOptions } from "./open_audio.ts";

/** How many files that segments come from are kept open. */
const MAX_OPEN = 16;

/** How a pack's audio files are opened. */
export interface AudioFilesOptions extends OpenOptions {
  /**
   * Decodes audio of kinds that aren't read here, into temporary files; nothing does by default.
   */
  readonly decodeWith?: Ffmpeg | undefined;
  /** Told about each use of a file that was decoded in that way. */
  readonly onDecodedWith?: ((decoded: DecodedWith) => void) | undefined;
}

/**
 * The audio files that are read while a dataset is packed. However many segments of a file are
 * requested, and in whatever order, the file is decoded once, or twice if segments of a compressed
 * file are out of order: the second time into a temporary file, from which all further segments
 * come. The temporary file holds the decoded samples of all such files, and is removed with this
 * object.
 *
 * Memory: up to 3 MB for each of at most 16 open files.
 *
 * @example Two overlapping segments
 * ```ts
 * import { AudioFiles } from "./mod.ts";
 *
 * using files = new AudioFiles();
 * const path = "tests/data/clips/p01_speech_16k_s16.wav";
 * for (const startSeconds of [0.5, 1]) {
 *   using segment = files.open({ path, startSeconds, durationSeconds: 1 });
 *   if (segment.frames !== 16_000) throw new Error();
 * }
 * ```
 */
export class AudioFiles implements Disposable {
  /** By path, the least recently used first. */
  readonly #open = new Map<string, SharedFile>();
  /** Files that are entirely in the spool, and closed. */
  readonly #spooled = new Map<string, SharedFile>();
  /** Files that were decoded, at least in part, and closed. */
  readonly #seen = new Set<string>();
  readonly #options: OpenOptions;
  readonly #converted: ConvertedFiles | undefined;
  #spool: Spool | undefined;
  #bytesRead = 0;

  /** Opens nothing yet; `options` say how files will be opened. */
  constructor({ decodeWith, onDecodedWith, ...options }: AudioFilesOptions = {}) {
    this.#options = options;
    if (decodeWith === undefined) return;
    const { track } = options;
    const onDecoded = onDecodedWith ?? (() => {});
    this.#converted = new ConvertedFiles(decodeWith, { track, onDecoded });
  }

  /**
   * Opens a file, or a segment of one. Several streams may be read in turns.
   *
   * @throws {FileError} As `openAudio` does, and `"changed"`, also from the stream, when the file was
   * written to, replaced or removed while it was read.
   * @throws {AudioInputError} As `openAudio` does, and `"segment-past-end"` when the file ends
   * before the segment does; where only decoding tells, the stream throws that at its end.
   * @throws {UsageError} `"arguments"` for times that are negative or not numbers, `"scale"` for a
   * scale that isn't a finite number above 0.
   */
  open(input: string | AudioSegment): PcmSource {
    if (typeof input === "string") return this.#whole(input);
    const { path, startSeconds, durationSeconds, scale = 1 } = input;
    const source = startSeconds === undefined && durationSeconds === undefined
      ? this.#whole(path)
      : new SegmentPcm(input, { reach: () => this.#reach(path) });
    return scaledSource(source, scale, path);
  }

  /** Bytes read from the files that segments came from, so far. */
  get bytesRead(): number {
    let bytes = this.#bytesRead;
    for (const file of this.#open.values()) bytes += file.bytesRead;
    for (const file of this.#spooled.values()) bytes += file.bytesRead;
    return bytes;
  }

  /** Bytes of decoded audio that the temporary file holds. */
  get spooledBytes(): number {
    return this.#spool?.length ?? 0;
  }

  /** Closes all files, and removes the temporary one. */
  [Symbol.dispose](): void {
    for (const file of this.#open.values()) file[Symbol.dispose]();
    this.#open.clear();
    this.#spooled.clear();
    this.#spool?.[Symbol.dispose]();
    this.#spool = undefined;
    this.#converted?.[Symbol.dispose]();
  }

  #whole(path: string): PcmSource {
    return this.#openWith(path, openWhole);
  }

  /** Opens a file, or what another program has made of it, which has one track. */
  #openWith<T>(path: string, open: (path: string, options: OpenOptions) => T): T {
    const options = this.#options;
    if (this.#converted === undefined) return open(path, options);
    return this.#converted.openWith(
      path,
      (found, isConverted) => open(found, isConverted ? { ...options, track: 1 } : options),
    );
  }

  #reach(path: string): SharedFile {
    const known = this.#spooled.get(path) ?? this.#open.get(path);
    const file = known ??
      this.#openWith(path, (found, options) =>
        new SharedFile(found, {
          ...options,
          spool: () => this.#spool ??= new Spool(),
          again: this.#seen.has(path),
        }));
    if (this.#spooled.has(path)) return file;
    this.#open.delete(path);
    this.#open.set(path, file);
    if (this.#open.size > MAX_OPEN) this.#closeOne();
    return file;
  }

  /** Closes the file that has been unused for the longest. */
  #closeOne(): void {
    for (const [path, file] of this.#open) {
      this.#open.delete(path);
      if (file.spooling) {
        file.finishSpool();
        this.#spooled.set(path, file);
      } else {
        file[Symbol.dispose]();
        this.#bytesRead += file.bytesRead;
        this.#seen.add(path);
      }
      return;
    }
  }
}

function openWhole(path: string, options: OpenOptions): PcmSource {
  return new FilePcm(new FileSource(path), path, { ...options, refuseChanged: true });
}
