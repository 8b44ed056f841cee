/**
 * A field of a kind that doesn't exist: its batches have two arrays in the storage's memory, one in
 * their own memory, and one of everything else that a batch can export. Workers import it.
 */
import type {
  AfdFile,
  BatchExports,
  ExportingBatch,
  Indices,
  LoadableFields,
} from "../../runtime/mod.ts";
import type { Block } from "../../runtime/storage/block.ts";

type Exported =
  | "data"
  | "mask"
  | "scratch"
  | "shape"
  | "maskShape"
  | "ranges"
  | "words"
  | "loudest"
  | "unit";

class MaskedBatch implements ExportingBatch, Disposable {
  readonly exports: BatchExports<Exported> = {
    data: { kind: "array", dtype: "float32", shape: "shape" },
    mask: { kind: "array", dtype: "uint8", shape: "maskShape" },
    scratch: { kind: "array", dtype: "int64", shape: "scratchShape" },
    shape: { kind: "shape" },
    maskShape: { kind: "shape" },
    ranges: { kind: "rows", dtype: "float64", each: 2 },
    words: { kind: "values" },
    loudest: { kind: "number" },
    unit: { kind: "constant" },
  };
  readonly data: Float32Array;
  readonly mask: Uint8Array;
  /** Its shape isn't shown: it follows from another array's. */
  readonly scratch: BigInt64Array;
  readonly scratchShape: number[] = [0];
  readonly shape: [records: number, values: number] = [0, 3];
  readonly maskShape: [records: number, marks: number] = [0, 2];
  ranges: Float64Array;
  readonly words: string[] = [];
  loudest = 0;
  readonly unit = "Hz";
  readonly #ranges: Float64Array;
  readonly #blocks: readonly Block[];

  constructor({ storage }: AfdFile, capacity: number) {
    const [values, marks] = [storage.allocate(capacity * 12), storage.allocate(capacity * 2)];
    this.#blocks = [values, marks];
    const { buffer, byteOffset } = values.bytes;
    this.data = new Float32Array(buffer, byteOffset, capacity * 3);
    this.mask = new Uint8Array(marks.bytes.buffer, marks.bytes.byteOffset, capacity * 2);
    this.scratch = new BigInt64Array(capacity);
    this.#ranges = this.ranges = new Float64Array(capacity * 2);
  }

  fill(indices: Indices): void {
    const count = indices.length;
    this.shape[0] =
      this.maskShape[0] =
      this.scratchShape[0] =
      this.words.length =
        count;
    this.ranges = this.#ranges.subarray(0, 2 * count);
    this.loudest = 0;
    for (let row = 0; row < count; row++) {
      const record = indices[row]!;
      this.data.set([record, record + 0.5, record + 1], row * 3);
      this.mask.set([record % 2, 1], row * 2);
      this.scratch[row] = BigInt(record);
      this.ranges.set([record, -record], row * 2);
      this.words[row] = `word ${record}`;
      this.loudest = Math.max(this.loudest, record + 0.25);
    }
  }

  [Symbol.dispose](): void {
    for (const block of this.#blocks) block[Symbol.dispose]();
  }
}

class MaskedField {
  readonly #file: AfdFile;

  constructor(file: AfdFile) {
    this.#file = file;
  }

  allocateBatch(batchSize: number, _options?: object): MaskedBatch {
    return new MaskedBatch(this.#file, batchSize);
  }

  decodeBatch(indices: Indices, batch: MaskedBatch): void {
    batch.fill(indices);
  }

  decodeBatchAsync(indices: Indices, batch: MaskedBatch): Promise<void> {
    return Promise.resolve(batch.fill(indices));
  }
}

/** In the form that workers use: the field replaces the file's own `audio`. */
export class MaskedDataset {
  readonly audio: MaskedField;

  constructor(file: AfdFile) {
    this.audio = new MaskedField(file);
  }
}

/** Its fields, with their types. */
export function maskedFields({ audio }: MaskedDataset): { readonly audio: MaskedField } {
  return { audio } satisfies LoadableFields;
}
