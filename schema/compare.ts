import type { DatasetIr } from "./ir.ts";
import { canonicalJson, type JsonValue } from "./language/json.ts";

/**
 * Says in a clause where two schemas first differ; `undefined` when they are the same.
 * `found` is the file's, `wanted` the generated module's.
 */
export function firstDifference(found: DatasetIr, wanted: DatasetIr): string | undefined {
  if (found.name !== wanted.name) {
    return `the file holds the dataset "${found.name}", not "${wanted.name}"`;
  }
  const count = Math.max(found.fields.length, wanted.fields.length);
  for (let index = 0; index < count; index++) {
    const theirs = found.fields[index];
    const ours = wanted.fields[index];
    if (theirs === undefined) return `the file has no field "${ours?.name}"`;
    if (ours === undefined) return `the file has an extra field, "${theirs.name}"`;
    if (theirs.name !== ours.name) {
      return `field ${index} is "${theirs.name}" in the file, not "${ours.name}"`;
    }
    if (theirs.kind !== ours.kind) {
      return `field "${ours.name}" is of kind ${theirs.kind} in the file, not ${ours.kind}`;
    }
    const keys = [...Object.keys(theirs.options), ...Object.keys(ours.options)];
    for (const key of keys) {
      const [their, our] = [show(theirs.options[key]), show(ours.options[key])];
      if (their !== our) {
        return `"${ours.name}" has ${key} ${their} in the file, not ${our}`;
      }
    }
  }
  return undefined;
}

function show(value: JsonValue | undefined): string {
  return value === undefined ? "at its default" : canonicalJson(value);
}
