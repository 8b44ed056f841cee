import { sha256 } from "../../schema/mod.ts";

/** A part of a dataset: its name, and its share in relation to those of the others. */
export interface SplitPart {
  /** Letters, digits, `-` and `_`. */
  readonly name: string;
  /** More than 0. */
  readonly share: number;
}

/** Records that stay together. */
export interface SplitGroup {
  /** What they have in common, such as a speaker. */
  readonly value: string;
  readonly records: number;
}

/**
 * Deals groups out to parts: in the order of the first 8 bytes of the SHA-256 of `SEED`, a line feed and
 * the value, big-endian, each group goes to the part that lacks most records for its share. So the order
 * of the records makes no difference, and neither does the machine.
 *
 * @returns for each group, the number of its part.
 */
export function assignGroups(
  groups: readonly SplitGroup[],
  { parts, seed }: { parts: readonly SplitPart[]; seed: number },
): Uint32Array {
  const total = groups.reduce((sum, { records }) => sum + records, 0);
  const shares = parts.reduce((sum, { share }) => sum + share, 0);
  const lacking = parts.map(({ share }) => total * share / shares);
  const order = groups.map(({ value }, group) => ({ group, value, hash: hashOf(seed, value) }));
  order.sort((one, other) => compare(one.hash, other.hash) || (one.value < other.value ? -1 : 1));
  const assigned = new Uint32Array(groups.length);
  for (const { group } of order) {
    let most = 0;
    for (let part = 1; part < parts.length; part++) {
      if (lacking[part]! > lacking[most]!) most = part;
    }
    assigned[group] = most;
    lacking[most]! -= groups[group]!.records;
  }
  return assigned;
}

function hashOf(seed: number, value: string): bigint {
  const digest = sha256(new TextEncoder().encode(`${seed}\n${value}`));
  return new DataView(digest.buffer, digest.byteOffset, 8).getBigUint64(0);
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
