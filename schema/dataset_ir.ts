import { SchemaError } from "../errors/mod.ts";
import { checkMeanings, takeMeaning } from "./check_meanings.ts";
import { audioRate, isAudioKind } from "./declared.ts";
import { fieldKind } from "./fields/mod.ts";
import type { DatasetIr, FieldIr } from "./ir.ts";
import type { FieldLookup } from "./language/kind.ts";
import { isPlainObject } from "./language/values.ts";
import { checkCollisions, checkDatasetName, checkFieldName, type NameUse } from "./names.ts";

/**
 * The IR of a dataset, validated and frozen.
 *
 * @param fields the definitions as a user wrote them.
 * @param use whether the dataset is being defined, or read from a file; files can use names that
 *   were reserved after they were written.
 * @throws {SchemaError} naming the path of what is wrong, such as `Speech.audio.sampleRate`.
 */
export function datasetIr(name: string, fields: unknown, use: NameUse): DatasetIr {
  checkDatasetName(name);
  return freezeDeep({ name, fields: fieldIrs(name, fields, use) });
}

function fieldIrs(dataset: string, fields: unknown, use: NameUse): FieldIr[] {
  if (!isPlainObject(fields)) {
    throw new SchemaError(`${dataset}: expected an object of fields`, { code: "invalid-fields" });
  }
  const names = Object.keys(fields);
  if (names.length === 0) {
    throw new SchemaError(`${dataset}: a dataset needs at least one field`, {
      code: "invalid-fields",
    });
  }
  for (const name of names) checkFieldName(name, { dataset, use });
  checkCollisions(names, dataset);
  const irOf = (name: string): FieldIr =>
    fieldIr(name, { dataset, definition: fields[name], fields: lookup });
  const lookup: FieldLookup = {
    names,
    audioRate: (name) => isAudio(fields[name]) ? audioRate(irOf(name)) : undefined,
  };
  const irs = names.map(irOf);
  checkMeanings(irs, dataset);
  return irs;
}

/** Decided by the kind alone, so that fields that name each other don't recurse forever. */
function isAudio(definition: unknown): boolean {
  return isPlainObject(definition) && typeof definition["kind"] === "string" &&
    isAudioKind(definition["kind"]);
}

function fieldIr(
  name: string,
  { dataset, definition, fields }: {
    dataset: string;
    definition: unknown;
    fields: FieldLookup;
  },
): FieldIr {
  const path = `${dataset}.${name}`;
  const kind = isPlainObject(definition) && typeof definition["kind"] === "string"
    ? fieldKind(definition["kind"])
    : undefined;
  if (kind === undefined || !isPlainObject(definition)) {
    throw new SchemaError(`${path}: expected a field`, {
      code: "invalid-field",
      field: path,
      hint: "make it with field.waveform(), field.text() or another of the builders",
    });
  }
  const { means, rest } = takeMeaning(definition["options"], { kind, path });
  const options = kind.canonicalize(rest, path, fields);
  return {
    name,
    kind: kind.kind,
    type: kind.typeId,
    options: means === undefined ? options : { ...options, means },
  };
}

function freezeDeep<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === "object" && part !== null) freezeDeep(part);
  }
  return Object.freeze(value);
}
