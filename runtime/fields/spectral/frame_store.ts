import type { SpectralDtype } from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { Spool } from "../../output/spool.ts";
import type { FeatureTarget } from "./feature_target.ts";
import { StoredBuffer } from "../../batch/stored_buffer.ts";
import { unstorable } from "../../batch/stored_values.ts";
import { unstorableFeatures } from "./unstorable_features.ts";

/** A block of frames: `bins` rows, `stride` values apart. */
export interface FrameBlock {
  readonly data: Float32Array<ArrayBuffer>;
  readonly bins: number;
  readonly frames: number;
  readonly stride: number;
  /** The block's first frame in the clip. */
  readonly firstFrame: number;
}

/** Turns a block into finished features, if that needs the whole clip's statistics. */
export type BlockFinisher = (block: FrameBlock) => FrameBlock;

/** Values in a page, which is the part of a clip that is held in memory. */
const pageValues = 2 ** 18;

/**
 * Gathers frames as they arrive, in order to write them bin by bin, which can begin only after the
 * last frame. The pages of a long clip go to disk meanwhile, so memory use doesn't grow with it.
 */
export class FrameStore {
  readonly #target: FeatureTarget;
  readonly #dtype: SpectralDtype;
  #page = new Float32Array(0);
  #bins = 0;
  /** Frames that a page holds. */
  #capacity = 0;
  /** Frames in the page. */
  #used = 0;
  /** Frames of the clip so far. */
  #frames = 0;
  #raw: Spool | undefined;
  readonly #buffer: StoredBuffer;

  constructor(target: FeatureTarget) {
    this.#target = target;
    this.#dtype = target.options.storeDtype;
    this.#buffer = new StoredBuffer(this.#dtype);
  }

  /** Begins a clip of `bins` rows. */
  begin(bins: number): void {
    this.#bins = bins;
    this.#capacity = Math.max(16, Math.floor(pageValues / bins));
    this.#used = 0;
    this.#frames = 0;
    this.abandon();
  }

  /** Adds frames; they are copied. */
  add({ data, frames, stride }: FrameBlock, outputPath: string): void {
    for (let done = 0; done < frames;) {
      if (this.#used === this.#capacity) this.#turn(outputPath);
      const count = Math.min(frames - done, this.#capacity - this.#used);
      this.#reserve(this.#used + count);
      const width = this.#page.length / this.#bins;
      for (let bin = 0; bin < this.#bins; bin++) {
        const from = bin * stride + done;
        this.#page.set(data.subarray(from, from + count), bin * width + this.#used);
      }
      done += count;
      this.#used += count;
      this.#frames += count;
    }
  }

  /**
   * Writes the clip to the slot, bin by bin, and returns its number of frames.
   *
   * @param finish does what each block still needs.
   * @throws {AudioInputError} `"feature-parameter"` or `"overflow"` for values that can't be
   *   stored.
   */
  write(slot: FieldSlot, finish: BlockFinisher): number {
    if (this.#frames === 0) return 0;
    if (this.#raw === undefined) {
      const raw = this.#block(this.#page, this.#used, 0);
      const block = finish(raw);
      slot.write(this.#stored(block, raw, slot));
      return this.#frames;
    }
    this.#turn(slot.file);
    using pages = new Spool(slot.file);
    const bins = this.#finishPages(pages, finish, slot);
    this.#gather(pages, bins, slot);
    this.abandon();
    return this.#frames;
  }

  /** Discards the clip, and frees its disk space. */
  abandon(): void {
    this.#raw?.[Symbol.dispose]();
    this.#raw = undefined;
  }

  /** Second pass: finishes each page and stores it, still as a page. Returns the number of rows. */
  #finishPages(pages: Spool, finish: BlockFinisher, slot: FieldSlot): number {
    let bins = this.#bins;
    for (let first = 0; first < this.#frames; first += this.#capacity) {
      const frames = Math.min(this.#capacity, this.#frames - first);
      const page = new Uint8Array(this.#page.buffer, 0, frames * this.#bins * 4);
      this.#raw!.read(first * this.#bins * 4, page);
      const raw = this.#block(this.#page.subarray(0, frames * this.#bins), frames, first);
      const block = finish(raw);
      bins = block.bins;
      pages.write(this.#stored(block, raw, slot));
    }
    return bins;
  }

  /** Last pass: writes row by row, each from all pages. */
  #gather(pages: Spool, bins: number, slot: FieldSlot): void {
    const width = dtypeBytes(this.#dtype);
    const piece = new Uint8Array(this.#capacity * width);
    for (let bin = 0; bin < bins; bin++) {
      for (let first = 0; first < this.#frames; first += this.#capacity) {
        const frames = Math.min(this.#capacity, this.#frames - first);
        const part = piece.subarray(0, frames * width);
        pages.read((first * bins + bin * frames) * width, part);
        slot.write(part);
      }
    }
  }

  /** Writes the page to disk, without gaps between its rows. */
  #turn(outputPath: string): void {
    this.#raw ??= new Spool(outputPath);
    const block = this.#block(this.#page, this.#used, 0);
    const values = this.#buffer.packed(block);
    this.#raw.write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    this.#used = 0;
  }

  #block(data: Float32Array<ArrayBuffer>, frames: number, firstFrame: number): FrameBlock {
    const stride = this.#bins === 0 ? 0 : data.length / this.#bins;
    return { data, bins: this.#bins, frames, stride, firstFrame };
  }

  /** Makes the page wide enough for `frames` frames, keeping what is in it. */
  #reserve(frames: number): void {
    const width = this.#page.length / this.#bins;
    if (width >= frames && Number.isInteger(width) && width <= this.#capacity) return;
    const wider = Math.min(this.#capacity, Math.max(frames, 2 * Math.floor(width), 64));
    const page = new Float32Array(wider * this.#bins);
    for (let bin = 0; bin < this.#bins && this.#used > 0; bin++) {
      page.set(this.#page.subarray(bin * width, bin * width + this.#used), bin * wider);
    }
    this.#page = page;
  }

  /** A finished block in its stored type; `raw` is the block that it was made from. */
  #stored(finished: FrameBlock, raw: FrameBlock, slot: FieldSlot): Uint8Array {
    const values = this.#buffer.packed(finished);
    const stored = this.#buffer.stored(values);
    if (stored !== undefined) return stored;
    const at = unstorable(values, this.#dtype) ?? 0;
    const row = Math.floor(at / finished.frames);
    const found = { value: values[at]!, row, wasFinite: isFinite(raw, row) };
    throw unstorableFeatures(found, this.#target, slot);
  }
}

/**
 * Whether all values of a row are finite; for a row that only the finished block has, whether all
 * values are.
 */
function isFinite({ data, bins, frames, stride }: FrameBlock, row: number): boolean {
  const [from, to] = row < bins ? [row * stride, row * stride + frames] : [0, bins * stride];
  return data.subarray(from, to).every(Number.isFinite);
}
