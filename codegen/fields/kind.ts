import type { CodeBlockWriter } from "../print/ts_morph.ts";
import type { FieldIr } from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import type { FieldNames } from "../print/identifiers.ts";

/** The field being emitted. */
export interface EmittedField {
  readonly dataset: string;
  readonly ir: FieldIr;
  /** Its place in the schema: the number of its table and slot. */
  readonly index: number;
  readonly names: FieldNames;
  /** The doc comment above it in the schema. */
  readonly doc: string;
}

/** What the dataset's own classes need to know of an emitted field. */
export interface FieldParts {
  /** The type of the field's value as `append` takes it. */
  readonly inputType: string;
  /** The type of the field's value as `toRecord` gives it. */
  readonly outputType: string;
  /** The class of the dataset's property for the field. */
  readonly fieldClass: string;
  /** Whether that class is the library's own, which is told the field's place in the schema. */
  readonly isLibraryClass?: boolean;
  /** Whether records may leave the field out; then the expression to use instead. */
  readonly fallback?: string;
  /**
   * A private member of the writer that the field's encoding needs. Its initializer may use
   * `openAudio`, which opens audio files and segments of them.
   */
  readonly encoder?: { readonly type: string; readonly initializer: string };
  /** The expression for what encodes a value into a slot, as `encodeField` takes it. */
  readonly encode: string;
  /** The same for audio that other fields are computed from, given the expression of their tap. */
  readonly encodeTapped?: (tap: string) => string;
  /** The audio field that this one is computed from; records don't have it, and `encoder` listens. */
  readonly from?: string;
}

/** Emits the classes of one field kind. */
export interface FieldEmitter {
  emit(field: EmittedField, file: GeneratedFile): FieldParts;
}

/** A body printed with a CodeBlockWriter. */
export type Body = (writer: CodeBlockWriter) => void;
