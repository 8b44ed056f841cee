import type { AfdFile } from "../../container/afd_file.ts";
import type { CodedStream, MetadataValue, RecordFault } from "../kind/kind.ts";
import { AudioReader } from "../waveform/audio_reader.ts";
import type { CodedBatchOptions } from "../waveform/waveform_options.ts";
import type { CodedBatch } from "./coded_batch.ts";
import type { CodedField } from "./coded_field.ts";
import { codedFault, type CodedRules } from "./codings/coded_fault.ts";
import { codedMembers } from "./codings/coded_members.ts";

/** What a reader of coded audio needs. */
export interface CodedReaderParts<Field extends CodedField = CodedField> {
  readonly file: AfdFile;
  readonly field: Field;
  readonly rules: CodedRules;
}

/** Reads coded audio reflectively, through the field that generated modules build on. */
export class CodedReader<Field extends CodedField = CodedField>
  extends AudioReader<CodedBatch, CodedBatchOptions, Field> {
  readonly #file: AfdFile;
  readonly #rules: CodedRules;

  constructor(kind: string, { file, field, rules }: CodedReaderParts<Field>) {
    super(kind, field);
    this.#file = file;
    this.#rules = rules;
  }

  override metadata(index: number): Record<string, MetadataValue> {
    return codedMembers(this.field.metadata, index);
  }

  indexBytes(index: number): number {
    return this.field.indexBytes(index);
  }

  stream(index: number): CodedStream | undefined {
    const { codec } = this.#rules.coding.options;
    if (codec === "pcm") return undefined;
    const { position } = this.field.extent(index);
    const bytes = this.#file.view(position, this.field.metadata.byteLength(index));
    return { codec, bytes };
  }

  override seconds(index: number): number {
    return this.length(index) / this.field.metadata.sampleRate(index);
  }

  locate(batch: CodedBatch): void {
    this.field.locate(batch);
  }

  override fault(index: number): RecordFault {
    return codedFault(this.#file, index, { metadata: this.field.metadata, ...this.#rules });
  }
}
