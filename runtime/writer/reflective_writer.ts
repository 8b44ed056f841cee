import { type DatasetIr, type FieldIr, sourceOf } from "../../schema/reading.ts";
import { checkOptions, type KnownOptions } from "../../errors/check_options.ts";
import type { CodedIntake } from "../intake/recoding.ts";
import type { ComputedEncoder, EncodeContext, FieldEncoder } from "../fields/kind/kind.ts";
import { runtimeKind } from "../fields/mod.ts";
import { sharedTap } from "../intake/stored_audio_tap.ts";
import { DatasetWriter, type WriterOptions, writerOptions } from "./dataset_writer.ts";
import { encodeField } from "../output/encode_field.ts";

/** How to write a dataset from its IR. */
export interface ReflectiveWriterOptions extends WriterOptions {
  /** The schema. */
  readonly ir: DatasetIr;
  /**
   * Called with what happens to each FLAC or Ogg Opus file that is given to a field of the same
   * coding: whether it is passed through or re-encoded, and why. It may also have been called for an
   * `append` that fails.
   */
  readonly onCoded?: (intake: CodedIntake) => void;
  /**
   * The file's path, in the folder of the path that the writer was given, if it depends on the file's
   * checksum (SHA-256 of its tail, as 64 hexadecimal digits). Called when the file is complete and
   * synced, before it gets its name.
   */
  readonly nameOf?: ((checksum: string) => string) | undefined;
  /** Whether finishing waits until the disk has the file. Default `true`. */
  readonly sync?: boolean | undefined;
}

const known: KnownOptions<ReflectiveWriterOptions> = {
  ...writerOptions,
  ir: undefined,
  onCoded: undefined,
  nameOf: undefined,
  sync: undefined,
};

/** A field whose values come with the records. */
interface GivenField {
  readonly ir: FieldIr;
  readonly index: number;
  readonly encode: FieldEncoder;
  /** The fields that are computed from it. */
  readonly listeners: readonly ComputedField[];
}

/** A field that is computed from another. */
interface ComputedField {
  readonly ir: FieldIr;
  readonly index: number;
  readonly encoder: ComputedEncoder;
}

/** Writes any dataset from its IR, without a generated module; values are checked as they arrive. */
export class ReflectiveWriter extends DatasetWriter<Readonly<Record<string, unknown>>> {
  readonly #given: readonly GivenField[];
  readonly #computed: readonly ComputedField[];

  /**
   * Use {@link createDatasetWriter}.
   *
   * @throws {FileError} when the output exists and may not be overwritten, or can't be written.
   */
  constructor(
    path: string,
    options: ReflectiveWriterOptions,
  ) {
    checkOptions(options, { doing: `create "${path}"`, known });
    const { ir, overwrite, onCoded, nameOf, sync, ...tools } = options;
    // Planned before the file exists, so that a schema that can't be encoded leaves none behind.
    const computed = computedFields(ir, { onCoded, ...tools });
    const given = ir.fields.flatMap((field, index) => {
      if (computed.some((other) => other.index === index)) return [];
      const listeners = computed.filter(({ ir }) => sourceOf(ir) === field.name);
      const encode = runtimeKind(field.kind).encoder({ field, onCoded, ...tools });
      return [{ ir: field, index, encode, listeners }];
    });
    super(path, { ...tools, ir, overwrite, nameOf, sync });
    this.#computed = computed;
    this.#given = given;
  }

  /**
   * Encodes each field's value, or its default if the record has none; computed fields come last.
   *
   * @throws {ManifestError} when a value isn't what its field wants.
   * @throws {AudioInputError} when audio can't be read.
   */
  protected override write(record: Readonly<Record<string, unknown>>): void {
    const { container } = this;
    for (const { ir, index, encode, listeners } of this.#given) {
      const taps = listeners.map(({ index, encoder }) => encoder.listen(container.slot(index)));
      const tap = sharedTap(taps);
      encodeField(
        container.slot(index),
        valueOf(record, ir),
        (value, slot) => encode(value, slot, tap),
      );
    }
    for (const { ir, index, encoder } of this.#computed) {
      encodeField(
        container.slot(index),
        record[ir.name],
        (value, slot) => encoder.encode(value, slot),
      );
    }
  }
}

function computedFields(
  ir: DatasetIr,
  tools: Omit<EncodeContext, "field">,
): ComputedField[] {
  return ir.fields.flatMap((field, index) => {
    if (sourceOf(field) === undefined) return [];
    const encoder = runtimeKind(field.kind).computed?.({ field, ...tools });
    return encoder === undefined ? [] : [{ ir: field, index, encoder }];
  });
}

/** The record's value, or the field's default. */
function valueOf(
  record: Readonly<Record<string, unknown>>,
  { name, options, kind }: FieldIr,
): unknown {
  const value = record[name];
  if (value !== undefined) return value;
  const fallback = options["default"];
  return kind === "uint64" || kind === "int64"
    ? fallback === undefined ? undefined : BigInt(String(fallback))
    : fallback;
}

/** Writes a dataset described by an IR alone. */
export function createDatasetWriter(
  path: string,
  options: ReflectiveWriterOptions,
): ReflectiveWriter {
  return new ReflectiveWriter(path, options);
}
