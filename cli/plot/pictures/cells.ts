import { putColour } from "./colours.ts";
import { type CellImage, grid } from "./picture.ts";

/** A matrix, row by row, and the values that the colour scale begins and ends at. */
export interface Cells {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  readonly min: number;
  readonly max: number;
  /** Whether row 0 is drawn at the bottom, as frequencies are, or at the top. */
  readonly upwards: boolean;
}

/** A matrix as colours, over the whole grid. */
export function cellImage({ data, rows, columns, min, max, upwards }: Cells): CellImage {
  const pixels = new Uint8ClampedArray(4 * rows * columns);
  for (let row = 0; row < rows; row++) {
    const line = upwards ? rows - 1 - row : row;
    for (let column = 0; column < columns; column++) {
      const share = (data[row * columns + column]! - min) / (max - min);
      putColour(pixels, line * columns + column, share);
    }
  }
  return { pixels, width: columns, height: rows, place: grid };
}

/** The lowest and the highest number of an array, apart from NaN and infinities. */
export function rangeOf(data: ArrayLike<number>): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (let index = 0; index < data.length; index++) {
    const value = data[index]!;
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min < max) return { min, max };
  return min === Infinity ? { min: 0, max: 1 } : { min: min - 0.5, max: max + 0.5 };
}
