import { UsageError } from "../../../errors/mod.ts";
import { checkOption, checkOptions } from "../../../errors/check_options.ts";
import { integerBetween } from "../../../errors/option_rule.ts";
import {
  localityOptions,
  type OrderOptions,
  orderOptions,
  shuffleOptions,
} from "./order_options.ts";
import { doing, orderErrors } from "./order_errors.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { resolveBucket } from "./resolve_bucket.ts";
import type { ShuffleOptions } from "../shuffle_options.ts";
import type { LoaderState } from "./loader_state.ts";

/** The options of an order, with all defaults filled in. */
export interface ResolvedOrder {
  readonly batchSize: number | null;
  readonly shuffle: LoaderState["shuffle"];
  readonly bucket: LoaderState["bucket"];
  readonly drop: "none" | "last" | "pad";
  readonly rank: number;
  readonly worldSize: number;
}

/**
 * Checks options and fills in defaults.
 *
 * @throws {UsageError} `"invalid-option"`, or `"no-such-rank"`; what `resolveBucket` throws.
 */
export function resolveOrder(options: OrderOptions, file: ReadableFile): ResolvedOrder {
  const { batchSize = null, drop = "none", rank = 0, worldSize = 1 } = options;
  checkOptions(options, { doing, known: orderOptions });
  checkInteger("worldSize", worldSize, { min: 1, max: 2 ** 20 });
  checkInteger("rank", rank, { min: 0, max: 2 ** 20 });
  if (rank >= worldSize) {
    throw new UsageError(`Cannot ${doing}: there is no rank ${rank} in a world of ${worldSize}`, {
      code: "no-such-rank",
      found: rank,
      wanted: worldSize === 1 ? "0" : `0 to ${worldSize - 1}`,
      hint: "worldSize is the number of processes, and rank counts them from 0",
    });
  }
  if (batchSize !== null) checkInteger("batchSize", batchSize, { min: 1, max: 2 ** 24 });
  const bucket = resolveBucket(options.bucket, { batchSize, file });
  if (batchSize === null && (bucket?.maxTotal ?? null) === null) {
    const wanted = "an integer of at least 1, or bucket.maxTotal or bucket.maxSeconds instead";
    throw orderErrors.wrong("batchSize", batchSize, integerBetween(1, 2 ** 24, wanted));
  }
  const shuffle = resolveShuffle(options.shuffle);
  if (bucket !== null && shuffle !== null && shuffle.locality !== null) {
    throw new UsageError(
      `Cannot ${doing}: buckets take their records from all over the file, so shuffle.locality ` +
        "would do nothing",
      { code: "contradiction", hint: "leave out bucket or shuffle.locality" },
    );
  }
  return { batchSize, shuffle, bucket, drop, rank, worldSize };
}

function resolveShuffle(options: ShuffleOptions | undefined): LoaderState["shuffle"] {
  if (options === undefined) return null;
  checkOptions(options, { doing, known: shuffleOptions });
  const { seed, epoch = 0, locality } = options;
  checkInteger("shuffle.seed", seed, { min: 0, max: Number.MAX_SAFE_INTEGER });
  checkInteger("shuffle.epoch", epoch, { min: 0, max: 2 ** 32 - 1 });
  if (locality === undefined) return { seed, epoch, locality: null };
  checkOptions(locality, { doing, known: localityOptions });
  const { block = 256, window = 64 } = locality;
  checkInteger("shuffle.locality.block", block, { min: 1, max: 2 ** 24 });
  checkInteger("shuffle.locality.window", window, { min: 1, max: 2 ** 31 / block });
  return { seed, epoch, locality: { block, window } };
}

function checkInteger(
  option: string,
  value: number,
  { min, max }: { readonly min: number; readonly max: number },
): void {
  checkOption(option, value, { rule: integerBetween(min, Math.floor(max)), errors: orderErrors });
}
