import { counted } from "../../../errors/counted.ts";
import { checkOptions, type KnownOptions } from "../../../errors/check_options.ts";
import { UsageError } from "../../../errors/mod.ts";
import { pitchBytes } from "../../../schema/mod.ts";
import type { BatchExports } from "../../batch/batch_exports.ts";
import { readError } from "../../batch/read_error.ts";
import { RowPlan } from "../../batch/row_plan.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import type { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";

/** How large a batch of pitch is, and how it is padded. */
export interface PitchBatchOptions {
  /** The most frames per record; default: the dataset's longest. */
  readonly maxFrames?: number;
  /** What to do with longer records: fail (the default), or keep their first `maxFrames`. */
  readonly onLonger?: "error" | "crop";
  /**
   * How far records are padded: to `maxFrames` (`"dataset"`, the default), to the longest record of
   * each batch, or to that rounded up to a multiple.
   */
  readonly padTo?: "batch" | "dataset" | { readonly multipleOf: number };
  /**
   * The most frames that all records may take in total: records times the frames they are padded
   * to. Default: as many as the batch size and `maxFrames` allow. Needs a `padTo` other than
   * `"dataset"`.
   */
  readonly maxTotal?: number;
}

const known: KnownOptions<PitchBatchOptions> = {
  maxFrames: undefined,
  maxTotal: undefined,
  onLonger: ["error", "crop"],
  padTo: undefined,
};

/**
 * Memory for a batch of pitch, allocated once and filled many times: frequencies, and which frames
 * are voiced. Missing frames are 0 in both. It belongs to the caller; disposing of it frees the
 * memory.
 */
export class PitchBatch implements Disposable {
  /** The members that loaders show. */
  readonly exports: BatchExports<"data" | "voiced" | "shape" | "lengths" | "frames"> = {
    data: { kind: "array", dtype: "float32", shape: "shape" },
    voiced: { kind: "array", dtype: "uint8", shape: "shape" },
    shape: { kind: "shape" },
    lengths: { kind: "rows", dtype: "uint32", each: 1 },
    frames: { kind: "number" },
  };
  /** Frequencies in Hz, 0 where unvoiced, of shape {@link shape}; elements past it are unused. */
  readonly data: Float32Array<ArrayBuffer>;
  /** 1 where a frame is voiced, else 0; of the same shape. */
  readonly voiced: Uint8Array<ArrayBuffer>;
  /** The shape of what was last decoded: (records, frames). */
  readonly shape: [records: number, frames: number];
  /** The type of {@link data}. */
  readonly dtype = "float32";
  /** Frames that each record was padded to in the last decoding. */
  frames: number;
  /** Records the batch has room for. */
  readonly capacity: number;
  /** Bytes of {@link data} and {@link voiced} together. */
  readonly byteLength: number;
  /** Frames that all records may take in total, including padding. */
  readonly maxTotal: number;
  /** The most frames per record that the batch has room for. */
  readonly maxFrames: number;
  /**
   * Which records are decoded, where they lie in the file, and how much of each is kept.
   *
   * @ignore
   */
  readonly plan: RowPlan;
  /** The plan: the frames that each record has in the file. */
  readonly stored: Uint32Array<ArrayBuffer>;
  /** The plan: the frame of each record that its row begins with; 0 except for windows. */
  readonly firsts: Uint32Array<ArrayBuffer>;
  /** Frequencies, voicing, and room for the voicing bits of one row. */
  readonly #block: Block;

  /** Created by a field's `allocateBatch`. */
  constructor(
    file: AfdFile,
    options: PitchBatchOptions,
    { field, capacity, longest }: { field: string; capacity: number; longest: number },
  ) {
    checkOptions(options, { doing: `allocate a batch of "${field}"`, field, known });
    const plan = new RowPlan(options, {
      capacity,
      longest: options.maxFrames ?? longest,
      unit: "frame",
    });
    this.plan = plan;
    this.stored = plan.column(Uint32Array).shown;
    this.firsts = plan.column(Uint32Array).shown;
    this.capacity = capacity;
    this.maxFrames = plan.maxLength;
    this.maxTotal = plan.maxTotal;
    this.byteLength = this.maxTotal * 5;
    try {
      // A window's bits may begin within a byte, and end within another.
      const scratch = Math.ceil(this.maxFrames / 8) + 1;
      this.#block = file.storage.allocate(this.byteLength + scratch);
    } catch (cause) {
      throw new UsageError(
        `Cannot allocate a batch of ${counted(capacity, "record")} of "${field}": with ${
          counted(this.maxFrames, "frame")
        } ` +
          `each, it would take ${counted(this.byteLength, "byte")}`,
        { code: "batch-too-large", field, found: this.byteLength, hint: plan.hint, cause },
      );
    }
    const { buffer, byteOffset } = this.#block.bytes;
    this.data = new Float32Array(buffer, byteOffset, this.maxTotal);
    this.voiced = new Uint8Array(buffer, byteOffset + this.maxTotal * 4, this.maxTotal);
    this.frames = plan.rowLength;
    this.shape = [0, this.frames];
  }

  /** Frames of each record; the rest of its row is padding. */
  get lengths(): Uint32Array<ArrayBuffer> {
    return this.plan.shownLengths;
  }

  /** The record in each row of what was last decoded. */
  get indices(): Uint32Array<ArrayBuffer> {
    return this.plan.shownIndices;
  }

  /**
   * Refuses anything that isn't such a batch.
   *
   * @throws {UsageError} `"wrong-batch"`.
   */
  static check(batch: unknown, field: string): void {
    if (batch instanceof PitchBatch) return;
    throw wrongBatch(batch, { field, wanted: "a batch of pitch" });
  }

  /** What it holds, for messages. */
  get of(): string {
    return "pitch";
  }

  /** Begins a plan for `count` records. */
  begin(count: number): void {
    this.plan.begin(count);
    this.shape[0] = count;
  }

  /**
   * Ends a plan whose longest record has `longest` frames: sets the shape.
   *
   * @throws {UsageError} `"batch-too-small"` when that is more than the batch has room for.
   */
  end(longest: number): void {
    this.plan.end(longest);
    this.#setFrames();
  }

  /**
   * Begins a plan for windows of `count` frames, one per record, and sets the whole shape.
   *
   * @throws {UsageError} when the number of starts isn't the number of records, a window is
   *   invalid, or windows are more or longer than the batch has room for.
   */
  beginWindows(indices: Indices, starts: Indices, count: number): void {
    this.plan.beginWindows(indices, starts, count);
    this.shape[0] = indices.length;
    this.#setFrames();
  }

  #setFrames(): void {
    this.frames = this.plan.rowLength;
    this.shape[1] = this.frames;
  }

  /** Decodes the planned records from their places in the file, and pads them. */
  fill(file: AfdFile, field: string): void {
    const { indices, records } = this.plan;
    let row = 0;
    try {
      for (; row < records; row++) this.#fillRow(file, row);
    } catch (cause) {
      throw readError(cause, { field, record: indices[row]! });
    }
  }

  #fillRow(file: AfdFile, row: number): void {
    const { data, voiced, frames } = this;
    const position = this.plan.positions[row]!;
    const kept = this.plan.lengths[row]!;
    const first = this.firsts[row]!;
    const start = row * frames;
    file.copy(position + first * 4, kept * 4, this.#block, start * 4);
    data.fill(0, start + kept, start + frames);
    voiced.fill(0, start + kept, start + frames);
    if (kept === 0) return;
    const firstByte = Math.floor(first / 8);
    const bytes = Math.ceil((first + kept) / 8) - firstByte;
    const bits = position + this.stored[row]! * 4;
    file.copy(bits + firstByte, bytes, this.#block, this.byteLength);
    unpackBits(this.#block.bytes, this.byteLength, first - firstByte * 8, voiced, start, kept);
  }

  /** The planned extents, for asynchronous storage. */
  extents(): ByteRange[] {
    const { lengths, positions, records } = this.plan;
    return Array.from({ length: records }, (_, row) => {
      const [first, kept] = [this.firsts[row]!, lengths[row]!];
      return windowExtents(positions[row]!, this.stored[row]!, first, kept);
    }).flat();
  }

  /** Frees the memory. */
  [Symbol.dispose](): void {
    if (this.plan.dispose()) this.#block[Symbol.dispose]();
  }
}

/** Where the `kept` frames from `first` on lie: their frequencies, and the bytes of their voicing. */
function windowExtents(
  position: number,
  stored: number,
  first: number,
  kept: number,
): ByteRange[] {
  if (first === 0 && kept === stored) return [{ position, length: pitchBytes(stored) }];
  const firstByte = Math.floor(first / 8);
  const bytes = kept === 0 ? 0 : Math.ceil((first + kept) / 8) - firstByte;
  return [
    { position: position + first * 4, length: kept * 4 },
    { position: position + stored * 4 + firstByte, length: bytes },
  ];
}

/** Writes bits as bytes of 0 or 1, from bit `skip` after byte `from` of `packed` on. */
export function unpackBits(
  packed: Uint8Array,
  from: number,
  skip: number,
  target: Uint8Array,
  at: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) {
    const bit = skip + index;
    target[at + index] = (packed[from + (bit >>> 3)]! >>> (bit & 7)) & 1;
  }
}
