import { Table } from "../../container/table.ts";
import { Categories } from "../../fields/category/categories.ts";
import { numbersTable } from "../../fields/category/category_field.ts";
import { type ScalarArray, scalarArrays } from "../../fields/scalar/scalar_batch.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { CategoryColumn } from "./category_tests.ts";
import { LengthColumn } from "./length_column.ts";
import { type FilterReads, TextColumn } from "./text_column.ts";
import { WaitingTexts } from "./waiting_texts.ts";

/** The columns that the tests of a filter read; each is made once and shared. */
export class FilterColumns {
  /** The open file. */
  readonly file: ReadableFile;
  /** Counts the payloads that tests read. */
  readonly reads: FilterReads = { count: 0 };
  /** The keys that were looked up before, by their texts. */
  readonly foundKeys = new Map<string, number | undefined>();
  /** Only where bytes must be waited for. */
  readonly waiting: WaitingTexts | undefined;
  readonly #scalars = new Map<number, Table<ScalarArray>>();
  readonly #lengths = new Map<number, LengthColumn>();
  readonly #texts = new Map<number, TextColumn>();
  readonly #categories = new Map<number, CategoryColumn>();

  constructor(file: ReadableFile) {
    this.file = file;
    const mustWait = file.storage.prefetch !== undefined;
    this.waiting = mustWait ? new WaitingTexts(file, this.reads) : undefined;
  }

  /** The values of a scalar or `bool` field. */
  scalars(fieldIndex: number): Table<ScalarArray> {
    return found(this.#scalars, fieldIndex, () => {
      const kind = this.file.ir.fields[fieldIndex]?.kind as keyof typeof scalarArrays;
      const Values = scalarArrays[kind];
      return new Table<ScalarArray>(
        this.file,
        fieldIndex,
        ({ buffer, byteOffset, byteLength }) =>
          new Values(buffer, byteOffset, byteLength / Values.BYTES_PER_ELEMENT),
      );
    });
  }

  /** The lengths of a field's records. */
  lengths(fieldIndex: number): LengthColumn {
    return found(this.#lengths, fieldIndex, () => new LengthColumn(this.file, fieldIndex));
  }

  /** The texts of a field. */
  texts(fieldIndex: number): TextColumn {
    const { file, reads, waiting } = this;
    return found(
      this.#texts,
      fieldIndex,
      () => new TextColumn(file, fieldIndex, { lengths: this.lengths(fieldIndex), reads, waiting }),
    );
  }

  /** The categories of a field. */
  categories(fieldIndex: number): CategoryColumn {
    return found(this.#categories, fieldIndex, () => ({
      categories: new Categories(this.file, fieldIndex),
      numbers: numbersTable(this.file, fieldIndex),
    }));
  }
}

function found<Column>(
  columns: Map<number, Column>,
  fieldIndex: number,
  make: () => Column,
): Column {
  const known = columns.get(fieldIndex);
  if (known !== undefined) return known;
  const column = make();
  columns.set(fieldIndex, column);
  return column;
}
