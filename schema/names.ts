import { SchemaError } from "../errors/mod.ts";
import { showValue } from "./language/values.ts";

const datasetPattern = /^[A-Z][A-Za-z0-9]{0,63}$/;
const fieldPattern = /^[a-zA-Z][A-Za-z0-9_]{0,63}$/;

/** Whether a name is chosen for a new dataset, or read from a file, which may be older. */
export type NameUse = "defined" | "read";

/** Members that a generated dataset, writer or record has in addition to its fields. */
const reservedFieldNames: ReadonlySet<string> = new Set([
  "append",
  "batches",
  "close",
  "constructor",
  "fields",
  "file",
  "finish",
  "fingerprint",
  "hasOwnProperty",
  "indices",
  "ir",
  "isPrototypeOf",
  "name",
  "path",
  "propertyIsEnumerable",
  "prototype",
  "recordCount",
  "storage",
  "then",
  "toJSON",
  "toLocaleString",
  "toRecord",
  "toRecordAsync",
  "toString",
  "valueOf",
  "verify",
]);

/** What joins conditions in a filter, where fields have their names. */
const filterOperators: readonly string[] = [
  "and",
  "not",
  "or",
];

/** Members, and operators of filters, that came later: files that have such a field stay readable. */
const laterReservedNames: ReadonlySet<string> = new Set([
  ...filterOperators,
  "byKey",
  "byKeyAsync",
  "findKey",
  "findKeyAsync",
  "keyOf",
  "keyOfAsync",
]);

/** @throws {SchemaError} unless `name` can begin the generated identifiers. */
export function checkDatasetName(name: unknown): asserts name is string {
  if (typeof name !== "string" || !datasetPattern.test(name)) {
    throw new SchemaError(
      `Cannot define a dataset called ${showValue(name)}: expected a PascalCase name of at most ` +
        "64 letters and digits",
      { code: "invalid-name", found: showValue(name), hint: 'write it like "Speech"' },
    );
  }
}

/** @throws {SchemaError} unless `name` can be a property of records and generated classes. */
export function checkFieldName(
  name: string,
  { dataset, use }: { dataset: string; use: NameUse },
): void {
  const where = `${dataset}.${JSON.stringify(name)}`;
  if (!fieldPattern.test(name)) {
    throw new SchemaError(
      `${where}: expected a field name of at most 64 letters, digits and underscores that ` +
        "begins with a letter",
      { code: "invalid-name", field: name, found: name },
    );
  }
  if (reservedFieldNames.has(name) || (use === "defined" && laterReservedNames.has(name))) {
    const user = filterOperators.includes(name) ? "filters" : "generated classes";
    throw new SchemaError(`${where}: ${user} use this name themselves`, {
      code: "reserved-name",
      field: name,
      found: name,
      hint: `call it something else, such as "${name}Value"`,
    });
  }
}

/** `speaker_id` and `speakerId` both become `SpeakerId` in generated class names. */
export function pascalCase(name: string): string {
  return name.replace(/(^|_+)([A-Za-z0-9]?)/g, (_, _gap, letter: string) => letter.toUpperCase());
}

/** @throws {SchemaError} when two fields would get the same generated identifiers. */
export function checkCollisions(names: readonly string[], dataset: string): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    // Folded, because generated names become file names and some file systems fold case.
    const key = pascalCase(name).toLowerCase();
    const other = seen.get(key);
    if (other !== undefined) {
      throw new SchemaError(
        `${dataset}: the fields "${other}" and "${name}" differ only in case or underscores`,
        { code: "name-collision", field: name, found: name, hint: "rename one of them" },
      );
    }
    seen.set(key, name);
  }
}
