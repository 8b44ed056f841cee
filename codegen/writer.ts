import { Scope, StructureKind } from "./print/ts_morph.ts";
import type { EmittedDataset } from "./dataset.ts";
import type { FieldParts } from "./fields/kind.ts";
import type { ModuleFile } from "./print/generated_file.ts";

/** Emits a dataset's writer and the function that creates it. */
export function emitWriter({ ir, names, parts }: EmittedDataset, file: ModuleFile): void {
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
      "@throws {FileError} when it already exists, or can't be written.",
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
        `super(path, { ...options, ir: ${file.local(names.ir, { isTypeOnly: false })} });`,
        ...(encoders.length === 0 ? [] : [
          "const { acceptTruncated } = options;",
          `const files = this.own(new ${file.value("AudioFiles")}({ acceptTruncated }));`,
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
      docs: ["Encodes a record from `append`, field by field."],
      statements: (writer) => {
        writer.writeLine("const { container } = this;");
        for (const index of encodingOrder(parts)) {
          const part = parts[index]!;
          const encode = encodeWithTaps(part, parts, file);
          writer.writeLine(
            `${file.value("encodeField")}(container.slot(${index}), ${valueOf(part)}, ${encode});`,
          );
        }
      },
    }],
  });
}

type NamedParts = FieldParts & { readonly name: string };

/** In the schema's order, but with computed fields last, because they listen to others. */
function encodingOrder(parts: EmittedDataset["parts"]): number[] {
  const isComputed = (index: number) => parts[index]?.from !== undefined;
  const indices = [...parts.keys()];
  return [...indices.filter((index) => !isComputed(index)), ...indices.filter(isComputed)];
}

/** The expression that encodes a field while the fields that are computed from it listen. */
function encodeWithTaps(
  part: NamedParts,
  parts: EmittedDataset["parts"],
  file: ModuleFile,
): string {
  const taps = parts.flatMap(({ name, from }, index) =>
    from === part.name ? [`this.#${name}.listen(container.slot(${index}))`] : []
  );
  if (taps.length === 0 || part.encodeTapped === undefined) return part.encode;
  const [only] = taps;
  return part.encodeTapped(
    taps.length === 1 ? only! : `${file.value("sharedTap")}([${taps.join(", ")}])`,
  );
}

/** The record's value, or the default if it is exactly `undefined`, as in the reflective writer. */
function valueOf({ name, fallback }: NamedParts): string {
  const value = `record.${name}`;
  return fallback === undefined ? value : `${value} === undefined ? ${fallback} : ${value}`;
}
