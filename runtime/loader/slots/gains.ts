import { checkOption } from "../../../errors/check_options.ts";
import { UsageError } from "../../../errors/mod.ts";
import { type DatasetIr, isAudioKind } from "../../../schema/reading.ts";

/** What a record's audio is multiplied by. */
export type GainOf = (record: number) => number;

/** A field with a gain for each record. */
export interface FieldGain {
  readonly name: string;
  readonly gainOf: GainOf;
}

/**
 * The requested gains, checked: only audio that is loaded as float32 can be multiplied while it is
 * decoded.
 *
 * @throws {UsageError} `"invalid-option"` otherwise.
 */
export function resolveGains(
  gain: Readonly<Record<string, GainOf | undefined>>,
  { file, ir, fields }: {
    file: string;
    ir: DatasetIr;
    fields: readonly { readonly name: string; readonly options: object }[];
  },
): FieldGain[] {
  return Object.entries(gain).flatMap(([name, gainOf]) => {
    if (gainOf === undefined) return [];
    const options = fields.find((field) => field.name === name)?.options;
    const kind = ir.fields.find((field) => field.name === name)?.kind ?? "";
    const isFloat = options !== undefined && "dtype" in options && options.dtype === "float32";
    const isPossible = isAudioKind(kind) && isFloat;
    const checked = checkOption(`gain.${name}`, gainOf, {
      rule: {
        wanted: 'a function, and audio that is loaded with dtype: "float32"',
        allows: (value): value is GainOf => typeof value === "function" && isPossible,
      },
      errors: {
        wrong: (_option, value, { wanted }) =>
          new UsageError(
            `Cannot apply a gain to "${name}" of "${file}": wanted a function, for audio loaded as ` +
              "float32",
            {
              code: "invalid-option",
              file,
              field: name,
              found: typeof value === "function" ? kind : typeof value,
              wanted,
              hint: `load it with fields: { ${name}: { dtype: "float32" } }`,
            },
          ),
      },
    });
    return [{ name, gainOf: checked }];
  });
}

/** @throws {UsageError} `"invalid-gain"` when a gain isn't a finite number. */
export function fillGains(
  { name, gainOf }: FieldGain,
  gains: Float32Array,
  { indices, count, file }: { indices: Uint32Array; count: number; file: string },
): void {
  for (let row = 0; row < count; row++) {
    const record = indices[row]!;
    const gain = gains[row] = gainOf(record);
    if (Number.isFinite(gain)) continue;
    throw new UsageError(
      `Cannot load "${name}" of record ${record} of "${file}": its gain is ${String(gain)}, ` +
        "not a finite number",
      {
        code: "invalid-gain",
        file,
        field: name,
        record,
        found: String(gain),
        wanted: "a finite number",
      },
    );
  }
}
