/** Takes a cropped epoch's batches, and compares each row with its record. */
import assert from "node:assert/strict";
import type { LoadableField, LoadedBatch } from "../../runtime/mod.ts";
import { grid, type VocoderField, vocoderFields, type WholeRecord } from "./_vocoder_file.ts";

/** The fields of the vocoder's file, generated or not. */
export type VocoderFields =
  & {
    readonly [Field in VocoderField]: LoadableField & {
      allocateBatch(batchSize: number, options?: object): CroppedBatch;
    };
  }
  & {
    readonly speaker: LoadableField & {
      allocateBatch(batchSize: number): { readonly data: Uint32Array };
    };
  };

interface CroppedBatch {
  readonly data: Int16Array | Uint16Array | Float32Array;
  readonly shape: readonly number[];
  readonly lengths: Uint32Array;
}

export class SeenRecords {
  /** The records that came, in order. */
  readonly records: number[] = [];
  readonly #whole: readonly WholeRecord[];
  readonly #options: Asked;

  constructor(whole: readonly WholeRecord[], options: Asked) {
    this.#whole = whole;
    this.#options = options;
  }

  take({ indices, starts, fields }: LoadedBatch<VocoderFields>): void {
    const rows = indices.length;
    this.#checkBucket(indices);
    indices.forEach((record, row) => {
      assert.equal(fields.speaker.data[row], this.#whole[record]!.speaker);
      const first = starts.audio![row]!;
      this.#checkStart(record, first);
      for (const field of vocoderFields) {
        const start = starts[field]![row]!;
        assert.equal(start * this.#whole[record]!.rows[field].samplesEach, first);
        this.#checkRow(fields[field], { field, record, row, rows, start });
      }
    });
    this.records.push(...indices);
  }

  /** Within the limits: the number of records, the padded total, and the share of padding. */
  #checkBucket(indices: Uint32Array): void {
    const { batchSize, maxTotal, maxPadding } = this.#options;
    const lengths = [...indices].map((record) => this.#whole[record]!.rows.audio.tracks[0]!.length);
    const padded = Math.max(...lengths) * lengths.length;
    const padding = 1 - lengths.reduce((a, b) => a + b, 0) / padded;
    assert.ok(lengths.length > 0 && lengths.length <= batchSize);
    assert.ok(padded <= maxTotal && padding <= maxPadding + 1e-12);
  }

  /** On the grid, and within the record in every field, or at 0 if the record is too short. */
  #checkStart(record: number, start: number): void {
    assert.equal(start % grid, 0);
    const { rows } = this.#whole[record]!;
    const shortest = Math.min(
      ...Object.values(rows).map(({ samplesEach, tracks }) => tracks[0]!.length * samplesEach),
    );
    assert.ok(start === 0 || start + this.#options.steps * grid <= shortest);
  }

  #checkRow({ data, shape, lengths }: CroppedBatch, at: RowPlace): void {
    const { field, record, row, rows, start } = at;
    const { tracks, samplesEach, channels } = this.#whole[record]!.rows[field];
    const count = this.#options.steps * grid / samplesEach;
    assert.deepEqual(shape, [rows, ...channels(count)]);
    tracks.forEach((track, number) => {
      const wanted = new Array<number>(count).fill(0);
      for (let index = 0; index < count; index++) wanted[index] = track[start + index] ?? 0;
      const from = (row * tracks.length + number) * count;
      assert.deepEqual([...data.subarray(from, from + count)], wanted, `${field} of ${record}`);
      assert.equal(lengths[row], Math.max(0, Math.min(count, track.length - start)));
    });
  }
}

/** The epoch's options. */
interface Asked {
  readonly batchSize: number;
  readonly maxTotal: number;
  readonly maxPadding: number;
  /** Length of the crops, in grid steps. */
  readonly steps: number;
}

interface RowPlace {
  readonly field: VocoderField;
  readonly record: number;
  readonly row: number;
  readonly rows: number;
  readonly start: number;
}
