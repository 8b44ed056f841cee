import { UsageError } from "../../../errors/mod.ts";
import { checkOption, checkOptions, type KnownOptions } from "../../../errors/check_options.ts";
import { integerBetween } from "../../../errors/option_rule.ts";
import { noPadValue, tokenDelays } from "./token_delays.ts";
import { type TokenDtype, tokenDtypes } from "./token_element.ts";
import { type TokenLayout, type TokenOrder, tokenOrders } from "./token_steps.ts";

/** How large a batch of tokens is, how it is padded, and the order and type of its tokens. */
export type TokenBatchOptions = GaplessTokenBatchOptions | DelayedTokenBatchOptions;

/** {@link TokenBatchOptions} for the orders that leave no gaps. */
export interface GaplessTokenBatchOptions extends SharedTokenBatchOptions {
  /**
   * How a frame's tokens follow one another:
   * - `"parallel"`, the default: (batch, codebooks, steps), with all tokens of a frame in one step.
   * - `"flattened"`: (batch, steps), frame after frame, each with all its codebooks.
   * - `"firstAndRest"`: the first codebook in `data`, (batch, steps), and the others in `rest`,
   *   (batch, codebooks - 1, frames), as VALL-E's two models take them; `rest` has no special
   *   tokens.
   */
  readonly order?: Exclude<TokenOrder, "delay">;
  /** The value after the last token of each record. Default: 0. */
  readonly padValue?: number;
  /** Only `"delay"` has delays. */
  readonly delays?: undefined;
}

/** {@link TokenBatchOptions} for codebooks that are delayed. */
export interface DelayedTokenBatchOptions extends SharedTokenBatchOptions {
  /** (batch, codebooks, steps), with each codebook delayed by its {@link delays}. */
  readonly order: "delay";
  /** The value in the gaps before and after the tokens of each codebook; 0 would be a token. */
  readonly padValue: number;
  /**
   * How many steps each kept codebook is delayed, 0 to 65,535. Default: codebook k by k, as in
   * MusicGen; stereo MusicGen uses 0, 0, 1, 1, …, Moshi 0, 1, 1, ….
   */
  readonly delays?: readonly number[];
}

/** The options of batches of tokens in any order. */
export interface SharedTokenBatchOptions {
  /** The most frames per record; default: the dataset's longest. */
  readonly maxFrames?: number;
  /** What to do with longer records: fail (the default), or keep their first `maxFrames`. */
  readonly onLonger?: "error" | "crop";
  /**
   * How far records are padded: to `maxFrames` frames (`"dataset"`, the default), to the longest
   * record of each batch, or to that rounded up to a multiple.
   */
  readonly padTo?: "batch" | "dataset" | { readonly multipleOf: number };
  /**
   * The most frames that all records may take in total, not counting special tokens: records times
   * the frames they are padded to. Default: as many as the batch size and `maxFrames` allow. Needs
   * a `padTo` other than `"dataset"`; a plan's `maxTotal` says how many its batches need.
   */
  readonly maxTotal?: number;
  /** The token before the first frame, in every codebook. Default: none. */
  readonly beginToken?: number;
  /** The token after the last frame, in every codebook. Default: none. */
  readonly endToken?: number;
  /** Keeps this many codebooks, from the first on. Default: all. */
  readonly codebooks?: number;
  /** `"int32"` or `"int64"` widens tokens, as embedding layers need them. Default: `"uint16"`. */
  readonly dtype?: TokenDtype;
  /** `"framesFirst"` gives (batch, steps, codebooks). Default: `"codebooksFirst"`. */
  readonly layout?: TokenLayout;
}

/** The options with defaults filled in, except those that a field decides. */
export interface ResolvedTokenBatch {
  readonly codebooks: number;
  readonly dtype: TokenDtype;
  readonly order: TokenOrder;
  readonly layout: TokenLayout;
  /** How many steps each kept codebook is delayed; 0 in orders without delays. */
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
 * @throws {UsageError} when an option is unknown or has an invalid value; `"no-pad-value"` when
 *   delays leave gaps and there is no value to fill them with.
 */
export function checkTokenBatchOptions(
  options: TokenBatchOptions,
  { field, nCodebooks }: { field: string; nCodebooks: number },
): ResolvedTokenBatch {
  checkOptions(options, { doing: `allocate a batch of "${field}"`, field, known });
  const { codebooks = nCodebooks, order = "parallel", layout } = options;
  checkOption("codebooks", codebooks, {
    rule: integerBetween(1, nCodebooks, `1 to ${nCodebooks}`),
    errors: {
      wrong: (name, value, { wanted }) =>
        new UsageError(
          `Cannot allocate a batch of the first ${value} ${name} of "${field}": expected ${wanted}`,
          { code: "invalid-option", field, found: String(value), wanted },
        ),
    },
  });
  if (order === "flattened" && layout === "codebooksFirst") {
    throw new UsageError(
      `Cannot allocate a batch of "${field}": flattened tokens always go frame by frame`,
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
    // Without delays, codebooks are in the plain order.
    order: order === "delay" && !hasGaps ? "parallel" : order,
    delays,
    layout: layout ?? "codebooksFirst",
  };
}
