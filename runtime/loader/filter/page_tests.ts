import { pageRecords } from "../../container/table.ts";

/**
 * Sets the flags of records that don't pass to 0 and leaves the others unchanged, 0 or 1; `first`
 * begins a page, and there are `count` flags.
 */
export type PageTest = (first: number, count: number, flags: Uint8Array) => void;

/** A test, and whether it reads payloads: then it looks only at records whose flag is 1. */
export interface FilterTest {
  readonly test: PageTest;
  readonly readsTexts: boolean;
}

/** Flags for tests within tests: tests at the same depth run one after another, and share them. */
export class ScratchFlags {
  readonly #flags: Uint8Array<ArrayBuffer>[] = [];

  /** Flags of a page; `which` is 0 or 1. */
  at(depth: number, which: 0 | 1): Uint8Array<ArrayBuffer> {
    return this.#flags[2 * depth + which] ??= new Uint8Array(pageRecords);
  }
}

/** A test that passes what all tests pass; tests that read texts get what the others left. */
export function allOf(tests: readonly FilterTest[]): FilterTest {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  const ordered = textsLast(tests);
  return {
    test: (first, count, flags) => {
      for (let at = 0; at < ordered.length; at++) ordered[at]!(first, count, flags);
    },
    readsTexts: readsTexts(tests),
  };
}

/** A test that passes what any test passes; each gets what the tests before it didn't pass. */
export function anyOf(
  tests: readonly FilterTest[],
  { scratch, depth }: { readonly scratch: ScratchFlags; readonly depth: number },
): FilterTest {
  const ordered = textsLast(tests);
  const open = scratch.at(depth, 0);
  const passed = scratch.at(depth, 1);
  return {
    test: (first, count, flags) => {
      open.set(flags);
      for (let at = 0; at < ordered.length; at++) {
        passed.set(open);
        ordered[at]!(first, count, passed);
        for (let row = 0; row < count; row++) open[row]! &= passed[row]! ^ 1;
      }
      for (let row = 0; row < count; row++) flags[row]! &= open[row]! ^ 1;
    },
    readsTexts: readsTexts(tests),
  };
}

/** A test that passes what another test doesn't. */
export function noneOf(
  { test, readsTexts }: FilterTest,
  { scratch, depth }: { readonly scratch: ScratchFlags; readonly depth: number },
): FilterTest {
  const passed = scratch.at(depth, 0);
  return {
    test: (first, count, flags) => {
      passed.set(flags);
      test(first, count, passed);
      for (let row = 0; row < count; row++) flags[row]! &= passed[row]! ^ 1;
    },
    readsTexts,
  };
}

function textsLast(tests: readonly FilterTest[]): PageTest[] {
  return [
    ...tests.filter((test) => !test.readsTexts),
    ...tests.filter((test) => test.readsTexts),
  ].map(({ test }) => test);
}

function readsTexts(tests: readonly FilterTest[]): boolean {
  return tests.some((test) => test.readsTexts);
}
