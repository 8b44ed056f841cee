import { UsageError } from "../../../errors/mod.ts";
import {
  checkOption,
  checkOptions,
  type KnownOptions,
  usageErrors,
} from "../../../errors/check_options.ts";
import { integerBetween, type OptionRule } from "../../../errors/option_rule.ts";
import { type OrderOptions, orderOptions } from "../order/order_options.ts";
import type { FieldOptions } from "../batch_types.ts";
import type { LoadableFields } from "../readable_dataset.ts";
import type { GainOf } from "../slots/gains.ts";
import type { OnDamaged } from "../slots/slot_plan.ts";

/** Which batches to load, of which fields, and how. */
export interface LoaderOptions<
  Fields extends LoadableFields = LoadableFields,
  Name extends keyof Fields = keyof Fields,
  Given extends FieldOptions<Fields> = object,
> extends OrderOptions {
  /**
   * The fields to decode, by name, or with the options of their batches
   * (`{ audio: { dtype: "float32" } }`). Default: all fields. Rows are padded to the longest in their
   * batch unless `padTo` says otherwise.
   */
  readonly fields?:
    | readonly Name[]
    | (FieldOptions<Fields, Name> & Given);
  /**
   * What each record of a field is multiplied by, for audio that is loaded as float32:
   * `{ audio: (record) => 1 / peaks[record] }`. Called in the loading thread, batch by batch.
   */
  readonly gain?: { readonly [Field in NoInfer<Name>]?: GainOf };
  /** Number of workers that decode; with 0, the default, the loop's own thread decodes. */
  readonly workers?: number;
  /**
   * Number of batches decoded ahead of the loop. Default 2 per worker; without workers 0, and 3 where
   * bytes must be waited for.
   */
  readonly prefetch?: number;
  /** Number of batches that the loop may hold at once. Default 1. */
  readonly hold?: number;
  /**
   * `"error"`, the default, ends the epoch at a damaged record; `"skip"` leaves it out of its batch
   * and lists it in the loader's `skipped`.
   */
  readonly onDamaged?: OnDamaged;
}

/** The options that aren't about the order, with all defaults filled in. */
export interface ResolvedLoader {
  /** The fields, and the options that their batches are allocated with. */
  readonly fields: readonly { readonly name: string; readonly options: object }[];
  readonly workers: number;
  readonly prefetch: number;
  readonly hold: number;
  readonly onDamaged: OnDamaged;
}

const known: KnownOptions<LoaderOptions> = {
  ...orderOptions,
  fields: undefined,
  gain: undefined,
  workers: undefined,
  prefetch: undefined,
  hold: undefined,
  onDamaged: ["error", "skip"],
};

/** The loader's options that are about the order. */
export function orderOf(options: OrderOptions): OrderOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => Object.hasOwn(orderOptions, name)),
  );
}

/** The most workers: more than any machine has cores for. */
const maxWorkers = 1024;

/**
 * Checks the options that aren't about the order, and fills in defaults.
 *
 * @throws {UsageError} `"invalid-option"`; `"no-such-field"`.
 */
export function resolveLoader(
  options: LoaderOptions,
  { file, names, ahead }: {
    file: string;
    names: readonly string[];
    /** Batches that are loaded ahead of the loop without workers, unless the options say otherwise. */
    ahead: number;
  },
): ResolvedLoader {
  checkOptions(options, { doing: `load batches of "${file}"`, known });
  const { fields = names, onDamaged = "error" } = options;
  const chosen = Array.isArray(fields)
    ? fields.map((name) => [String(name), {}] as const)
    : Object.entries(fields).map(([name, given]) => [name, given ?? {}] as const);
  for (const [name] of chosen) {
    if (names.includes(name)) continue;
    throw new UsageError(`Cannot load "${name}" of "${file}": there is no such field`, {
      code: "no-such-field",
      file,
      field: name,
      wanted: names.join(", "),
      hint: `its fields are ${names.join(", ")}`,
    });
  }
  const workers = count("workers", options.workers ?? 0, integerBetween(0, maxWorkers));
  return {
    fields: chosen.map(([name, given]) => ({ name, options: given })),
    workers,
    prefetch: count(
      "prefetch",
      options.prefetch ?? (2 * workers || ahead),
      integerBetween(0, 65_536),
    ),
    hold: count("hold", options.hold ?? 1, integerBetween(1, 65_536)),
    onDamaged,
  };
}

function count(name: string, value: number, rule: OptionRule<number>): number {
  return checkOption(name, value, { rule, errors: usageErrors("load batches") });
}
