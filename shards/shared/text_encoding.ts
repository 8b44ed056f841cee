import { ManifestError, UsageError } from "../../errors/mod.ts";

/** What people call encodings that the standard for the web names otherwise. */
const otherNames: Readonly<Record<string, string>> = {
  "latin-1": "latin1",
  "latin-9": "iso-8859-15",
  "shift-jis": "shift_jis",
};

/** Bytes that must be seen before the encoding is known: the longest mark. */
const markBytes = 3;

const encoder = new TextEncoder();

/**
 * The name of an encoding that texts can be read in.
 *
 * @throws {UsageError} `"encoding"` when there is none of that name.
 */
export function encodingOption(name: string): string {
  const known = name.toLowerCase();
  try {
    return new TextDecoder(otherNames[known] ?? known).encoding;
  } catch (cause) {
    throw new UsageError(`Cannot read texts as "${name}": there is no encoding of that name`, {
      code: "encoding",
      found: name,
      wanted: "a name such as latin-1, utf-16, windows-1251, shift_jis, gbk or euc-kr",
      hint: "the names are those of the WHATWG Encoding Standard",
      cause,
    });
  }
}

/** The encoding of a text: what its byte order mark says, the given one, or UTF-8. */
function encodingOf(head: Uint8Array, given: string | undefined): string {
  const [first, second, third] = head;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  return given ?? "utf-8";
}

/**
 * A text without its byte order mark.
 *
 * @param given the encoding of texts without a mark; UTF-8 by default.
 * @throws {ManifestError} `"not-utf-8"` or `"wrong-encoding"` when it isn't in its encoding.
 */
export function decodeText(bytes: Uint8Array, path: string, given?: string): string {
  const encoding = encodingOf(bytes, given);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notIn(encoding, path, cause);
  }
}

/** Turns a text that comes in pieces into UTF-8. UTF-8 itself is passed on as it is. */
export class TextPieces {
  readonly #path: string;
  readonly #given: string | undefined;
  /** What came before the encoding was known. */
  #begin: Uint8Array | undefined = new Uint8Array(0);
  #decoder: TextDecoder | undefined;

  /** @param given the encoding of texts without a byte order mark; UTF-8 by default. */
  constructor(path: string, given: string | undefined) {
    this.#path = path;
    this.#given = given;
  }

  /**
   * The next piece in UTF-8; it may be `piece` itself.
   *
   * @throws {ManifestError} `"wrong-encoding"` when it isn't in its encoding.
   */
  next(piece: Uint8Array): Uint8Array {
    if (this.#begin === undefined) return this.#decode(piece, true);
    const begin = new Uint8Array(this.#begin.length + piece.length);
    begin.set(this.#begin);
    begin.set(piece, this.#begin.length);
    this.#begin = begin;
    return begin.length < markBytes ? new Uint8Array(0) : this.#decide(true);
  }

  /** What is left at the end. */
  end(): Uint8Array {
    if (this.#begin !== undefined) return this.#decide(false);
    return this.#decoder === undefined ? new Uint8Array(0) : this.#decode(new Uint8Array(0), false);
  }

  #decide(stream: boolean): Uint8Array {
    const begin = this.#begin ?? new Uint8Array(0);
    this.#begin = undefined;
    const encoding = encodingOf(begin, this.#given);
    // Lines that aren't UTF-8 are errors of their own.
    if (encoding !== "utf-8") this.#decoder = new TextDecoder(encoding, { fatal: true });
    return this.#decode(begin, stream);
  }

  #decode(piece: Uint8Array, stream: boolean): Uint8Array {
    if (this.#decoder === undefined) return piece;
    try {
      return encoder.encode(this.#decoder.decode(piece, { stream }));
    } catch (cause) {
      throw notIn(this.#decoder.encoding, this.#path, cause);
    }
  }
}

function notIn(encoding: string, path: string, cause: unknown): ManifestError {
  const name = encoding.toUpperCase();
  if (encoding === "utf-8") {
    return new ManifestError(`Cannot read "${path}": it isn't UTF-8`, {
      code: "not-utf-8",
      file: path,
      hint: "save it as UTF-8, or name its encoding with --text-encoding",
      cause,
    });
  }
  return new ManifestError(`Cannot read "${path}": it isn't ${name}`, {
    code: "wrong-encoding",
    file: path,
    wanted: name,
    hint: "save it as UTF-8, or name its encoding with --text-encoding",
    cause,
  });
}
