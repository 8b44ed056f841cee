import type { EmittedDataset } from "./dataset.ts";
import type { FieldParts } from "./fields/kind.ts";
import { code } from "./print/code.ts";
import type { ModuleFile } from "./print/generated_file.ts";

/** Emits a dataset's writer and the function that creates it. */
export function emitWriter({ ir, names, parts }: EmittedDataset, file: ModuleFile): void {
  const { WriterOptions } = file.types("WriterOptions");
  const { DatasetWriter } = file.values("DatasetWriter");
  const encoders = parts.flatMap(({ name, encoder }) =>
    encoder === undefined ? [] : [{ name, ...encoder }]
  );
  file.print`
    /**
     * Creates a file of \`${ir.name}\`; it appears under its name once it is complete.
     *
     * @throws {FileError} when it already exists, or can't be written.
     */
    export function ${names.createWriter}(path: string, options: ${WriterOptions} = {}): ${names.writer} {
      return new ${names.writer}(path, options);
    }
  `;
  file.print`
    /** Writes records of \`${ir.name}\`; see \`append\`, \`finish\` and \`abort\`. */
    export class ${names.writer} extends ${DatasetWriter}<${names.input}> {
      ${encoders.map(({ name, type }) => `readonly #${name}: ${type};`)}

      /** Made by {@link ${names.createWriter}}. */
      constructor(path: string, options: ${WriterOptions} = {}) {
        super(path, { ...options, ir: ${file.local(names.ir, { isTypeOnly: false })} });
        ${encoders.length > 0 && openAudioLines(file)}
        ${encoders.map(({ name, initializer }) => `this.#${name} = ${initializer};`)}
      }

      /** Encodes a record from \`append\`, field by field. */
      protected override write(record: ${names.input}): void {
        const { container } = this;
        ${encodingOrder(parts).map((index) => encodeLine(index, parts, file))}
      }
    }
  `;
}

/** The lines that open the files of fields that take audio. */
function openAudioLines(file: ModuleFile): string {
  const { AudioFiles } = file.values("AudioFiles");
  return code`
    const { acceptTruncated } = options;
    const files = this.own(new ${AudioFiles}({ acceptTruncated }));
    const { openAudio = (input) => files.open(input) } = options;
  `;
}

/** The call that encodes a field of a record. */
function encodeLine(index: number, parts: EmittedDataset["parts"], file: ModuleFile): string {
  const part = parts[index]!;
  const { encodeField } = file.values("encodeField");
  const encode = encodeWithTaps(part, parts, file);
  return `${encodeField}(container.slot(${index}), ${valueOf(part)}, ${encode});`;
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
