import { FormatError, UsageError } from "../../errors/mod.ts";
import {
  canonicalJson,
  type DatasetIr,
  type FieldIr,
  fieldKind,
  type JsonValue,
  lookupForm,
  sourceOf,
  type WaveformDtype,
} from "../../schema/mod.ts";
import type { AfdFile } from "../../runtime/container/afd_file.ts";
import type { ComputedEncoder, FieldEncoder, FieldReader } from "../../runtime/fields/kind/kind.ts";
import { runtimeKind } from "../../runtime/fields/mod.ts";
import { sharedTap } from "../../runtime/intake/stored_audio_tap.ts";
import { encodeField } from "../../runtime/output/encode_field.ts";
import { DatasetWriter, type WriterOptions } from "../../runtime/writer/dataset_writer.ts";

/** Bytes of a payload that are copied at once. */
const pieceBytes = 2 ** 20;

/** A field whose values are copied as they are stored. */
interface StoredField {
  readonly ir: FieldIr;
  readonly index: number;
  /** Its place in the source's schema. */
  readonly sourceIndex: number;
  readonly reader: FieldReader;
}

/** A field that is computed from a stored one. */
interface NewField {
  readonly ir: FieldIr;
  readonly index: number;
  readonly encoder: ComputedEncoder;
}

/** A field whose values are its default. */
interface DefaultField {
  readonly ir: FieldIr;
  readonly index: number;
  readonly encode: FieldEncoder;
}

/** How to extend a dataset. */
export interface ExtendOptions extends Pick<WriterOptions, "overwrite" | "codecModels"> {
  /** The wider schema: the fields of the source, and others. */
  readonly ir: DatasetIr;
  /** The file's path, from its checksum, if it isn't known before; in the folder of the path given. */
  readonly nameOf?: ((checksum: string) => string) | undefined;
}

/**
 * Writes the records of an open dataset under a wider schema: what they have is copied as it is stored,
 * and new fields are computed from stored audio, or have their default. It gives the bytes that packing
 * the same inputs under the wider schema would give.
 */
export class ExtendingWriter extends DatasetWriter<object> {
  readonly #source: AfdFile;
  readonly #stored: readonly StoredField[];
  readonly #computed: readonly NewField[];
  readonly #defaults: readonly DefaultField[];
  #record = 0;

  /**
   * @throws {FormatError} `"other-schema"` when the schema lacks a field of the source, or has another
   *   one of its name.
   * @throws {UsageError} `"not-computable"` when a new field is neither computed nor has a default.
   * @throws {FileError} when the output exists and may not be overwritten, or can't be written.
   */
  constructor(path: string, source: AfdFile, { ir, codecModels, ...options }: ExtendOptions) {
    const stored = storedFields(source, ir);
    const others = ir.fields.flatMap((field, index) =>
      stored.some((one) => one.index === index) ? [] : [{ ir: field, index }]
    );
    const computed = others.flatMap((field): NewField[] => {
      if (sourceOf(field.ir) === undefined) return [];
      const encoder = runtimeKind(field.ir.kind).computed?.({ field: field.ir, codecModels });
      return encoder === undefined ? [] : [{ ...field, encoder }];
    });
    const defaults = others.flatMap((field): DefaultField[] => {
      if (computed.some(({ index }) => index === field.index)) return [];
      if (field.ir.options["default"] === undefined) throw notComputable(source, field.ir);
      return [{ ...field, encode: runtimeKind(field.ir.kind).encoder({ field: field.ir }) }];
    });
    super(path, { ...options, ir, codecModels, provenance: source.provenance });
    this.#source = source;
    this.#stored = stored;
    this.#computed = computed;
    this.#defaults = defaults;
  }

  /** Adds a record of the source. */
  async extend(record: number): Promise<void> {
    this.#record = record;
    await this.appendAsync({});
  }

  protected override write(): void {
    const { container } = this;
    for (const field of this.#stored) {
      const computed = this.#computed.filter(({ ir }) => sourceOf(ir) === field.ir.name);
      const taps = computed.map(({ index, encoder }) => encoder.listen(container.slot(index)));
      this.#copy(field);
      if (taps.length > 0) this.#hear(field, sharedTap(taps)!);
    }
    for (const { index, encoder } of this.#computed) {
      encodeField(container.slot(index), undefined, (value, slot) => encoder.encode(value, slot));
    }
    for (const { ir, index, encode } of this.#defaults) {
      encodeField(container.slot(index), defaultOf(ir), (value, slot) => encode(value, slot));
    }
  }

  #copy({ ir, index, sourceIndex, reader }: StoredField): void {
    const source = this.#source;
    const record = this.#record;
    const slot = this.container.slot(index);
    const { tableOffset, itemSize } = source.entry(sourceIndex);
    const metadata = source.view(tableOffset + record * itemSize, itemSize);
    new Uint8Array(slot.metadata.buffer, slot.metadata.byteOffset, itemSize).set(metadata);
    const form = lookupForm(ir);
    if (form !== undefined) {
      const number = slot.lookup!.add(String(reader.decode(record)), slot);
      if (form === "categories") slot.metadata.setUint32(0, number, true);
    }
    const extent = fieldKind(ir.kind)!.hasPayload ? reader.extent(record)! : undefined;
    for (let at = 0; extent !== undefined && at < extent.length;) {
      const length = Math.min(pieceBytes, extent.length - at);
      slot.write(source.view(extent.position + at, length));
      at += length;
    }
    slot.length = reader.length(record);
    slot.width = reader.width(record);
  }

  /** Gives the audio of a record to what listens to it, as packing would. */
  #hear({ reader }: StoredField, tap: ReturnType<ComputedEncoder["listen"]>): void {
    const { samples, sampleRate, channels } = reader.decode(this.#record) as DecodedAudio;
    tap.begin({ sampleRate, channels, dtype: dtypeOf(samples) });
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    const whole = samples.BYTES_PER_ELEMENT * channels;
    const step = Math.max(1, Math.floor(pieceBytes / whole)) * whole;
    for (let at = 0; at < bytes.length; at += step) tap.write(bytes.subarray(at, at + step));
  }
}

interface DecodedAudio {
  readonly samples: Int16Array | Int32Array | Float32Array;
  readonly sampleRate: number;
  readonly channels: number;
}

function dtypeOf(samples: DecodedAudio["samples"]): WaveformDtype {
  if (samples instanceof Int16Array) return "int16";
  return samples instanceof Int32Array ? "int32" : "float32";
}

/** The fields of the source, as the wider schema has them. */
function storedFields(source: AfdFile, ir: DatasetIr): StoredField[] {
  return source.ir.fields.map((field, sourceIndex) => {
    const index = ir.fields.findIndex(({ name }) => name === field.name);
    const other = ir.fields[index];
    if (other === undefined || formOf(other) !== formOf(field)) {
      throw new FormatError(
        `Cannot extend "${source.name}": the schema ${
          other === undefined ? "lacks its field" : "has another field called"
        } "${field.name}"`,
        {
          code: "other-schema",
          file: source.name,
          field: field.name,
          found: other === undefined ? undefined : formOf(other),
          wanted: formOf(field),
          hint: "the wider schema has all fields of the dataset, unchanged, and others",
        },
      );
    }
    const reader = runtimeKind(field.kind).open(source, sourceIndex);
    return { ir: other, index, sourceIndex, reader };
  });
}

function formOf({ kind, options }: FieldIr): string {
  return canonicalJson([kind, options as JsonValue]);
}

function notComputable({ name: file }: AfdFile, { name, kind }: FieldIr): UsageError {
  return new UsageError(
    `Cannot extend "${file}": its records have no value for the new field "${name}"`,
    {
      code: "not-computable",
      file,
      field: name,
      found: kind,
      hint: "compute it from a field of audio (the option `from`), or give it a default",
    },
  );
}

function defaultOf({ kind, options }: FieldIr): unknown {
  const value = options["default"];
  return kind === "uint64" || kind === "int64" ? BigInt(String(value)) : value;
}
