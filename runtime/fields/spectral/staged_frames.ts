import { deferredDspKernels, type DspKernels } from "../../../kernels/dsp_kernels.ts";
import { transpose } from "../../../kernels/transpose.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import { Tile } from "../../storage/tile.ts";
import type { FrameFiller, FrameFillerOptions } from "./frame_filler.ts";
import { PadElement } from "../../batch/pad_element.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";

/** Values in a tile: few enough for all its stages to stay in the cache. */
const tileValues = 32_768;

/**
 * Widens float16, and transposes bins into columns, one tile at a time: from the file to the
 * kernels' memory, and from there to the batch. Values that don't lie in one run go through scratch
 * space in the batch's own block, which makes no garbage if the block lies beside the mapping.
 */
export class StagedFrames implements FrameFiller {
  readonly scratchBytes: number;
  readonly #options: FrameFillerOptions;
  readonly #storedBytes: 2 | 4;
  readonly #valueBytes: 2 | 4;
  readonly #isTurned: boolean;
  readonly #isWidened: boolean;
  readonly #pad: PadElement;
  readonly #kernels: DspKernels = deferredDspKernels();
  /** Values that a stage holds. */
  readonly #stageValues: number;
  /** Offsets of the stages in the kernels' memory; 0 until they are allocated. */
  #source = 0;
  #widened = 0;
  #target = 0;
  #frames = -1;
  /** Frames in a tile if frames come first, otherwise bins. */
  #step = 1;
  #block: Block = new Block(new Uint8Array(0));
  /** Where contiguous values are read to. */
  #tile: Tile | undefined;
  #scratchAt = 0;
  /** Where other values go before the kernels take them; as long as those of the largest tile. */
  #scratch = new Uint8Array(0);
  /** Views that are copied to the batch: of a tile, and of the last, smaller tile. */
  #full = new Uint8Array(0);
  #last = new Uint8Array(0);
  #targetValues: Uint16Array | Int32Array = new Int32Array(0);

  constructor(options: FrameFillerOptions) {
    const { bins, maxFrames, layout, dtype, storedDtype } = options;
    this.#options = options;
    this.#storedBytes = dtypeBytes(storedDtype);
    this.#valueBytes = dtypeBytes(dtype);
    this.#isTurned = layout === "framesFirst";
    this.#isWidened = dtype !== storedDtype;
    this.#pad = new PadElement(options);
    this.#stageValues = Math.max(tileValues, this.#isTurned ? bins : maxFrames);
    this.scratchBytes = this.#stageValues * this.#storedBytes;
  }

  begin(frames: number, block: Block, scratch: number): void {
    if (this.#source === 0) this.#allocate();
    const memory = this.#kernels.bytes();
    const isReady = frames === this.#frames && block === this.#block &&
      this.#full.buffer === memory.buffer;
    if (isReady) return;
    const { bins } = this.#options;
    const [across, along] = this.#isTurned ? [bins, frames] : [frames, bins];
    const step = Math.max(1, Math.min(along, Math.floor(tileValues / Math.max(1, across))));
    const rest = along % step;
    const { buffer, byteOffset } = block.bytes;
    const valueBytes = this.#valueBytes;
    const Values = valueBytes === 2 ? Uint16Array : Int32Array;
    this.#frames = frames;
    this.#step = step;
    this.#block = block;
    this.#scratchAt = scratch;
    this.#scratch = new Uint8Array(buffer, byteOffset + scratch, step * across * this.#storedBytes);
    this.#tile = new Tile(memory, this.#source, this.#stageValues * this.#storedBytes);
    this.#full = memory.subarray(this.#target, this.#target + step * across * valueBytes);
    this.#last = memory.subarray(this.#target, this.#target + rest * across * valueBytes);
    this.#targetValues = new Values(memory.buffer, this.#target, step * across);
  }

  fill(
    file: ByteSource,
    row: number,
    position: number,
    stored: number,
    first: number,
    kept: number,
    padValue: number | undefined,
  ): void {
    const { bins } = this.#options;
    const end = position + stored * bins * this.#storedBytes;
    if (padValue !== undefined) this.#pad.set(padValue);
    else this.#pad.read(file, end, this.#block, this.#scratchAt);
    const along = this.#isTurned ? this.#frames : bins;
    const across = this.#isTurned ? bins : this.#frames;
    const start = row * bins * this.#frames;
    for (let done = 0; done < along; done += this.#step) {
      const count = Math.min(this.#step, along - done);
      if (this.#isTurned) this.#turn(file, position, stored, first, kept, done, count);
      else this.#widenBins(file, position, stored, first, kept, done, count);
      const tile = count === this.#step ? this.#full : this.#last;
      this.#block.bytes.set(tile, (start + done * across) * this.#valueBytes);
    }
  }

  [Symbol.dispose](): void {
    if (this.#source === 0) return;
    const bytes = this.#stageValues * 4;
    for (const offset of [this.#source, this.#widened, this.#target]) {
      this.#kernels.free(offset, bytes);
    }
    this.#source = 0;
  }

  /** Widens bins `bin` to `bin + count`, and pads each to the batch's frames. */
  #widenBins(
    file: ByteSource,
    position: number,
    stored: number,
    first: number,
    kept: number,
    bin: number,
    count: number,
  ): void {
    this.#stage(file, position, stored, kept, bin, count, first);
    this.#kernels.float16ToFloat32(this.#source, this.#widened, count * kept);
    const from = kept * 4;
    const to = this.#frames * 4;
    const { bits } = this.#pad;
    // deno-fmt-ignore
    this.#kernels.gatherRows(
      this.#widened, from, from, count, this.#target, to, count, 4, bits, 0,
    );
  }

  /**
   * Transposes frames `done` to `done + count` of a row, with all their bins; pads frames that
   * aren't kept.
   */
  #turn(
    file: ByteSource,
    position: number,
    stored: number,
    first: number,
    kept: number,
    done: number,
    count: number,
  ): void {
    const { bins } = this.#options;
    const frames = Math.max(0, Math.min(count, kept - done));
    if (frames > 0) {
      this.#stage(file, position, stored, frames, 0, bins, first + done);
      if (this.#isWidened) {
        this.#kernels.float16ToFloat32(this.#source, this.#widened, bins * frames);
      }
      const source = this.#isWidened ? this.#widened : this.#source;
      transpose(this.#valueBytes, source, frames, bins, frames, this.#target, bins);
    }
    this.#targetValues.fill(this.#pad.bits, frames * bins, count * bins);
  }

  /** Reads `count` bins from bin `bin` on, with `frames` frames of each from frame `frame` on. */
  #stage(
    file: ByteSource,
    position: number,
    stored: number,
    frames: number,
    bin: number,
    count: number,
    frame: number,
  ): void {
    const width = this.#storedBytes;
    const block = this.#block;
    const from = position + (bin * stored + frame) * width;
    if (frames === stored) {
      file.bring(from, count * frames * width, this.#tile!);
      return;
    }
    let at = this.#scratchAt;
    for (let index = 0; index < count; index++) {
      file.copy(from + index * stored * width, frames * width, block, at);
      at += frames * width;
    }
    this.#kernels.bytes().set(this.#scratch, this.#source);
  }

  #allocate(): void {
    const bytes = this.#stageValues * 4;
    this.#source = this.#kernels.allocate(bytes);
    this.#widened = this.#kernels.allocate(bytes);
    this.#target = this.#kernels.allocate(bytes);
  }
}
