import type { CodedBytes } from "../pcm/mod.ts";
import type { FileSource } from "./_file_source.ts";

/** Bytes per piece. */
const PIECE_BYTES = 64 * 1024;

/** An audio file's bytes from the first one on, to pass the stream through. */
export class FileBytes implements CodedBytes {
  readonly codec: CodedBytes["codec"];
  readonly bits: number | undefined;
  readonly #file: FileSource;
  readonly #atEnd: () => void;
  #piece: Uint8Array | undefined;
  #position = 0;

  /** @param atEnd called once all bytes have been read. */
  constructor(
    file: FileSource,
    { codec, bits, atEnd }: Pick<CodedBytes, "codec" | "bits"> & { atEnd: () => void },
  ) {
    this.#atEnd = atEnd;
    this.#file = file;
    this.codec = codec;
    this.bits = bits;
  }

  next(): Uint8Array | undefined {
    const piece = this.#piece ??= new Uint8Array(PIECE_BYTES);
    const count = this.#file.readAt(this.#position, piece);
    if (count === 0) {
      this.#atEnd();
      return undefined;
    }
    this.#position += count;
    return piece.subarray(0, count);
  }
}
