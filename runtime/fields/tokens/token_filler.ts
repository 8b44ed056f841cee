import type { ByteSource } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import type { TokenDtype, TokenElement } from "./token_element.ts";
import type { TokenSteps, TokenStepsOptions } from "./token_steps.ts";

/** How stored tokens are converted for a batch. */
export interface TokenFillerOptions extends TokenStepsOptions {
  readonly steps: TokenSteps;
  /** The most frames of a record that are ever kept. */
  readonly maxFrames: number;
  /** The element of the batch at which the rest begins, after everything else. */
  readonly restAt: number;
  readonly dtype: TokenDtype;
  /** Bits per stored token. */
  readonly bits: number;
  readonly pad: TokenElement;
  readonly begin: TokenElement | undefined;
  readonly end: TokenElement | undefined;
}

/** One way of copying stored tokens to a batch; nothing is allocated per record. */
export interface TokenFiller extends Disposable {
  /**
   * Prepares for records padded to `frames`.
   *
   * @param block the batch's memory.
   */
  prepare(frames: number, block: Block): void;
  /**
   * Fills row `row` of the batch with `kept` frames, from frame `start` on, of a record of `stored`
   * frames at `position`.
   */
  fill(
    file: ByteSource,
    row: number,
    position: number,
    stored: number,
    start: number,
    kept: number,
  ): void;
}
