import type { ByteSource } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import type { Storage } from "../../storage/storage.ts";
import { DirectTokens } from "./direct_tokens.ts";
import { StagedTokens } from "./staged_tokens.ts";
import type { TokenDtype, TokenElement } from "./token_element.ts";
import type { TokenSteps, TokenStepsOptions } from "./token_steps.ts";

/** What becomes of tokens on their way to a batch. */
export interface TokenFillerOptions extends TokenStepsOptions {
  readonly steps: TokenSteps;
  /** The most frames of a record that are ever kept. */
  readonly maxFrames: number;
  /** The element of the batch that the rest begins with, behind everything else. */
  readonly restAt: number;
  readonly dtype: TokenDtype;
  /** Bits of a stored token. */
  readonly bits: number;
  readonly pad: TokenElement;
  readonly begin: TokenElement | undefined;
  readonly end: TokenElement | undefined;
}

/** Copies stored tokens to a batch; nothing is allocated per record. */
export interface TokenFiller extends Disposable {
  /**
   * Lays out the batch where it is filled fastest; nothing where that is anywhere. Called once, before
   * anything else.
   */
  ownBatch?(storage: Storage, byteLength: number): Block | undefined;
  /**
   * Prepares for records padded to `frames`.
   *
   * @param block the batch's memory.
   */
  prepare(frames: number, block: Block): void;
  /**
   * Fills row `row` of the batch: `kept` frames from frame `start` on, of a record of `stored` frames
   * at `position`.
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

/** The way for these options: tokens that stay as they are, in rows, needn't go through the kernels. */
export function tokenFiller(options: TokenFillerOptions): TokenFiller {
  const { dtype, bits, order, layout, codebooks } = options;
  const isInRows = order !== "flattened" && (layout === "codebooksFirst" || codebooks === 1);
  return dtype === "uint16" && bits === 16 && isInRows
    ? new DirectTokens(options)
    : new StagedTokens(options);
}
