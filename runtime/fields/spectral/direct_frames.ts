import type { ByteSource } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import type { GapFiller } from "../../storage/storage.ts";
import type { FrameFiller, FrameFillerOptions } from "./frame_filler.ts";
import { PadElement } from "../../batch/pad_element.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";

/** Copies features as stored, bin by bin. */
export class DirectFrames implements FrameFiller, GapFiller {
  readonly scratchBytes = 4;
  readonly #bins: number;
  readonly #valueBytes: 2 | 4;
  readonly #pad: PadElement;
  #frames = 0;
  #block: Block | undefined;
  #values: Uint16Array | Int32Array = new Int32Array(0);
  #scratch = 0;

  constructor(options: FrameFillerOptions) {
    this.#bins = options.bins;
    this.#valueBytes = dtypeBytes(options.dtype);
    this.#pad = new PadElement(options);
  }

  begin(frames: number, block: Block, scratch: number): void {
    this.#frames = frames;
    if (block === this.#block) return;
    this.#block = block;
    this.#scratch = scratch;
    const { buffer, byteOffset } = block.bytes;
    const Values = this.#valueBytes === 2 ? Uint16Array : Int32Array;
    this.#values = new Values(buffer, byteOffset, scratch / this.#valueBytes);
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
    const block = this.#block!;
    const bins = this.#bins;
    const frames = this.#frames;
    const width = this.#valueBytes;
    if (padValue !== undefined) this.#pad.set(padValue);
    else this.#pad.read(file, position + stored * bins * width, block, this.#scratch);
    const rowBytes = frames * width;
    const offset = row * bins * rowBytes;
    if (kept === stored && kept === frames) {
      file.copy(position, bins * rowBytes, block, offset);
    } else if (kept === stored) {
      file.copyRows(position, kept * width, bins, block, offset, rowBytes, this);
    } else {
      // Only the wanted frames of each bin are read.
      const from = position + first * width;
      for (let bin = 0; bin < bins; bin++) {
        const start = offset + bin * rowBytes;
        file.copy(from + bin * stored * width, kept * width, block, start);
        this.fillGap(start + kept * width, start + rowBytes);
      }
    }
  }

  /** Pads the bytes of the block from `from` up to `to`. */
  fillGap(from: number, to: number): void {
    const width = this.#valueBytes;
    this.#values.fill(this.#pad.bits, from / width, to / width);
  }

  /** There is nothing to free. */
  [Symbol.dispose](): void {}
}
