import { UsageError } from "../../errors/mod.ts";
import { checkOptions } from "../check_options.ts";
import { type TokenDtype, tokenDtypes } from "./token_element.ts";
import { type TokenLayout, type TokenOrder, tokenOrders } from "./token_steps.ts";

/** How large a batch of tokens is, how it is padded, and in which order and type its tokens are. */
export interface TokenBatchOptions {
  /** The most frames of a record; default: the dataset's longest. */
  readonly maxFrames?: number;
  /** What to do with longer records: fail (the default), or keep their first `maxFrames`. */
  readonly onLonger?: "error" | "crop";
  /**
   * How far records are padded: to `maxFrames` frames (`"dataset"`, the default), to the longest
   * record of each batch, or to that rounded up to a multiple.
   */
  readonly padTo?: "batch" | "dataset" | { readonly multipleOf: number };
  /**
   * The most frames that all records may take together, special tokens aside: records times the frames
   * they are padded to. Default: as many as the batch size and `maxFrames` allow. Needs a `padTo` other
   * than `"dataset"`; a plan's `maxTotal` says how much its batches take.
   */
  readonly maxTotal?: number;
  /** What stands where there is no token: behind each record, and in the gaps of `"delay"`. Default 0. */
  readonly padValue?: number;
  /** What comes before the first frame, in every codebook. Default: nothing. */
  readonly beginToken?: number;
  /** What comes behind the last frame, in every codebook. Default: nothing. */
  readonly endToken?: number;
  /** Keeps the first so many codebooks. Default: all. */
  readonly codebooks?: number;
  /** `"int32"` or `"int64"` widens tokens, as embedding layers take them. Default `"uint16"`. */
  readonly dtype?: TokenDtype;
  /**
   * How a frame's tokens follow each other:
   * - `"parallel"`, the default: (batch, codebooks, steps), all of a frame in one step.
   * - `"delay"`: the same, codebook k put k steps later, as MusicGen has it.
   * - `"flattened"`: (batch, steps), frame after frame, each with all its codebooks.
   * - `"firstAndRest"`: the first codebook in `data`, (batch, steps), and the others in `rest`,
   *   (batch, codebooks - 1, frames), as VALL-E's two models have it; `rest` has no special tokens.
   */
  readonly order?: TokenOrder;
  /** `"framesFirst"` gives (batch, steps, codebooks). Default `"codebooksFirst"`. */
  readonly layout?: TokenLayout;
}

/** The options with defaults filled in, but for those that a field decides. */
export interface CheckedTokenBatchOptions {
  readonly crop: boolean;
  readonly codebooks: number;
  readonly dtype: TokenDtype;
  readonly order: TokenOrder;
  readonly layout: TokenLayout;
}

const known = {
  maxFrames: undefined,
  onLonger: ["error", "crop"],
  padTo: undefined,
  maxTotal: undefined,
  padValue: undefined,
  beginToken: undefined,
  endToken: undefined,
  codebooks: undefined,
  dtype: tokenDtypes,
  order: tokenOrders,
  layout: ["codebooksFirst", "framesFirst"],
};

/** @throws {UsageError} when an option is unknown, or its value can't be. */
export function checkTokenBatchOptions(
  options: TokenBatchOptions,
  nCodebooks: number,
): CheckedTokenBatchOptions {
  checkOptions(options, { doing: "allocate a batch", known });
  const { codebooks = nCodebooks, order = "parallel", layout } = options;
  if (!Number.isInteger(codebooks) || codebooks < 1 || codebooks > nCodebooks) {
    throw new UsageError(`Cannot allocate a batch of the first ${codebooks} codebooks`, {
      code: "invalid-option",
      found: String(codebooks),
      wanted: `1 to ${nCodebooks}`,
    });
  }
  if (order === "flattened" && layout === "codebooksFirst") {
    throw new UsageError("Cannot allocate a batch: a flattened order goes frame by frame", {
      code: "contradiction",
      found: layout,
      hint: "leave layout out",
    });
  }
  return {
    crop: options.onLonger === "crop",
    codebooks,
    dtype: options.dtype ?? "uint16",
    order,
    layout: layout ?? "codebooksFirst",
  };
}
