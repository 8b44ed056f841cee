import { counted } from "../../../errors/counted.ts";
import { ManifestError } from "../../../errors/mod.ts";
import type { CodecTokensArray, ResolvedCodecTokens, TokenArray } from "../../../schema/mod.ts";
import { wrongShape } from "../../intake/given_array.ts";
import { NpyFile } from "../../intake/npy_file.ts";
import { type ValuePlace, wrongValue } from "../../intake/checked.ts";

/** What to do about an array of another shape. */
const hint = "tokens are stored as (nCodebooks, frames): transpose them, or change nCodebooks";

/** Elements read from a file at a time. */
const pieceElements = 2 ** 16;

/**
 * The most tokens that a record may hold: more would be a mistake, and break the sums of batches.
 */
const maxTokens = 2 ** 31;

/** Whether a value is tokens rather than audio: an array, or the path of a `.npy` file. */
export function isTokenInput(input: unknown): input is string | CodecTokensArray {
  if (typeof input === "string") return /\.npy$/i.test(input);
  return typeof input === "object" && input !== null && "data" in input && "shape" in input;
}

/** Checked tokens. */
export interface CheckedTokens {
  /** Shape (nCodebooks, frames). */
  readonly data: Uint16Array;
  readonly frames: number;
}

/**
 * Tokens as a field stores them: with two axes, the field's number of codebooks, and each token at
 * least 0 and below `vocabSize`.
 *
 * @throws {ManifestError} `"array-shape"`, `"token-range"`, `"too-long"`, or what is wrong with a
 *   `.npy` file; the message names a wrong token's codebook, frame and value.
 * @throws {FileError} when a `.npy` file can't be read.
 */
export function checkedTokens(
  input: string | CodecTokensArray,
  options: ResolvedCodecTokens,
  place: ValuePlace,
): CheckedTokens {
  if (typeof input !== "string") return take(memorySource(input, place), options, place);
  using file = new NpyFile(input, "integer");
  const { shape, isFortran } = file.header;
  const read = (from: number, count: number) => file.read(from, count);
  const tokens = take({ shape, isFortran, name: `"${input}"`, read }, options, place);
  file.refuseChanged();
  return tokens;
}

interface TokenSource {
  readonly shape: readonly number[];
  readonly isFortran: boolean;
  /** For messages. */
  readonly name: string;
  read(from: number, count: number): Float64Array | TokenArray;
}

const arrays = [
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  BigUint64Array,
  BigInt64Array,
];

function memorySource({ data, shape }: CodecTokensArray, place: ValuePlace): TokenSource {
  if (!arrays.some((Tokens) => data instanceof Tokens) || !Array.isArray(shape)) {
    const wanted = "{ data: an array of integers such as a Uint16Array, shape }";
    const found = Object.prototype.toString.call(data).slice(8, -1);
    throw wrongValue(`{ data: ${found} }`, wanted, place);
  }
  const sizes: readonly number[] = shape;
  const size = sizes.reduce((product, length) => product * length, 1);
  const name = "the given array";
  if (size !== data.length) {
    throw wrongShape({
      name,
      shape: sizes,
      wanted: `a shape for ${counted(data.length, "token")}`,
      hint,
    }, place);
  }
  return {
    shape: sizes,
    isFortran: false,
    name,
    read: (from, count) => data.subarray(from, from + count),
  };
}

function take(
  { shape, isFortran, name, read }: TokenSource,
  { nCodebooks, vocabSize }: ResolvedCodecTokens,
  place: ValuePlace,
): CheckedTokens {
  const [codebooks, frames = 0] = shape;
  const isShape = shape.length === 2 && codebooks === nCodebooks && Number.isSafeInteger(frames);
  if (!isShape || frames < 0) {
    throw wrongShape({ name, shape, wanted: `(${nCodebooks}, frames)`, hint }, place);
  }
  const total = nCodebooks * frames;
  if (total > maxTokens) throw tooLong(name, frames, place);
  const data = new Uint16Array(total);
  for (let from = 0; from < total; from += pieceElements) {
    const piece = read(from, Math.min(pieceElements, total - from));
    for (let index = 0; index < piece.length; index++) {
      const at = from + index;
      const target = isFortran ? (at % nCodebooks) * frames + Math.floor(at / nCodebooks) : at;
      const token = piece[index]!;
      // Checked before it is stored, which would wrap it around.
      if (token < 0 || token >= vocabSize) {
        throw wrongToken(name, { token, target, frames, vocabSize, place });
      }
      data[target] = Number(token);
    }
  }
  return { data, frames };
}

function wrongToken(
  name: string,
  { token, target, frames, vocabSize, place: { field, record } }: {
    token: number | bigint;
    target: number;
    frames: number;
    vocabSize: number;
    place: ValuePlace;
  },
): ManifestError {
  const [codebook, frame] = [Math.floor(target / frames), target % frames];
  return new ManifestError(
    `Cannot write "${field}" of record ${record}: the token of codebook ${codebook}, frame ` +
      `${frame} in ${name} is ${token}, but vocabSize is ${vocabSize}`,
    {
      code: "token-range",
      field,
      record,
      found: String(token),
      wanted: `0 to ${vocabSize - 1}`,
      hint: "leave out special tokens, which batches add, or raise vocabSize",
    },
  );
}

function tooLong(name: string, frames: number, { field, record }: ValuePlace): ManifestError {
  return new ManifestError(
    `Cannot write "${field}" of record ${record}: ${name} has ${
      counted(frames, "frame")
    }, which is more ` +
      `than ${maxTokens} tokens`,
    { code: "too-long", field, record, found: frames, hint: "cut it into several records" },
  );
}
