import { Scope, StructureKind } from "ts-morph";
import type { EmittedDataset } from "./dataset.ts";
import type { FieldParts } from "./fields/kind.ts";
import type { GeneratedFile } from "./generated_file.ts";

/** Emits a dataset's writer and the function that creates it. */
export function emitWriter({ ir, names, parts }: EmittedDataset, file: GeneratedFile): void {
  const options = { name: "options", type: file.type("WriterOptions"), initializer: "{}" };
  const encoders = parts.flatMap(({ name, encoder }) =>
    encoder === undefined ? [] : [{ name, ...encoder }]
  );
  file.statements.push({
    kind: StructureKind.Function,
    name: names.createWriter,
    isExported: true,
    parameters: [{ name: "path", type: "string" }, options],
    returnType: names.writer,
    docs: [
      `Creates a file of \`${ir.name}\`; it appears under its name once it is complete.\n\n` +
      "@throws {FileError} when it exists already, or can't be written.",
    ],
    statements: [`return new ${names.writer}(path, options);`],
  }, {
    kind: StructureKind.Class,
    name: names.writer,
    isExported: true,
    extends: `${file.value("DatasetWriter")}<${names.input}>`,
    docs: [`Writes records of \`${ir.name}\`; see \`append\`, \`finish\` and \`abort\`.`],
    properties: encoders.map(({ name, type }) => ({ name: `#${name}`, type, isReadonly: true })),
    ctors: [{
      docs: [`Made by {@link ${names.createWriter}}.`],
      parameters: [{ name: "path", type: "string" }, options],
      statements: [
        `super(path, { ir: ${names.ir}, overwrite: options.overwrite });`,
        ...(encoders.length === 0 ? [] : [
          `const files = this.own(new ${file.value("AudioFiles", "audio")}());`,
          "const { openAudio = (input) => files.open(input) } = options;",
        ]),
        ...encoders.map(({ name, initializer }) => `this.#${name} = ${initializer};`),
      ],
    }],
    methods: [{
      name: "write",
      scope: Scope.Protected,
      hasOverrideKeyword: true,
      parameters: [{ name: "record", type: names.input }],
      returnType: "void",
      statements: (writer) => {
        writer.writeLine("const { container } = this;");
        parts.forEach((part, index) => {
          const value = valueOf(part);
          writer.writeLine(
            `${file.value("encodeField")}(container.slot(${index}), ${value}, ${part.encode});`,
          );
        });
      },
    }],
  });
}

/** The record's value, or the default for exactly `undefined`, as for the reflective writer. */
function valueOf({ name, fallback }: FieldParts & { readonly name: string }): string {
  const value = `record.${name}`;
  return fallback === undefined ? value : `${value} === undefined ? ${fallback} : ${value}`;
}
