import { ManifestError } from "../../errors/mod.ts";
import { keyFault, normalKey } from "../../runtime/container/keys.ts";
import { type DatasetIr, fieldThatMeans } from "../../schema/mod.ts";
import { shownValue } from "../shared/shown_value.ts";
import type { InputRecord } from "./record_source.ts";

/**
 * The key of an input as files hold it; `undefined` if it has none, or an invalid one.
 *
 * @param values its values by field, or why it has none.
 */
export function inputKey(
  { key }: Pick<InputRecord, "key">,
  values: unknown,
  ir: DatasetIr,
): string | undefined {
  const given = key ?? givenKey(values, ir);
  if (typeof given !== "string") return undefined;
  const normal = normalKey(given);
  return keyFault(normal) === undefined ? normal : undefined;
}

/**
 * The error for the second owner of a key, which names the first by its input.
 *
 * @param about.owner the input that had the key first.
 * @param about.cause the writer's error, if it found this: it names both by their record numbers.
 */
export function duplicateKeyOf(
  values: unknown,
  { owner, ir, cause }: {
    readonly owner: string;
    readonly ir: DatasetIr;
    readonly cause?: ManifestError;
  },
): ManifestError {
  const key = shownValue(givenKey(values, ir));
  return new ManifestError(`its key ${key} is also that of ${owner}`, {
    code: "duplicate-key",
    field: fieldThatMeans(ir, "key")?.name,
    record: cause?.record,
    found: owner,
    hint: "give each record a key of its own",
    cause,
  });
}

function givenKey(values: unknown, ir: DatasetIr): unknown {
  const field = fieldThatMeans(ir, "key");
  if (field === undefined || typeof values !== "object" || values === null) return undefined;
  return (values as Record<string, unknown>)[field.name];
}
