import { UsageError } from "../../../errors/mod.ts";
import { checkOptions, type KnownOptions } from "../../../errors/check_options.ts";
import { noPadValue, tokenDelays } from "./token_delays.ts";
import { type TokenDtype, tokenDtypes } from "./token_element.ts";
import { type TokenLayout, type TokenOrder, tokenOrders } from "./token_steps.ts";

/** How large a batch of tokens is, how it is padded, and in which order and type its tokens are. */
export type TokenBatchOptions = GaplessTokenBatchOptions | DelayedTokenBatchOptions;

/** {@link TokenBatchOptions} of the orders that leave no gaps. */
export interface GaplessTokenBatchOptions extends SharedTokenBatchOptions {
  /**
   * How a frame's tokens follow each other:
   * - `"parallel"`, the default: (batch, codebooks, steps), all of a frame in one step.
   * - `"flattened"`: (batch, steps), frame after frame, each with all its codebooks.
   * - `"firstAndRest"`: the first codebook in `data`, (batch, steps), and the others in `rest`,
   *   (batch, codebooks - 1, frames), as VALL-E's two models have it; `rest` has no special tokens.
   */
  readonly order?: Exclude<TokenOrder, "delay">;
  /** What stands after the last token of each record. Default 0. */
  readonly padValue?: number;
  /** Only `"delay"` has any. */
  readonly delays?: undefined;
}

/** {@link TokenBatchOptions} of codebooks that are put later than others. */
export interface DelayedTokenBatchOptions extends SharedTokenBatchOptions {
  /** (batch, codebooks, steps), with each codebook put its {@link delays} later. */
  readonly order: "delay";
  /** What stands in the gaps before and after the tokens of each codebook; 0 would be a token. */
  readonly padValue: number;
  /**
   * How many steps later each kept codebook is put, 0 to 65,535. Default: codebook k by k, as
   * MusicGen has it; stereo MusicGen has 0, 0, 1, 1, …, Moshi 0, 1, 1, ….
   */
  readonly delays?: readonly number[];
}

/** The options that batches of tokens have in any order. */
export interface SharedTokenBatchOptions {
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
  /** What comes before the first frame, in every codebook. Default: nothing. */
  readonly beginToken?: number;
  /** What comes behind the last frame, in every codebook. Default: nothing. */
  readonly endToken?: number;
  /** Keeps the first so many codebooks. Default: all. */
  readonly codebooks?: number;
  /** `"int32"` or `"int64"` widens tokens, as embedding layers take them. Default `"uint16"`. */
  readonly dtype?: TokenDtype;
  /** `"framesFirst"` gives (batch, steps, codebooks). Default `"codebooksFirst"`. */
  readonly layout?: TokenLayout;
}

/** The options with defaults filled in, but for those that a field decides. */
export interface ResolvedTokenBatch {
  readonly codebooks: number;
  readonly dtype: TokenDtype;
  readonly order: TokenOrder;
  readonly layout: TokenLayout;
  /** How many steps later each kept codebook is put; 0 in the orders that have no delays. */
  readonly delays: readonly number[];
}

const known: KnownOptions<TokenBatchOptions> = {
  maxFrames: undefined,
  onLonger: ["error", "crop"],
  padTo: undefined,
  maxTotal: undefined,
  padValue: undefined,
  beginToken: undefined,
  endToken: undefined,
  delays: undefined,
  codebooks: undefined,
  dtype: tokenDtypes,
  order: tokenOrders,
  layout: ["codebooksFirst", "framesFirst"],
};

/**
 * @throws {UsageError} when an option is unknown, or its value can't be; `"no-pad-value"` where delays
 *   leave gaps and nothing is given to fill them with.
 */
export function checkTokenBatchOptions(
  options: TokenBatchOptions,
  { field, nCodebooks }: { field: string; nCodebooks: number },
): ResolvedTokenBatch {
  checkOptions(options, { doing: `allocate a batch of "${field}"`, field, known });
  const { codebooks = nCodebooks, order = "parallel", layout } = options;
  if (!Number.isInteger(codebooks) || codebooks < 1 || codebooks > nCodebooks) {
    throw new UsageError(
      `Cannot allocate a batch of the first ${codebooks} codebooks of "${field}"`,
      {
        code: "invalid-option",
        field,
        found: String(codebooks),
        wanted: `1 to ${nCodebooks}`,
      },
    );
  }
  if (order === "flattened" && layout === "codebooksFirst") {
    throw new UsageError(
      `Cannot allocate a batch of "${field}": a flattened order goes frame by frame`,
      {
        code: "contradiction",
        field,
        found: layout,
        hint: "leave layout out",
      },
    );
  }
  const delays = tokenDelays({ order, delays: options.delays, codebooks, field });
  const hasGaps = delays.some((delay) => delay > 0);
  if (hasGaps && options.padValue === undefined) throw noPadValue(field);
  return {
    codebooks,
    dtype: options.dtype ?? "uint16",
    // Codebooks that are all put at once are the plain order.
    order: order === "delay" && !hasGaps ? "parallel" : order,
    delays,
    layout: layout ?? "codebooksFirst",
  };
}
