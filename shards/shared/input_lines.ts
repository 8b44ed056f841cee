import { fileError } from "../../errors/mod.ts";
import { type InputStream, system } from "../../hosts/mod.ts";
import { inputName, isInputPipe, isStandardStream } from "./standard_stream.ts";
import { TextPieces } from "./text_encoding.ts";
import { type ByteLine, LineSplitter } from "../../runtime/lists/byte_lines.ts";

/** Bytes read at a time. */
const pieceBytes = 2 ** 16;

/** How long a pipe may be silent before a note says so, in milliseconds. */
const patience = 2000;

/**
 * The lines of a manifest, which is read once, piece by piece. Other work goes on while it waits
 * for a pipe or standard input.
 *
 * @param onWait told after two seconds that a pipe delivers nothing.
 * @param encoding of a manifest without a byte order mark; UTF-8 by default. Lines are in UTF-8.
 * @throws {FileError} when it can't be read.
 * @throws {ManifestError} `"wrong-encoding"` when it isn't in an encoding other than UTF-8.
 */
export async function* inputLines(
  manifest: string,
  onWait: (line: string) => void,
  encoding?: string,
): AsyncGenerator<ByteLine> {
  const lines = new LineSplitter();
  const text = new TextPieces(manifest, encoding);
  const piece = new Uint8Array(pieceBytes);
  using input = isInputPipe(manifest) ? new PipeInput(manifest, onWait) : new FileInput(manifest);
  for (;;) {
    const count = await input.read(piece);
    if (count === null) break;
    yield* lines.split(text.next(piece.subarray(0, count)));
  }
  yield* lines.split(text.end());
  yield* lines.finish();
}

/** An ordinary file: read synchronously, which is faster. */
class FileInput implements Disposable {
  readonly #path: string;
  readonly #descriptor: number;

  constructor(path: string) {
    this.#path = path;
    try {
      this.#descriptor = system().files.openSync(path, "r");
    } catch (cause) {
      throw fileError("read", path, cause);
    }
  }

  read(piece: Uint8Array): number | null {
    try {
      const count = system().files.readSync(this.#descriptor, piece, 0, piece.length, null);
      return count === 0 ? null : count;
    } catch (cause) {
      throw fileError("read", this.#path, cause);
    }
  }

  [Symbol.dispose](): void {
    system().files.closeSync(this.#descriptor);
  }
}

/** Standard input or a pipe. Opening a pipe also waits for its writer. */
class PipeInput implements Disposable {
  readonly #path: string;
  readonly #onWait: (line: string) => void;
  #file: InputStream | undefined;
  #hasTold = false;

  constructor(path: string, onWait: (line: string) => void) {
    this.#path = path;
    this.#onWait = onWait;
  }

  async read(piece: Uint8Array): Promise<number | null> {
    const timer = this.#hasTold ? undefined : setTimeout(() => this.#tell(), patience);
    try {
      this.#file ??= await system().openInput(
        isStandardStream(this.#path) ? undefined : this.#path,
      );
      return await this.#file.read(piece);
    } catch (cause) {
      throw fileError("read", this.#path, cause);
    } finally {
      clearTimeout(timer);
    }
  }

  [Symbol.dispose](): void {
    this.#file?.close();
  }

  #tell(): void {
    this.#hasTold = true;
    this.#onWait(`waiting for ${inputName(this.#path)}`);
  }
}
