import type { EncodedRecord } from "../../runtime/mod.ts";
import { type DatasetIr, fieldKind } from "../../schema/mod.ts";
import { roleOf } from "../shared/field_role.ts";

/** Tells how much audio a record holds, by a dataset's first field of audio or stems. */
export class AudioLength {
  readonly #field: number;
  readonly #sampleRate: number;
  #seconds: number | null = null;

  constructor({ fields }: DatasetIr) {
    this.#field = fields.findIndex(({ kind }) => ["audio", "stems"].includes(roleOf(kind)));
    const field = fields[this.#field];
    const options = field && fieldKind(field.kind)?.resolve(field.options);
    this.#sampleRate = options && "sampleRate" in options ? Number(options.sampleRate) : NaN;
  }

  /** Measures a record that was encoded. */
  measure(record: EncodedRecord): void {
    this.#seconds = this.#field < 0 ? null : record.lengthOf(this.#field) / this.#sampleRate;
  }

  /** Forgets what was measured: another record begins. */
  begin(): void {
    this.#seconds = null;
  }

  /** Seconds of the record measured last; `null` where a dataset stores no audio. */
  get seconds(): number | null {
    return this.#seconds;
  }
}
