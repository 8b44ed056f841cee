import type { RowLayout } from "../../kernels/float_rows.ts";
import { type RowKernels, sharedRowKernels } from "../../kernels/row_kernels.ts";
import { sampleBytes } from "../../kernels/sample_format.ts";
import type { WaveformDtype } from "../../schema/mod.ts";
import type { ByteSource } from "../container/afd_file.ts";
import { Block } from "../storage/block.ts";
import type { Storage } from "../storage/storage.ts";
import { Tile } from "../storage/tile.ts";
import { ownBatch } from "./own_batch.ts";

/** Samples in a tile: few enough for source and target to stay in the cache together. */
const tileSamples = 32_768;

/** How stored samples are converted for a batch. */
export interface FloatRowsOptions {
  readonly storedDtype: WaveformDtype;
  readonly layout: RowLayout;
  /** The most channels that a clip has. */
  readonly clipChannels: number;
  /** Channels in a row. */
  readonly rowChannels: number;
  /** Rows of the batch. */
  readonly capacity: number;
}

/**
 * Converts clips to the float32 rows of a batch, one tile at a time: from the file to the kernels'
 * memory, and from there to the batch, which may lie in that memory too.
 */
export class FloatRowsFiller implements Disposable {
  readonly #options: FloatRowsOptions;
  #kernels: RowKernels = sharedRowKernels();
  /** Offset of the batch in the kernels' memory; 0 if it lies elsewhere. */
  #batchAt = 0;
  /** Frames in a tile, and bytes of its source. */
  readonly #step: number;
  readonly #sourceBytes: number;
  readonly #sampleBytes: number;
  /** Offsets in the kernels' memory; 0 until they are allocated. */
  #source = 0;
  #target = 0;
  #gains = 0;
  #rowSamples = -1;
  #block: Block = new Block(new Uint8Array(0));
  #tile: Tile | undefined;
  /**
   * Views that are copied to the batch, one per plane: of a tile, and of a row's last, smaller
   * tile.
   */
  #full: readonly Uint8Array[] = [];
  #last: readonly Uint8Array[] = [];

  constructor(options: FloatRowsOptions) {
    const { clipChannels, rowChannels, storedDtype } = options;
    this.#options = options;
    this.#step = Math.max(1, Math.floor(tileSamples / Math.max(1, clipChannels, rowChannels)));
    this.#sampleBytes = sampleBytes(storedDtype);
    this.#sourceBytes = this.#step * clipChannels * this.#sampleBytes;
  }

  /**
   * Allocates the batch where it is filled fastest, in the kernels' own memory. Returns `undefined`
   * if its rows have several planes, or if there is no such memory. Called once, before anything
   * else.
   */
  ownBatch(storage: Storage, byteLength: number): Block | undefined {
    const { layout, rowChannels } = this.#options;
    if (layout === "channelsFirst" && rowChannels > 1) return undefined;
    const own = ownBatch(storage, byteLength, (kernels) => this.#allocate(kernels));
    if (own === undefined) {
      this.#source = 0;
      return undefined;
    }
    this.#kernels = own.kernels;
    this.#batchAt = own.at;
    return own.block;
  }

  /**
   * Prepares for rows of `rowSamples` samples per channel.
   *
   * @param block the batch's memory.
   * @param gains the factor for each row: the bytes of float32 values.
   */
  begin(rowSamples: number, block: Block, gains: Uint8Array): void {
    if (this.#source === 0) this.#allocate(this.#kernels);
    const memory = this.#kernels.bytes();
    memory.set(gains, this.#gains);
    const isReady = rowSamples === this.#rowSamples && block === this.#block &&
      this.#full[0]?.buffer === memory.buffer;
    if (isReady) return;
    this.#rowSamples = rowSamples;
    this.#block = block;
    this.#tile = new Tile(memory, this.#source, this.#sourceBytes);
    this.#full = this.#planes(memory, this.#step);
    this.#last = this.#planes(memory, rowSamples % this.#step);
  }

  /** Fills row `row` with the first `frames` frames at `position`, and zeros after them. */
  fill(file: ByteSource, row: number, position: number, frames: number, channels: number): void {
    const { layout, rowChannels, storedDtype } = this.#options;
    const rowSamples = this.#rowSamples;
    const tile = this.#tile!;
    const frameBytes = channels * this.#sampleBytes;
    for (let done = 0; done < rowSamples; done += this.#step) {
      const own = Math.min(this.#step, frames - done);
      if (own <= 0) {
        this.#clear(row, done);
        return;
      }
      const count = Math.min(this.#step, rowSamples - done);
      file.bring(position + done * frameBytes, own * frameBytes, tile);
      const target = this.#batchAt === 0
        ? this.#target
        : this.#batchAt + (row * rowSamples + done) * rowChannels * 4;
      // deno-fmt-ignore
      this.#kernels.floatRows(
        storedDtype, layout, this.#source, own, channels,
        target, count, rowChannels, this.#gains + row * 4,
      );
      if (this.#batchAt === 0) this.#store(row, done, count);
    }
  }

  /** Frees the kernels' memory. */
  [Symbol.dispose](): void {
    if (this.#source === 0) return;
    this.#kernels.free(this.#source, this.#sourceBytes);
    this.#kernels.free(this.#target, this.#targetBytes);
    this.#kernels.free(this.#gains, this.#options.capacity * 4);
    this.#source = 0;
  }

  get #targetBytes(): number {
    return this.#step * this.#options.rowChannels * 4;
  }

  /** A tile's bytes in the kernels' memory, with one view for each contiguous run in the batch. */
  #planes(memory: Uint8Array<ArrayBuffer>, frames: number): Uint8Array[] {
    const { layout, rowChannels } = this.#options;
    const [runs, width] = layout === "channelsFirst" ? [rowChannels, 1] : [1, rowChannels];
    return Array.from({ length: runs }, (_, run) => {
      const start = this.#target + run * frames * 4;
      return memory.subarray(start, start + frames * width * 4);
    });
  }

  #store(row: number, done: number, count: number): void {
    const { layout, rowChannels } = this.#options;
    const tile = count === this.#step ? this.#full : this.#last;
    const start = row * this.#rowSamples * rowChannels;
    if (layout !== "channelsFirst") {
      this.#block.bytes.set(tile[0]!, (start + done * rowChannels) * 4);
      return;
    }
    for (let plane = 0; plane < rowChannels; plane++) {
      this.#block.bytes.set(tile[plane]!, (start + plane * this.#rowSamples + done) * 4);
    }
  }

  /** Zeros a row, from sample `from` of each channel to its end. */
  #clear(row: number, from: number): void {
    const { layout, rowChannels } = this.#options;
    const rowSamples = this.#rowSamples;
    const start = row * rowSamples * rowChannels;
    const { bytes } = this.#block;
    if (layout !== "channelsFirst") {
      bytes.fill(0, (start + from * rowChannels) * 4, (start + rowSamples * rowChannels) * 4);
      return;
    }
    for (let plane = 0; plane < rowChannels; plane++) {
      const base = start + plane * rowSamples;
      bytes.fill(0, (base + from) * 4, (base + rowSamples) * 4);
    }
  }

  #allocate(kernels: RowKernels): void {
    this.#source = kernels.allocate(this.#sourceBytes);
    this.#target = kernels.allocate(this.#targetBytes);
    this.#gains = kernels.allocate(this.#options.capacity * 4);
  }
}
