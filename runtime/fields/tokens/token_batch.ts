import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import { codebookBytes } from "../../../schema/mod.ts";
import type { AfdFile, ByteSource } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
import type { BatchExports } from "../../batch/batch_exports.ts";
import type { Indices } from "../../container/indices.ts";
import { readError } from "../../batch/read_error.ts";
import type { RowArray } from "../../batch/row_array.ts";
import { RowPlan } from "../../batch/row_plan.ts";
import { allocateRows } from "../../batch/rows.ts";
import { checkTokenBatchOptions, type TokenBatchOptions } from "./token_batch_options.ts";
import { tokenArrays, type TokenDtype, TokenElement, type TokenValues } from "./token_element.ts";
import { placeTokens } from "./place_tokens.ts";
import type { TokenFiller } from "./token_filler.ts";
import { TokenSteps } from "./token_steps.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";

/** What a field adds to the options. */
export interface TokenBatchFacts {
  /** The field's name. */
  readonly field: string;
  /** Records to make room for. */
  readonly capacity: number;
  /** The field's codebooks. */
  readonly nCodebooks: number;
  /** Bits per stored token. */
  readonly bits: number;
  /** The dataset's longest record, in frames. */
  readonly longest: number;
}

/**
 * Memory for a batch of tokens, allocated once and filled many times. It belongs to the caller;
 * disposing of it frees the memory.
 */
export class TokenBatch<Values extends TokenValues = TokenValues> implements Disposable {
  /** The members that loaders show. */
  readonly exports: BatchExports<
    "data" | "shape" | "rest" | "restShape" | "lengths" | "kept" | "frames" | "dtype"
  >;
  /** Tokens of shape {@link shape}; elements past the product of the shape are unused. */
  readonly data: Values;
  /**
   * The shape of what was last decoded: (records, codebooks, steps); (records, steps, codebooks)
   * with `"framesFirst"`; (records, steps) for a flattened order, and for the first codebook alone.
   */
  readonly shape: number[];
  /** All codebooks but the first, in the order `"firstAndRest"`; empty in other orders. */
  readonly rest: Values;
  /**
   * The shape of {@link rest}: (records, codebooks - 1, frames) or (records, frames, codebooks -
   * 1).
   */
  readonly restShape: number[];
  /** The type of {@link data}. */
  readonly dtype: TokenDtype;
  /** Records the batch has room for. */
  readonly capacity: number;
  /** Bytes of {@link data} and {@link rest}. */
  readonly byteLength: number;
  /** Frames that all records may take in total, including padding. */
  readonly maxTotal: number;
  /** The most frames per record that the batch has room for. */
  readonly maxFrames: number;
  /**
   * Which records are decoded, where they lie in the file, and how many frames of each are kept.
   *
   * @ignore
   */
  readonly plan: RowPlan;
  /** The plan: the frames that each record has in the file. */
  readonly stored: Uint32Array<ArrayBuffer>;
  /** The plan: the first frame that is kept of each record. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** Frames that each record was padded to in the last decoding. */
  frames: number;
  readonly #lengths: RowArray<Uint32Array<ArrayBuffer>>;
  readonly #block: Block;
  readonly #steps: TokenSteps;
  readonly #filler: TokenFiller;
  readonly #codebooks: number;
  readonly #nCodebooks: number;
  readonly #bits: number;

  /** Created by a field's `allocateBatch`. */
  constructor(file: AfdFile, options: TokenBatchOptions, facts: TokenBatchFacts) {
    const { field, capacity, nCodebooks, bits, longest } = facts;
    const checked = checkTokenBatchOptions(options, { field, nCodebooks });
    const { dtype, codebooks } = checked;
    const { beginToken, endToken, padValue = 0 } = options;
    const rowFacts = { capacity, longest: options.maxFrames ?? longest, unit: "frame" } as const;
    const plan = new RowPlan(options, rowFacts);
    this.plan = plan;
    this.dtype = dtype;
    this.capacity = capacity;
    this.maxFrames = plan.maxLength;
    this.maxTotal = plan.maxTotal;
    this.frames = plan.rowLength;
    this.#codebooks = codebooks;
    this.#nCodebooks = nCodebooks;
    this.#bits = bits;
    this.#lengths = plan.column(Uint32Array);
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
      throw tooLarge(this, { field, cause, hint: plan.hint });
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

  /** Steps of each record, including special tokens; the rest of its row is padding. */
  get lengths(): Uint32Array<ArrayBuffer> {
    return this.#lengths.shown;
  }

  /** Frames of each record: its steps in {@link rest}. */
  get kept(): Uint32Array<ArrayBuffer> {
    return this.plan.shownLengths;
  }

  /** The record in each row of what was last decoded. */
  get indices(): Uint32Array<ArrayBuffer> {
    return this.plan.shownIndices;
  }

  /** What it holds, for messages. */
  get of(): string {
    return tokensOf(this.#nCodebooks, this.#bits);
  }

  /**
   * Refuses anything that isn't a batch of the decoding field or of one like it.
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
    this.plan.begin(count);
    this.shape[0] = count;
  }

  /**
   * Ends a plan that keeps at most `longest` frames of any record: sets shapes and lengths.
   *
   * @throws {UsageError} `"batch-too-small"` when that is more than the batch has room for.
   */
  end(longest: number): void {
    this.plan.end(longest);
    this.#finish();
  }

  /**
   * Begins a plan for windows of `count` frames, one per record.
   *
   * @throws {UsageError} when the number of starts isn't the number of records, a window is
   *   invalid, or windows are more or longer than the batch has room for.
   */
  beginWindows(indices: Indices, starts: Indices, count: number): void {
    this.plan.beginWindows(indices, starts, count);
    this.shape[0] = indices.length;
    this.frames = count;
  }

  /** Ends a plan for windows: sets shapes and lengths. */
  endWindows(): void {
    this.#finish();
  }

  /** Decodes the planned records from their places in the file, and pads them. */
  fill(file: ByteSource, field: string): void {
    const { starts, stored } = this;
    const { indices, lengths: kept, positions, records } = this.plan;
    const filler = this.#filler;
    filler.prepare(this.frames, this.#block);
    let row = 0;
    try {
      for (; row < records; row++) {
        filler.fill(file, row, positions[row]!, stored[row]!, starts[row]!, kept[row]!);
      }
    } catch (cause) {
      throw readError(cause, { field, record: indices[row]! });
    }
  }

  /** The planned extents, for asynchronous storage; for windows, those of each codebook. */
  extents(): ByteRange[] {
    const bits = this.#bits;
    const { lengths, positions, records } = this.plan;
    return Array.from({ length: records }, (_, row) => row).flatMap((row) => {
      const [stored, kept, start] = [this.stored[row]!, lengths[row]!, this.starts[row]!];
      const rowBytes = codebookBytes(stored, bits);
      const position = positions[row]!;
      if (kept === stored) return [{ position, length: this.#codebooks * rowBytes }];
      const first = Math.floor(start * bits / 8);
      const length = kept === 0 ? 0 : Math.ceil((start + kept) * bits / 8) - first;
      return Array.from({ length: this.#codebooks }, (_, codebook) => ({
        position: position + codebook * rowBytes + first,
        length,
      }));
    });
  }

  /** Frees the memory. */
  [Symbol.dispose](): void {
    if (!this.plan.dispose()) return;
    this.#filler[Symbol.dispose]();
    this.#block[Symbol.dispose]();
  }

  #finish(): void {
    const { lengths: kept, records, rowLength } = this.plan;
    const lengths = this.#lengths.shown;
    this.frames = rowLength;
    this.#setShapes(records);
    for (let row = 0; row < records; row++) lengths[row] = this.#steps.steps(kept[row]!);
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
    `Cannot allocate a batch of ${counted(capacity, "record")} of "${field}": with ${
      counted(maxFrames, "frame")
    } each, it ` +
      `would take ${counted(byteLength, "byte")}`,
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
  return `${bits}-bit tokens of ${counted(nCodebooks, "codebook")}`;
}
