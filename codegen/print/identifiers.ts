import { SchemaError } from "../../errors/mod.ts";
import { type DatasetIr, pascalCase } from "../../schema/mod.ts";

/** The names that a generated module declares for one dataset. */
export interface DatasetNames {
  readonly ir: string;
  readonly input: string;
  readonly record: string;
  readonly dataset: string;
  readonly fields: string;
  readonly writer: string;
  readonly open: string;
  readonly openAsync: string;
  readonly createWriter: string;
}

/** The names that a generated module declares for one field. */
export interface FieldNames {
  readonly metadata: string;
  readonly field: string;
  readonly write: string;
  /** The type of its parts' names, for kinds that have parts. */
  readonly part: string;
}

/** `Speech` gives `SpeechRecord`, `openSpeech`, `speechIr` and so on. */
export function datasetNames(dataset: string): DatasetNames {
  return {
    ir: `${dataset[0]?.toLowerCase()}${dataset.slice(1)}Ir`,
    input: `${dataset}Input`,
    record: `${dataset}Record`,
    dataset: `${dataset}Dataset`,
    fields: `${dataset}Fields`,
    writer: `${dataset}Writer`,
    open: `open${dataset}`,
    openAsync: `open${dataset}Async`,
    createWriter: `create${dataset}Writer`,
  };
}

/** `Speech` and `audio` give `SpeechAudioField`, `SpeechAudioMetadata` and so on. */
export function fieldNames(dataset: string, field: string): FieldNames {
  const stem = `${dataset}${pascalCase(field)}`;
  return {
    metadata: `${stem}Metadata`,
    field: `${stem}Field`,
    write: `write${stem}`,
    part: `${stem}Name`,
  };
}

/**
 * All names a module declares.
 *
 * @throws {SchemaError} when two datasets of one schema file would declare the same name.
 */
export function declaredNames(datasets: readonly DatasetIr[]): string[] {
  const owners = new Map<string, string>();
  for (const { name, fields } of datasets) {
    const names = [
      ...Object.values(datasetNames(name)),
      ...fields.flatMap((field) => Object.values(fieldNames(name, field.name))),
    ];
    for (const declared of names) {
      const owner = owners.get(declared);
      if (owner !== undefined) {
        throw new SchemaError(`${owner} and ${name} both generate the name ${declared}`, {
          code: "name-collision",
          found: declared,
          hint: "rename a dataset or a field, or put the datasets into separate files",
        });
      }
      owners.set(declared, name);
    }
  }
  return [...owners.keys()];
}
