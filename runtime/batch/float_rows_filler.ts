import {
  type DspKernels,
  dspKernels,
  floatRows,
  type RowLayout,
  sampleBytes,
} from "../../kernels/mod.ts";
import type { WaveformDtype } from "../../schema/mod.ts";
import type { ByteSource } from "../container/afd_file.ts";
import { Block } from "../storage/block.ts";

/** Samples of a tile: source and target stay in the cache together. */
const tileSamples = 4_096;

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
 * Converts clips to the float32 rows of a batch, a tile at a time: from the file to a scratch in the
 * batch's own block (which makes no garbage where that lies beside the mapping), through the kernels'
 * memory, to the batch.
 */
export class FloatRowsFiller implements Disposable {
  /** Bytes behind the batch's data that its block must have. */
  readonly scratchBytes: number;
  readonly #options: FloatRowsOptions;
  readonly #kernels: DspKernels = dspKernels();
  /** Frames of a tile. */
  readonly #step: number;
  readonly #sampleBytes: number;
  /** Offsets in the kernels' memory; 0 before they are there. */
  #source = 0;
  #target = 0;
  #gains = 0;
  #rowSamples = -1;
  #block: Block = new Block(new Uint8Array(0));
  #scratchAt = 0;
  #scratch = new Uint8Array(0);
  /** What goes to the batch, for each plane: a tile, and a row's last, smaller one. */
  #full: readonly Uint8Array[] = [];
  #last: readonly Uint8Array[] = [];

  constructor(options: FloatRowsOptions) {
    const { clipChannels, rowChannels, storedDtype } = options;
    this.#options = options;
    this.#step = Math.max(1, Math.floor(tileSamples / Math.max(1, clipChannels, rowChannels)));
    this.#sampleBytes = sampleBytes(storedDtype);
    this.scratchBytes = this.#step * clipChannels * this.#sampleBytes;
  }

  /**
   * Prepares for rows of `rowSamples` samples per channel.
   *
   * @param block the batch's memory: its data, and {@link scratchBytes} from `scratch` on.
   * @param gains what each row is multiplied by.
   */
  begin(rowSamples: number, block: Block, scratch: number, gains: Uint8Array): void {
    if (this.#source === 0) this.#allocate();
    const memory = this.#kernels.bytes();
    memory.set(gains, this.#gains);
    const isReady = rowSamples === this.#rowSamples && block === this.#block &&
      this.#full[0]?.buffer === memory.buffer;
    if (isReady) return;
    const { buffer, byteOffset } = block.bytes;
    this.#rowSamples = rowSamples;
    this.#block = block;
    this.#scratchAt = scratch;
    this.#scratch = new Uint8Array(buffer, byteOffset + scratch, this.scratchBytes);
    this.#full = this.#planes(memory, this.#step);
    this.#last = this.#planes(memory, rowSamples % this.#step);
  }

  /** Fills row `row` with the first `frames` frames at `position`, and zeros behind them. */
  fill(file: ByteSource, row: number, position: number, frames: number, channels: number): void {
    const { layout, rowChannels, storedDtype } = this.#options;
    const rowSamples = this.#rowSamples;
    const frameBytes = channels * this.#sampleBytes;
    for (let done = 0; done < rowSamples; done += this.#step) {
      const own = Math.min(this.#step, frames - done);
      if (own <= 0) {
        this.#clear(row, done);
        return;
      }
      const count = Math.min(this.#step, rowSamples - done);
      file.copy(position + done * frameBytes, own * frameBytes, this.#block, this.#scratchAt);
      this.#kernels.bytes().set(this.#scratch, this.#source);
      // deno-fmt-ignore
      floatRows(
        storedDtype, layout, this.#source, own, channels,
        this.#target, count, rowChannels, this.#gains + row * 4,
      );
      this.#store(row, done, count);
    }
  }

  /** Gives the kernels' memory back. */
  [Symbol.dispose](): void {
    if (this.#source === 0) return;
    this.#kernels.free(this.#source, this.scratchBytes);
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

  #allocate(): void {
    this.#source = this.#kernels.allocate(this.scratchBytes);
    this.#target = this.#kernels.allocate(this.#targetBytes);
    this.#gains = this.#kernels.allocate(this.#options.capacity * 4);
  }
}
