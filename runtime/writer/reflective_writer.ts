import type { DatasetIr, FieldIr } from "../../schema/mod.ts";
import type { AudioOpener } from "../fields/kind.ts";
import { runtimeKind } from "../fields/mod.ts";
import { DatasetWriter, encodeField, type WriterOptions } from "./dataset_writer.ts";

/** Writes any dataset from its IR, without a generated module; values are checked as they come. */
export class ReflectiveWriter extends DatasetWriter<Readonly<Record<string, unknown>>> {
  readonly #fields: readonly { ir: FieldIr; encode: FieldEncoder }[];

  /**
   * Made by {@link createDatasetWriter}.
   *
   * @throws {FileError} when the output exists and may not be overwritten, or can't be written.
   */
  constructor(path: string, { ir, overwrite, openAudio }: WriterOptions & { ir: DatasetIr }) {
    super(path, { ir, overwrite });
    this.#fields = ir.fields.map((field) => ({ ir: field, encode: encoderOf(field, openAudio) }));
  }

  /**
   * Encodes each field's value, or its default where the record has none.
   *
   * @throws {ManifestError} when a value isn't what its field wants.
   * @throws {AudioInputError} when audio can't be taken in.
   */
  protected override write(record: Readonly<Record<string, unknown>>): void {
    this.#fields.forEach(({ ir, encode }, index) => {
      encodeField(this.container.slot(index), valueOf(record, ir), encode);
    });
  }
}

type FieldEncoder = ReturnType<ReturnType<typeof runtimeKind>["encoder"]>;

function encoderOf(field: FieldIr, openAudio: AudioOpener | undefined): FieldEncoder {
  return runtimeKind(field.kind).encoder({ field, openAudio });
}

/** The record's value, or the field's default. */
function valueOf(
  record: Readonly<Record<string, unknown>>,
  { name, options, kind }: FieldIr,
): unknown {
  const value = record[name];
  if (value !== undefined) return value;
  const fallback = options.default;
  return kind === "uint64" || kind === "int64"
    ? fallback === undefined ? undefined : BigInt(String(fallback))
    : fallback;
}

/** Writes a dataset that is described by an IR alone. */
export function createDatasetWriter(
  path: string,
  options: WriterOptions & { ir: DatasetIr },
): ReflectiveWriter {
  return new ReflectiveWriter(path, options);
}
