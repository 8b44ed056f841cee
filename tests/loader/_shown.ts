/** What a batch shows, whatever its kind, according to its own list of exports. */
import assert from "node:assert/strict";
import type { BatchExports } from "../../runtime/mod.ts";

/** The members of a batch, or of what a loader shows of it, by name. */
export type Members = Readonly<Record<string, unknown>>;

interface AnyArray extends ArrayBufferView {
  readonly length: number;
  slice(start: number, end: number): AnyArray;
}

/** Copies of what `members` hold for `rows` records; the rest of the arrays isn't theirs. */
export function shownOf(
  members: Members,
  { exports, rows }: { exports: BatchExports; rows: number },
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(exports).map(([name, member]) => {
      const value = members[name];
      if (member.kind === "array") {
        const shape = members[member.shape] as readonly number[];
        assert.equal(shape[0], rows, `rows of ${name}`);
        const array = value as AnyArray;
        const size = shape.reduce((a, b) => a * b, 1);
        assert.ok(array.length >= size, name);
        return [name, Array.from(array.slice(0, size) as unknown as ArrayLike<number | bigint>)];
      }
      if (member.kind === "rows") {
        const array = value as AnyArray;
        assert.equal(array.length, rows * member.each, `elements of ${name}`);
        return [name, Array.from(array as unknown as ArrayLike<number | bigint>)];
      }
      if (member.kind === "values") {
        const values = value as readonly (string | Uint8Array)[];
        assert.equal(values.length, rows, name);
        return [name, values.map((one) => typeof one === "string" ? one : [...one])];
      }
      if (member.kind === "lazy") {
        const list = value as readonly string[];
        assert.ok(Array.isArray(list) && list === members[name], `${name} is made once`);
        return [name, [...list]];
      }
      if (member.kind === "shape") return [name, [...value as readonly number[]]];
      assert.ok(["number", "string"].includes(typeof value), name);
      return [name, value];
    }),
  );
}
