import { StructureKind } from "./print/ts_morph.ts";
import { fieldThatMeans } from "../schema/mod.ts";
import type { EmittedDataset } from "./dataset.ts";
import type { GeneratedFile } from "./print/generated_file.ts";
import { docText, stringLiteral } from "./print/literals.ts";

/** Emits the class of an open file. */
export function emitReader(
  { ir, names, docs: { dataset }, parts }: EmittedDataset,
  file: GeneratedFile,
): void {
  const key = fieldThatMeans(ir, "key")?.name;
  file.statements.push({
    kind: StructureKind.Class,
    name: names.dataset,
    isExported: true,
    ...(key === undefined ? {} : { extends: file.value("KeyedDataset") }),
    implements: ["Disposable"],
    docs: [
      docText(
        /^(@|$)/.test(docText(dataset))
          ? `An open file of \`${ir.name}\`.\n\n${dataset}`
          : `${dataset}\n\nAn open file of \`${ir.name}\`.`,
      ),
    ],
    properties: [
      {
        name: "file",
        type: file.type("AfdFile"),
        isReadonly: true,
        docs: ["The file: its name, storage and directory."],
      },
      ...parts.map(({ name, fieldClass, doc }) => ({
        name,
        type: fieldClass,
        isReadonly: true,
        docs: [docText(doc)],
      })),
    ],
    ctors: [{
      docs: [`Made by {@link ${names.open}}.`],
      parameters: [{ name: "file", type: file.type("AfdFile") }],
      statements: constructorStatements(parts, key),
    }],
    getAccessors: [{
      name: "recordCount",
      returnType: "number",
      docs: ["Number of records."],
      statements: ["return this.file.recordCount;"],
    }],
    methods: [
      {
        name: "toRecord",
        parameters: [{ name: "index", type: "number" }],
        returnType: names.record,
        docs: ["Record `index`, with every field decoded into its own memory."],
        statements: (writer) => {
          writer.write("return ").inlineBlock(() => {
            for (const { name } of parts) writer.writeLine(`${name}: this.${name}.decode(index),`);
          }).write(";").newLine();
        },
      },
      {
        name: "toRecordAsync",
        isAsync: true,
        parameters: [{ name: "index", type: "number" }],
        returnType: `Promise<${names.record}>`,
        docs: ["{@link toRecord} for asynchronous storages."],
        statements: (writer) => {
          writer.writeLine(`using _leases = await ${file.value("allLeases")}([`);
          for (const { name } of parts) writer.writeLine(`this.${name}.prefetch([index]),`);
          writer.writeLine("]);");
          writer.writeLine("return this.toRecord(index);");
        },
      },
      {
        name: "batches",
        typeParameters: [{
          name: "Name",
          constraint: `keyof ${names.fields}`,
          default: `keyof ${names.fields}`,
        }, {
          name: "Given",
          isConst: true,
          constraint: `${file.type("FieldOptions")}<${names.fields}>`,
          default: "object",
        }],
        parameters: [{
          name: "options",
          type: `${file.type("LoaderOptions")}<${names.fields}, Name, Given>`,
        }],
        returnType: `${file.type("Loader")}<${names.fields}, Name, Given>`,
        docs: [
          "The batches of an epoch: shuffled, bucketed, filtered, cropped, resumed or decoded by " +
          "workers, as the options say. Iterate with `for await`; each batch is valid until it is " +
          "released.\n\n" +
          "@throws {UsageError} when an option is wrong, or asks for something that doesn't exist.",
        ],
        statements: (writer) => {
          writer.write(`const fields: ${names.fields} = `).inlineBlock(() => {
            for (const { name } of parts) writer.writeLine(`${name}: this.${name},`);
          }).write(";").newLine();
          writer.writeLine(
            `const module = { url: import.meta.url, dataset: ${stringLiteral(names.dataset)} };`,
          );
          writer.writeLine(
            `return ${
              file.value("loadBatches")
            }<${names.fields}, Name, Given>({ file: this.file, fields, module }, options);`,
          );
        },
      },
      {
        name: "close",
        returnType: "void",
        docs: ["Closes the file; batches decoded from it stay valid."],
        statements: ["this.file.close();"],
      },
      {
        name: "[Symbol.dispose]",
        returnType: "void",
        docs: ["{@link close}, at the end of a `using` block."],
        statements: ["this.close();"],
      },
    ],
  });
}

/** The keys are looked up in a field, which therefore comes before everything else. */
function constructorStatements(parts: EmittedDataset["parts"], key: string | undefined): string[] {
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
