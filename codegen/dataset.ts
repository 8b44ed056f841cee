import { type DatasetIr, type FieldIr, fieldMeaning, type JsonValue } from "../schema/mod.ts";
import { basicFacts } from "../schema/facts/basic.ts";
import type { DatasetDocs } from "./doc_comments.ts";
import type { FieldParts } from "./fields/kind.ts";
import { fieldEmitter } from "./fields/mod.ts";
import { code } from "./print/code.ts";
import type { GeneratedFile } from "./print/generated_file.ts";
import { type DatasetNames, datasetNames, fieldNames } from "./print/identifiers.ts";
import { docComment, docText, jsonLiteral } from "./print/literals.ts";
import { emitReader } from "./reader.ts";
import { emitWriter } from "./writer.ts";

/** A dataset being emitted: its IR, names, comments, and what its fields' emitters returned. */
export interface EmittedDataset {
  readonly ir: DatasetIr;
  readonly names: DatasetNames;
  readonly docs: DatasetDocs;
  readonly parts: readonly (FieldParts & { readonly name: string; readonly doc: string })[];
}

/** Emits everything for one dataset: schema, types, reader, writer, and the classes of its fields. */
export function emitDataset(
  ir: DatasetIr,
  { docs, batches }: { docs: DatasetDocs; batches: boolean },
  file: GeneratedFile,
): void {
  // The fields' classes are printed after the dataset's own, which readers want to see first.
  const before = file.statements.length;
  const beforeWriter = file.writer.statements.length;
  const parts = ir.fields.map((field, index) => {
    const said = docs.fields.get(field.name) ?? "";
    const doc = described(said, field);
    const names = fieldNames(ir.name, field.name);
    // The field's own class states its kind in any case.
    const emitted = { dataset: ir.name, ir: field, index, names, doc: said.trim() && doc };
    return { name: field.name, doc, ...fieldEmitter(field.kind).emit(emitted, file) };
  });
  const fieldClasses = file.statements.splice(before);
  const writeFunctions = file.writer.statements.splice(beforeWriter);
  const dataset: EmittedDataset = { ir, names: datasetNames(ir.name), docs, parts };
  emitSchema(dataset, file);
  emitTypes(dataset, file);
  emitOpen(dataset, file, { batches });
  if (batches) emitFields(dataset, file);
  emitReader(dataset, file, { batches });
  emitWriter(dataset, file.writer);
  file.statements.push(...fieldClasses);
  file.writer.statements.push(...writeFunctions);
}

function emitSchema({ ir, names }: EmittedDataset, file: GeneratedFile): void {
  const { DatasetIr } = file.types("DatasetIr");
  file.print`
    /** The schema of \`${ir.name}\`, which every file of it carries. */
    export const ${names.ir}: ${DatasetIr} = ${jsonLiteral(ir as unknown as JsonValue)};
  `;
  const { basicKinds, knowSchema } = file.values("basicKinds", "knowSchema");
  const basic = new Set(basicFacts.map(({ kind }) => kind));
  const others = [...new Set(ir.fields.map(({ kind }) => kind))].filter((kind) => !basic.has(kind));
  const kinds = others.map((kind) => `, ${file.value(`${kind}Kind`)}`).join("");
  file.print`
    ${knowSchema}(${names.ir}, [...${basicKinds}${kinds}]);
  `;
}

function emitTypes({ ir, names, parts }: EmittedDataset, file: GeneratedFile): void {
  const given = parts.map((part) =>
    code`
      ${docComment(part.doc + inputNote(part))}
      readonly ${part.name}${isOptional(part) ? "?" : ""}: ${part.inputType};
    `
  );
  const decoded = parts.map(({ name, outputType, doc }) =>
    code`
      ${docComment(doc)}
      ${name}: ${outputType};
    `
  );
  file.writer.print`
    /** A record of \`${ir.name}\`, as \`append\` takes it. */
    export interface ${names.input} {
      ${given}
    }
  `;
  file.print`
    /** A record of \`${ir.name}\`, as \`toRecord\` returns it. */
    export interface ${names.record} {
      ${decoded}
    }
  `;
}

function emitOpen(
  { ir, names }: EmittedDataset,
  file: GeneratedFile,
  { batches }: { batches: boolean },
): void {
  const ways = batches ? "\`batches\`, \`toRecordAsync\`" : "\`toRecordAsync\`";
  const { AsyncOpenOptions, AsyncSource, OpenOptions, StorageSource } = file.types(
    "AsyncOpenOptions",
    "AsyncSource",
    "OpenOptions",
    "StorageSource",
  );
  const { openFile, openFileAsync } = file.values("openFile", "openFileAsync");
  file.print`
    /**
     * Opens a file of \`${ir.name}\`: a path, a \`file:\` URL, or a whole file's bytes.
     *
     * @throws {FileError} when it can't be read.
     * @throws {FormatError} when it isn't an audiofield file, or has another schema.
     * @throws {IntegrityError} when the end of the file fails its checksum.
     */
    export function ${names.open}(source: ${StorageSource}, options: ${OpenOptions} = {}): ${names.dataset} {
      return new ${names.dataset}(${openFile}(source, { ...options, ir: ${names.ir} }));
    }
  `;
  file.print`
    /**
     * {@link ${names.open}} for what can only be read asynchronously: a URL, a \`Blob\` or a \`File\`. Read
     * it with ${ways} and the fields' methods whose names end in \`Async\`.
     *
     * @throws {FileError} when it can't be read or reached.
     * @throws {FormatError} when it isn't an audiofield file, or has another schema.
     * @throws {IntegrityError} when the end of the file fails its checksum.
     */
    export async function ${names.openAsync}(
      source: ${AsyncSource},
      options: ${AsyncOpenOptions} = {},
    ): Promise<${names.dataset}> {
      return new ${names.dataset}(await ${openFileAsync}(source, { ...options, ir: ${names.ir} }));
    }
  `;
}

function emitFields({ ir, names, parts }: EmittedDataset, file: GeneratedFile): void {
  file.print`
    /** The fields of \`${ir.name}\`, as \`batches\` loads them. */
    export type ${names.fields} = {
      ${parts.map(({ name, fieldClass }) => `readonly ${name}: ${fieldClass};`)}
    };
  `;
}

function isOptional({ fallback, from }: FieldParts): boolean {
  return fallback !== undefined || from !== undefined;
}

/** What whoever writes records must know about a field that is optional. */
function inputNote({ fallback, from }: FieldParts): string {
  if (from !== undefined) return `\n\nComputed from \`${from}\`: records leave it out.`;
  return fallback === undefined ? "" : `\n\nDefault: \`${fallback}\`.`;
}

/**
 * A field's comment, and what the field means; an empty comment, or one with only tags, is given a
 * description.
 */
function described(doc: string, field: FieldIr): string {
  const means = fieldMeaning(field);
  const meaning = means === undefined ? "" : `It means \`${means}\`.`;
  if (!/^(@|$)/.test(docText(doc))) return meaning === "" ? doc : `${doc}\n\n${meaning}`;
  return `A field of kind \`${field.kind}\`. ${meaning}`.trimEnd() + `\n\n${doc}`;
}
