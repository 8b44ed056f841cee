import { StructureKind } from "./print/ts_morph.ts";
import { type DatasetIr, type FieldIr, fieldMeaning, type JsonValue } from "../schema/mod.ts";
import type { DatasetDocs } from "./doc_comments.ts";
import type { FieldParts } from "./fields/kind.ts";
import { fieldEmitter } from "./fields/mod.ts";
import type { GeneratedFile } from "./print/generated_file.ts";
import { type DatasetNames, datasetNames, fieldNames } from "./print/identifiers.ts";
import { docText, jsonLiteral } from "./print/literals.ts";
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
export function emitDataset(ir: DatasetIr, docs: DatasetDocs, file: GeneratedFile): void {
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
  emitOpen(dataset, file);
  emitFields(dataset, file);
  emitReader(dataset, file);
  emitWriter(dataset, file.writer);
  file.statements.push(...fieldClasses);
  file.writer.statements.push(...writeFunctions);
}

function emitSchema({ ir, names }: EmittedDataset, file: GeneratedFile): void {
  file.statements.push({
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: "const" as never,
    docs: [`The schema of \`${ir.name}\`, which every file of it carries.`],
    declarations: [{
      name: names.ir,
      type: file.type("DatasetIr"),
      initializer: jsonLiteral(ir as unknown as JsonValue),
    }],
  });
}

function emitTypes({ ir, names, parts }: EmittedDataset, file: GeneratedFile): void {
  file.writer.statements.push({
    kind: StructureKind.Interface,
    name: names.input,
    isExported: true,
    docs: [`A record of \`${ir.name}\`, as \`append\` takes it.`],
    properties: parts.map(({ name, inputType, fallback, from, doc }) => ({
      name,
      type: inputType,
      isReadonly: true,
      hasQuestionToken: fallback !== undefined || from !== undefined,
      docs: [docText(doc + inputNote({ fallback, from }))],
    })),
  });
  file.statements.push({
    kind: StructureKind.Interface,
    name: names.record,
    isExported: true,
    docs: [`A record of \`${ir.name}\`, as \`toRecord\` returns it.`],
    properties: parts.map(({ name, outputType, doc }) => ({
      name,
      type: outputType,
      docs: [docText(doc)],
    })),
  });
}

function emitOpen({ ir, names }: EmittedDataset, file: GeneratedFile): void {
  const options = { name: "options", type: file.type("OpenOptions"), initializer: "{}" };
  file.statements.push({
    kind: StructureKind.Function,
    name: names.open,
    isExported: true,
    parameters: [{ name: "source", type: file.type("StorageSource") }, options],
    returnType: names.dataset,
    docs: [
      `Opens a file of \`${ir.name}\`: a path, a \`file:\` URL, or a whole file's bytes.\n\n` +
      "@throws {FileError} when it can't be read.\n" +
      "@throws {FormatError} when it isn't an audiofield file, or has another schema.\n" +
      "@throws {IntegrityError} when the end of the file fails its checksum.",
    ],
    statements: [
      `return new ${names.dataset}(${
        file.value("openFile")
      }(source, { ...options, ir: ${names.ir} }));`,
    ],
  }, {
    kind: StructureKind.Function,
    name: names.openBlob,
    isExported: true,
    isAsync: true,
    parameters: [{ name: "blob", type: "Blob" }, options],
    returnType: `Promise<${names.dataset}>`,
    docs: [
      `{@link ${names.open}} for a \`Blob\` or \`File\`; read it with the \`…Async\` methods.`,
    ],
    statements: [
      `return new ${names.dataset}(await ${
        file.value("openBlob")
      }(blob, { ...options, ir: ${names.ir} }));`,
    ],
  });
}

function emitFields({ ir, names, parts }: EmittedDataset, file: GeneratedFile): void {
  file.statements.push({
    kind: StructureKind.TypeAlias,
    name: names.fields,
    isExported: true,
    docs: [`The fields of \`${ir.name}\`, as \`batches\` loads them.`],
    type: (writer) =>
      writer.inlineBlock(() => {
        for (const { name, fieldClass } of parts) {
          writer.writeLine(`readonly ${name}: ${fieldClass};`);
        }
      }),
  });
}

/** What whoever writes records must know about a field that is optional. */
function inputNote(
  { fallback, from }: { fallback: string | undefined; from: string | undefined },
): string {
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
