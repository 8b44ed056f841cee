import { UsageError } from "../../../errors/mod.ts";
import { codebookBytes } from "../../../schema/mod.ts";
import type { AfdFile, ByteSource } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
import type { BatchExports } from "../../batch/batch_exports.ts";
import { checkWindows, type WindowRoom } from "../../batch/check_windows.ts";
import type { Indices } from "../../container/indices.ts";
import { readError } from "../../batch/read_error.ts";
import { RowArray } from "../../batch/row_array.ts";
import { RowRoom } from "../../batch/row_room.ts";
import { allocateRows, wholeNumber } from "../../batch/rows.ts";
import { checkTokenBatchOptions, type TokenBatchOptions } from "./token_batch_options.ts";
import { tokenArrays, type TokenDtype, TokenElement, type TokenValues } from "./token_element.ts";
import { placeTokens } from "./place_tokens.ts";
import type { TokenFiller } from "./token_filler.ts";
import { TokenSteps } from "./token_steps.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";

/** What a field adds to the options. */
export interface TokenBatchFacts {
  /** Its name. */
  readonly field: string;
  /** Records to have room for. */
  readonly capacity: number;
  /** Its codebooks. */
  readonly nCodebooks: number;
  /** Bits of a stored token. */
  readonly bits: number;
  /** The dataset's longest record, in frames. */
  readonly longest: number;
}

/**
 * Memory for a batch of tokens, allocated once and filled many times. It belongs to the caller;
 * disposing of it gives the memory back.
 */
export class TokenBatch<Values extends TokenValues = TokenValues> implements Disposable {
  /** What loaders show of it. */
  readonly exports: BatchExports<
    "data" | "shape" | "rest" | "restShape" | "lengths" | "kept" | "frames" | "dtype"
  >;
  /** Tokens of shape {@link shape}; elements past the product of the shape are left over. */
  readonly data: Values;
  /**
   * (records, codebooks, steps) of what was last decoded; (records, steps, codebooks) with
   * `"framesFirst"`; (records, steps) of a flattened order, and of the first codebook alone.
   */
  readonly shape: number[];
  /** All codebooks but the first, in the order `"firstAndRest"`; empty in the others. */
  readonly rest: Values;
  /** (records, codebooks - 1, frames) of {@link rest}, or (records, frames, codebooks - 1). */
  readonly restShape: number[];
  /** The type of {@link data}. */
  readonly dtype: TokenDtype;
  /** Records the batch has room for. */
  readonly capacity: number;
  /** Bytes of {@link data} and {@link rest}. */
  readonly byteLength: number;
  /** Frames that all records may take together, padding included. */
  readonly maxTotal: number;
  /** The most frames of a record that the batch holds. */
  readonly maxFrames: number;
  /** Whether longer records are cropped instead of refused. */
  readonly crop: boolean;
  /** The plan: where each record's bytes begin in the file. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** The plan: the frames that each record has in the file. */
  readonly stored: Uint32Array<ArrayBuffer>;
  /** The plan: the first frame of each record that is kept. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** Frames that each record is padded to in the batch last decoded. */
  frames: number;
  readonly #lengths: RowArray<Uint32Array<ArrayBuffer>>;
  readonly #kept: RowArray<Uint32Array<ArrayBuffer>>;
  readonly #indices: RowArray<Uint32Array<ArrayBuffer>>;
  readonly #block: Block;
  readonly #steps: TokenSteps;
  readonly #filler: TokenFiller;
  readonly #codebooks: number;
  readonly #nCodebooks: number;
  readonly #bits: number;
  readonly #room: RowRoom;
  readonly #windows: WindowRoom;
  #disposed = false;

  /** Made by a field's `allocateBatch`. */
  constructor(file: AfdFile, options: TokenBatchOptions, facts: TokenBatchFacts) {
    const { field, capacity, nCodebooks, bits, longest } = facts;
    const checked = checkTokenBatchOptions(options, { field, nCodebooks });
    const { crop, dtype, codebooks } = checked;
    const { beginToken, endToken, padValue = 0 } = options;
    this.dtype = dtype;
    this.crop = crop;
    this.capacity = wholeNumber(capacity, "a batch size");
    this.maxFrames = wholeNumber(options.maxFrames ?? longest, "maxFrames");
    this.#codebooks = codebooks;
    this.#nCodebooks = nCodebooks;
    this.#bits = bits;
    this.#windows = { most: this.maxFrames, unit: "frame" };
    this.#room = new RowRoom(options, { capacity, longest: this.maxFrames, unit: "frame" });
    this.maxTotal = this.#room.total;
    this.frames = this.#room.longest;
    this.#lengths = new RowArray(allocateRows(Uint32Array, capacity));
    this.#kept = new RowArray(allocateRows(Uint32Array, capacity));
    this.#indices = new RowArray(allocateRows(Uint32Array, capacity));
    this.positions = allocateRows(Float64Array, capacity);
    this.stored = allocateRows(Uint32Array, capacity);
    this.starts = allocateRows(Uint32Array, capacity);
    const places = {
      ...checked,
      hasBegin: beginToken !== undefined,
      hasEnd: endToken !== undefined,
    };
    const steps = new TokenSteps(places);
    const special = (name: string, value: number | undefined) =>
      value === undefined ? undefined : new TokenElement(value, { name, dtype });
    this.#steps = steps;
    const main = steps.mainOf(capacity, this.maxTotal);
    const rest = steps.restElements(this.maxTotal);
    const placing = {
      ...places,
      steps,
      maxFrames: this.maxFrames,
      restAt: main,
      bits,
      pad: new TokenElement(padValue, { name: "padValue", dtype }),
      begin: special("beginToken", beginToken),
      end: special("endToken", endToken),
    };
    const Values = tokenArrays[dtype];
    this.byteLength = (main + rest) * Values.BYTES_PER_ELEMENT;
    try {
      const { filler, block } = placeTokens(placing, file.storage, this.byteLength);
      this.#filler = filler;
      this.#block = block;
    } catch (cause) {
      throw tooLarge(this, { field, cause, hint: this.#room.hint("maxFrames") });
    }
    const { buffer, byteOffset } = this.#block.bytes;
    this.data = new Values(buffer, byteOffset, main) as Values;
    const restOffset = byteOffset + main * Values.BYTES_PER_ELEMENT;
    this.rest = new Values(buffer, restOffset, rest) as Values;
    this.shape = [];
    this.restShape = [];
    this.#setShapes(0);
    this.exports = {
      data: { kind: "array", dtype, shape: "shape" },
      shape: { kind: "shape" },
      rest: { kind: "array", dtype, shape: "restShape" },
      restShape: { kind: "shape" },
      lengths: { kind: "rows", dtype: "uint32", each: 1 },
      kept: { kind: "rows", dtype: "uint32", each: 1 },
      frames: { kind: "number" },
      dtype: { kind: "constant" },
    };
  }

  /** Steps of each record, special tokens included; those behind them hold padding. */
  get lengths(): Uint32Array<ArrayBuffer> {
    return this.#lengths.shown;
  }

  /** Frames of each record: its steps in {@link rest}. */
  get kept(): Uint32Array<ArrayBuffer> {
    return this.#kept.shown;
  }

  /** The records last decoded, row by row. */
  get indices(): Uint32Array<ArrayBuffer> {
    return this.#indices.shown;
  }

  /** What it holds, for messages. */
  get of(): string {
    return tokensOf(this.#nCodebooks, this.#bits);
  }

  /**
   * Refuses what isn't a batch of the field that decodes into it, or of one alike.
   *
   * @param nCodebooks the field's codebooks.
   * @param bits the bits that each of its tokens is stored in.
   * @throws {UsageError} `"wrong-batch"` unless it is a batch of such tokens.
   */
  static check(batch: unknown, field: string, nCodebooks: number, bits: number): void {
    const isFit = batch instanceof TokenBatch && batch.#nCodebooks === nCodebooks &&
      batch.#bits === bits;
    if (isFit) return;
    throw wrongBatch(batch, { field, wanted: `a batch of ${tokensOf(nCodebooks, bits)}` });
  }

  /** Begins a plan for `count` records. */
  begin(count: number): void {
    if (this.#disposed) {
      throw new UsageError("Cannot decode into a batch that was disposed of", {
        code: "disposed",
        hint: "allocate another",
      });
    }
    if (count > this.capacity) {
      throw new UsageError(`Cannot decode ${count} records into a batch for ${this.capacity}`, {
        code: "batch-too-small",
        found: count,
        wanted: this.capacity,
      });
    }
    this.#lengths.cut(count);
    this.#kept.cut(count);
    this.#indices.cut(count);
    this.shape[0] = count;
  }

  /**
   * Ends a plan whose longest record has `longest` frames: sets shapes and lengths.
   *
   * @throws {UsageError} `"batch-too-small"` when that is more than the batch has room for.
   */
  end(longest: number): void {
    const frames = this.#room.rowLength(longest);
    this.#room.check(this.shape[0]!, frames);
    this.frames = frames;
    this.#finish();
  }

  /**
   * Begins a plan for windows of `count` frames, one of each record.
   *
   * @throws {UsageError} when the windows aren't as many as the records, aren't windows, or are more
   *   or longer than the batch has room for.
   */
  beginWindows(indices: Indices, starts: Indices, count: number): void {
    checkWindows(indices, starts, count, this.#windows);
    this.begin(indices.length);
    this.#room.check(indices.length, count);
    this.frames = count;
  }

  /** Ends a plan for windows: sets shapes and lengths. */
  endWindows(): void {
    this.#finish();
  }

  /** Decodes the planned records, each from its place in the file, and pads them. */
  fill(file: ByteSource, field: string): void {
    const { kept, positions, shape, starts, stored } = this;
    const filler = this.#filler;
    filler.prepare(this.frames, this.#block);
    const count = shape[0]!;
    let row = 0;
    try {
      for (; row < count; row++) {
        filler.fill(file, row, positions[row]!, stored[row]!, starts[row]!, kept[row]!);
      }
    } catch (cause) {
      throw readError(cause, { field, record: this.indices[row]! });
    }
  }

  /** The planned extents, for storages that must wait: of windows, those of each codebook. */
  extents(): ByteRange[] {
    const bits = this.#bits;
    return Array.from({ length: this.shape[0]! }, (_, row) => row).flatMap((row) => {
      const [stored, kept, start] = [this.stored[row]!, this.kept[row]!, this.starts[row]!];
      const rowBytes = codebookBytes(stored, bits);
      const position = this.positions[row]!;
      if (kept === stored) return [{ position, length: this.#codebooks * rowBytes }];
      const first = Math.floor(start * bits / 8);
      const length = kept === 0 ? 0 : Math.ceil((start + kept) * bits / 8) - first;
      return Array.from({ length: this.#codebooks }, (_, codebook) => ({
        position: position + codebook * rowBytes + first,
        length,
      }));
    });
  }

  /** The error for a record with more frames than the batch has room for. */
  tooLong(
    { file, field, record, frames }: {
      file: string;
      field: string;
      record: number;
      frames: number;
    },
  ): UsageError {
    return new UsageError(
      `Cannot decode "${field}" of record ${record} in "${file}": it has ${frames} frames, the ` +
        `batch holds ${this.maxFrames}`,
      {
        code: "longer-than-batch",
        file,
        field,
        record,
        found: frames,
        wanted: this.maxFrames,
        hint: 'allocate it with a larger maxFrames, or with onLonger: "crop"',
      },
    );
  }

  /** Gives the memory back. */
  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#filler[Symbol.dispose]();
    this.#block[Symbol.dispose]();
  }

  #finish(): void {
    const { kept, lengths } = this;
    const count = this.shape[0]!;
    this.#setShapes(count);
    for (let row = 0; row < count; row++) lengths[row] = this.#steps.steps(kept[row]!);
  }

  #setShapes(count: number): void {
    this.#steps.shapeInto(this.shape, count, this.frames);
    this.#steps.restShapeInto(this.restShape, count, this.frames);
  }
}

function tooLarge(
  { capacity, byteLength, maxFrames }: TokenBatch,
  { field, cause, hint }: { field: string; cause: unknown; hint: string },
): UsageError {
  return new UsageError(
    `Cannot allocate a batch of ${capacity} records of "${field}": of ${maxFrames} frames each, it ` +
      `would take ${byteLength} bytes`,
    {
      code: "batch-too-large",
      field,
      found: byteLength,
      hint,
      cause,
    },
  );
}

function tokensOf(nCodebooks: number, bits: number): string {
  return `${bits}-bit tokens of ${nCodebooks} codebooks`;
}
