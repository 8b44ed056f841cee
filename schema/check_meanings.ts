import { oneOf } from "../errors/option_rule.ts";
import { SchemaError } from "../errors/mod.ts";
import { integerRange } from "./fields/scalar.ts";
import type { FieldIr } from "./ir.ts";
import type { FieldKind } from "./language/kind.ts";
import { type FieldMeaning, fieldMeanings, meaningOf } from "./language/meaning.ts";
import { isPlainObject, showValue } from "./language/values.ts";

/** Which fields can have a meaning. */
interface MeaningRule {
  /** The kinds, for messages. */
  readonly wanted: string;
  takes(kind: FieldKind): boolean;
  /** Whether only one field of a dataset can have it. */
  readonly isUnique: boolean;
}

const isText = ({ kind }: FieldKind) => kind === "text";

/** Something that many records share. */
const shared: MeaningRule = {
  wanted: "a text, a category or an integer",
  takes: ({ kind }) => kind === "text" || kind === "category" || kind in integerRange,
  isUnique: true,
};

const rules: Readonly<Record<FieldMeaning, MeaningRule>> = {
  key: { wanted: "a text", takes: isText, isUnique: true },
  speaker: shared,
  language: shared,
  split: shared,
  licence: shared,
  source: shared,
  transcript: { wanted: "a text", takes: isText, isUnique: false },
  label: { wanted: "any field", takes: () => true, isUnique: false },
};

/** A field's options as written, split up. */
export interface DividedOptions {
  readonly means: FieldMeaning | undefined;
  /** The options of the kind. */
  readonly rest: unknown;
}

/**
 * Takes `means` out of the options of a field.
 *
 * @param path where the options are, such as `Speech.id`.
 * @throws {SchemaError} when fields of the kind can't mean that.
 */
export function takeMeaning(
  options: unknown,
  { kind, path }: { kind: FieldKind; path: string },
): DividedOptions {
  if (!isPlainObject(options) || !("means" in options)) return { means: undefined, rest: options };
  const { means, ...rest } = options;
  if (means === undefined) return { means, rest };
  const rule = oneOf(fieldMeanings);
  if (!rule.allows(means)) throw wrong(means, rule.wanted, path);
  const { takes, wanted } = rules[means];
  if (!takes(kind)) {
    throw contradiction(path, means, {
      reason: `${wanted} can mean ${JSON.stringify(means)}, not a field of kind ${kind.kind}`,
      hint: 'leave it out, or pass means: "label"',
    });
  }
  if (means === "key" && rest["default"] !== undefined) {
    throw contradiction(path, means, {
      reason: "each record has a key of its own, so a key has no default",
      hint: "leave one of the two out",
    });
  }
  return { means, rest };
}

/** @throws {SchemaError} when two fields have a meaning that only one can have. */
export function checkMeanings(fields: readonly FieldIr[], dataset: string): void {
  const owners = new Map<FieldMeaning, string>();
  for (const { name, options } of fields) {
    const means = meaningOf(options);
    if (means === undefined || !rules[means].isUnique) continue;
    const owner = owners.get(means);
    if (owner !== undefined) {
      throw contradiction(`${dataset}.${name}`, means, {
        reason: `the field "${owner}" already means ${JSON.stringify(means)}`,
        hint: "leave one of them out",
      });
    }
    owners.set(means, name);
  }
}

function wrong(means: unknown, wanted: string, path: string): SchemaError {
  const found = showValue(means);
  return new SchemaError(`${path}.means: expected ${wanted}, got ${found}`, {
    code: "invalid-option",
    field: path,
    found,
    wanted,
  });
}

function contradiction(
  path: string,
  means: FieldMeaning,
  { reason, hint }: { reason: string; hint: string },
): SchemaError {
  return new SchemaError(`${path}.means: ${reason}`, {
    code: "contradiction",
    field: path,
    found: means,
    hint,
  });
}
