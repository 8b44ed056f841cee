import type { ByteSource } from "../container/afd_file.ts";
import type { Block } from "../storage/block.ts";
import type { FrameFiller, FrameFillerOptions } from "./frame_filler.ts";
import { PadElement } from "./pad_element.ts";

/** Copies features as they are stored, bin by bin. */
export class DirectFrames implements FrameFiller {
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
    this.#valueBytes = options.dtype === "float16" ? 2 : 4;
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
    const { bits } = this.#pad;
    if (kept === stored && kept === frames) {
      file.copy(position, bins * frames * width, block, row * bins * frames * width);
      return;
    }
    let start = row * bins * frames;
    const from = position + first * width;
    for (let bin = 0; bin < bins; bin++) {
      file.copy(from + bin * stored * width, kept * width, block, start * width);
      this.#values.fill(bits, start + kept, start + frames);
      start += frames;
    }
  }

  /** There is nothing to give back. */
  [Symbol.dispose](): void {}
}
