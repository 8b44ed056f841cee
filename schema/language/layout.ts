/** The machine types that a metadata record is made of, by their byte width. */
export const scalarBytes = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  uint64: 8,
  int64: 8,
  float32: 4,
  float64: 8,
} as const;

/** A machine type of a metadata member; all are little-endian. */
export type ScalarType = keyof typeof scalarBytes;

/** One member of a metadata record. */
export interface StructMember {
  /** The member's name in the format's documentation, in snake_case. */
  readonly name: string;
  /** The machine type, whose width is also the alignment. */
  readonly type: ScalarType;
  /** Offset in bytes from the start of the record. */
  readonly offset: number;
}

/** The layout of a fixed-size metadata record. */
export interface StructLayout {
  /** The members in the order they are stored. */
  readonly members: readonly StructMember[];
  /** Bytes per record, padded to `alignment`. */
  readonly itemSize: number;
  /** The strictest alignment among the members, in bytes. */
  readonly alignment: number;
}

/**
 * Lays out members as numpy's `np.dtype([...], align=True)` does: each at a multiple of its own
 * width, with the record padded to a multiple of the widest.
 *
 * @example
 * ```ts
 * import { structLayout } from "./layout.ts";
 *
 * const layout = structLayout([["flag", "uint8"], ["count", "uint32"]]);
 * if (layout.members[1]?.offset !== 4 || layout.itemSize !== 8) throw new Error();
 * ```
 */
export function structLayout(members: readonly (readonly [string, ScalarType])[]): StructLayout {
  let end = 0;
  let alignment = 1;
  const placed = members.map(([name, type]) => {
    const width = scalarBytes[type];
    const offset = roundUp(end, width);
    end = offset + width;
    alignment = Math.max(alignment, width);
    return Object.freeze({ name, type, offset });
  });
  return Object.freeze({
    members: Object.freeze(placed),
    itemSize: roundUp(end, alignment),
    alignment,
  });
}

/** The member called `name`; a kind's code asks only for members that the kind declared. */
export function memberOf(layout: StructLayout, name: string): StructMember {
  const member = layout.members.find((candidate) => candidate.name === name);
  if (member === undefined) throw new TypeError(`No member "${name}" in this layout`);
  return member;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
