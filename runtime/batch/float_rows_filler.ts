import {
  type RowKernels,
  type RowLayout,
  sampleBytes,
  sharedRowKernels,
} from "../../kernels/mod.ts";
import type { WaveformDtype } from "../../schema/mod.ts";
import type { ByteSource } from "../container/afd_file.ts";
import { Block } from "../storage/block.ts";
import type { Storage } from "../storage/storage.ts";
import { Tile } from "../storage/tile.ts";
import { ownBatch } from "./own_batch.ts";

/** Samples of a tile: source and target stay in the cache together. */
const tileSamples = 32_768;

/** What becomes of stored samples on their way to a batch. */
export interface FloatRowsOptions {
  readonly storedDtype: WaveformDtype;
  readonly layout: RowLayout;
  /** The most channels of a clip. */
  readonly clipChannels: number;
  /** Channels of a row. */
  readonly rowChannels: number;
  /** Rows of the batch. */
  readonly capacity: number;
}

/**
 * Converts clips to the float32 rows of a batch, a tile at a time: from the file to the kernels' memory,
 * and from there to the batch, which may lie in it.
 */
export class FloatRowsFiller implements Disposable {
  readonly #options: FloatRowsOptions;
  #kernels: RowKernels = sharedRowKernels();
  /** Where the batch lies in the kernels' memory, if it does. */
  #batchAt = 0;
  /** Frames of a tile, and bytes of its source. */
  readonly #step: number;
  readonly #sourceBytes: number;
  readonly #sampleBytes: number;
  /** Offsets in the kernels' memory; 0 before they are there. */
  #source = 0;
  #target = 0;
  #gains = 0;
  #rowSamples = -1;
  #block: Block = new Block(new Uint8Array(0));
  #tile: Tile | undefined;
  /** What goes to the batch, for each plane: a tile, and a row's last, smaller one. */
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
   * Lays out the batch where it is filled fastest: in the kernels' own memory, where its planes needn't
   * be put together; nothing where that is anywhere. Called once, before anything else.
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
   * @param gains what each row is multiplied by.
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

  /** Fills row `row` with the first `frames` frames at `position`, and zeros behind them. */
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

  /** Gives the kernels' memory back. */
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

  /** A tile's bytes in the kernels' memory, one view for each run of them in the batch. */
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

  /** Zeros a row from sample `from` of each channel on. */
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
