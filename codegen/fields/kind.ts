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

/** What the dataset's own classes need to know about an emitted field. */
export interface FieldParts {
  /** The type of the field's value in `append`. */
  readonly inputType: string;
  /** The type of the field's value in what `toRecord` returns. */
  readonly outputType: string;
  /** The class of the dataset's property for the field. */
  readonly fieldClass: string;
  /** Whether that class is the library's own, which is passed the field's place in the schema. */
  readonly isLibraryClass?: boolean;
  /** If records can omit the field: the expression to use instead. */
  readonly fallback?: string;
  /**
   * A private member of the writer that encoding the field needs. Its initializer can use
   * `openAudio`, which opens audio files and segments of them.
   */
  readonly encoder?: { readonly type: string; readonly initializer: string };
  /** The expression for the function that encodes a value into a slot, for `encodeField`. */
  readonly encode: string;
  /** The same for audio that other fields are computed from, given the expression of their tap. */
  readonly encodeTapped?: (tap: string) => string;
  /** The audio field that this one is computed from: records omit this one; `encoder` listens. */
  readonly from?: string;
}

/** Emits the classes of one field kind. */
export interface FieldEmitter {
  emit(field: EmittedField, file: GeneratedFile): FieldParts;
}

/** A body printed with a CodeBlockWriter. */
export type Body = (writer: CodeBlockWriter) => void;
