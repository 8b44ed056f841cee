import { fieldThatMeans } from "../schema/mod.ts";
import type { EmittedDataset } from "./dataset.ts";
import { code } from "./print/code.ts";
import type { GeneratedFile } from "./print/generated_file.ts";
import { docComment, docText, stringLiteral } from "./print/literals.ts";

/** Emits the class of an open file. */
export function emitReader(
  emitted: EmittedDataset,
  file: GeneratedFile,
  { batches }: { batches: boolean },
): void {
  const { ir, names, parts } = emitted;
  const AfdFile = file.type("AfdFile");
  const allLeases = file.value("allLeases");
  const key = fieldThatMeans(ir, "key")?.name;
  const base = key === undefined ? "" : ` extends ${file.value("KeyedDataset")}`;
  const fields = parts.map(({ name, fieldClass, doc }) =>
    code`
      ${docComment(doc)}
      readonly ${name}: ${fieldClass};
    `
  );
  file.print`
    ${docComment(aboutReader(emitted))}
    export class ${names.dataset}${base} implements Disposable {
      /** The file: its name, storage and directory. */
      readonly file: ${AfdFile};
      ${fields}

      /** Made by {@link ${names.open}}. */
      constructor(file: ${AfdFile}) {
        ${constructorLines(parts, key)}
      }

      /** Number of records. */
      get recordCount(): number {
        return this.file.recordCount;
      }

      /** Record \`index\`, with every field decoded into its own memory. */
      toRecord(index: number): ${names.record} {
        return {
          ${parts.map(({ name }) => `${name}: this.${name}.decode(index),`)}
        };
      }

      /** {@link toRecord} for asynchronous storages. */
      async toRecordAsync(index: number): Promise<${names.record}> {
        const leases = await ${allLeases}([
          ${parts.map(({ name }) => `this.${name}.prefetch([index]),`)}
        ]);
        try {
          return this.toRecord(index);
        } finally {
          leases.dispose();
        }
      }

      ${batches ? batchesMethod(emitted, file) : ""}

      /** Closes the file; batches decoded from it stay valid. */
      close(): void {
        this.file.close();
      }

      /** {@link close}, at the end of a \`using\` block. */
      [Symbol.dispose](): void {
        this.close();
      }
    }
  `;
}

/** The method that loads epochs, for which a program carries the loader along. */
function batchesMethod({ names, parts }: EmittedDataset, file: GeneratedFile): string {
  const { FieldOptions, Loader, LoaderOptions } = file.types(
    "FieldOptions",
    "Loader",
    "LoaderOptions",
  );
  const loadBatches = file.value("loadBatches");
  return code`
    /**
     * The batches of an epoch: shuffled, bucketed, filtered, cropped, resumed or decoded by workers,
     * as the options say. Iterate with \`for await\`; each batch is valid until it is released.
     *
     * @throws {UsageError} when an option is wrong, or asks for something that doesn't exist.
     */
    batches<
      Name extends keyof ${names.fields} = keyof ${names.fields},
      const Given extends ${FieldOptions}<${names.fields}> = object,
    >(options: ${LoaderOptions}<${names.fields}, Name, Given>): ${Loader}<${names.fields}, Name, Given> {
      const fields: ${names.fields} = {
        ${parts.map(({ name }) => `${name}: this.${name},`)}
      };
      const module = { url: import.meta.url, dataset: ${stringLiteral(names.dataset)} };
      return ${loadBatches}<${names.fields}, Name, Given>({ file: this.file, fields, module }, options);
    }
  `;
}

/** The dataset's comment, and what its class is; the comment can be empty, or have only tags. */
function aboutReader({ ir, docs: { dataset } }: EmittedDataset): string {
  const about = `An open file of \`${ir.name}\`.`;
  return /^(@|$)/.test(docText(dataset)) ? `${about}\n\n${dataset}` : `${dataset}\n\n${about}`;
}

/** The keys are looked up in a field, which therefore comes before everything else. */
function constructorLines(parts: EmittedDataset["parts"], key: string | undefined): string[] {
  const made = parts.map(({ fieldClass, isLibraryClass = false }, index) =>
    `new ${fieldClass}(file${isLibraryClass ? `, ${index}` : ""})`
  );
  const keyIndex = parts.findIndex(({ name }) => name === key);
  return [
    ...(keyIndex < 0 ? [] : [`const keyField = ${made[keyIndex]};`, "super(file, keyField);"]),
    "this.file = file;",
    ...parts.map(({ name }, index) =>
      `this.${name} = ${index === keyIndex ? "keyField" : made[index]};`
    ),
  ];
}
