import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import type { LoaderState } from "./loader_state.ts";

/** Everything in a state except how far it got: what must be equal to resume from it. */
export type StateIdentity = Omit<LoaderState, "consumed">;

/**
 * How many records came before, according to a state that must fit this dataset and this order.
 *
 * @param records how many records the order has.
 * @throws {UsageError} `"other-dataset"`, `"other-seed"`, `"other-epoch"` or `"other-order"`, naming the
 *   first difference; `"invalid-state"` for a value that isn't a state, or is one of another version.
 */
export function checkState(
  state: unknown,
  { file, identity, records }: { file: string; identity: StateIdentity; records: number },
): number {
  const { consumed, ...found }: Partial<LoaderState> = Object(state);
  const isCount = typeof consumed === "number" && Number.isInteger(consumed) && consumed >= 0;
  if (isCount && isOtherVersion(found.version, identity.version)) {
    throw otherVersion(file, found.version, identity.version);
  }
  if (!isCount || found.version !== identity.version) {
    throw new UsageError(`Cannot resume "${file}": this isn't a loader's state`, {
      code: "invalid-state",
      file,
      found: JSON.stringify(state) ?? "undefined",
      hint: typeof state === "string"
        ? "it is a string: pass it through JSON.parse first"
        : "pass what state() returned, unchanged",
    });
  }
  const difference = firstDifference(found, identity, "");
  if (difference !== undefined) throw otherError(file, difference);
  if (consumed > records) {
    throw new UsageError(
      `Cannot resume "${file}": its state says that ${
        counted(consumed, "record")
      } came, but there are ${records}`,
      { code: "invalid-state", file, found: consumed, wanted: records },
    );
  }
  return consumed;
}

/** Whether it is the version of a state, but not of those that are made now. */
function isOtherVersion(version: unknown, current: number): version is number {
  return Number.isInteger(version) && version !== current;
}

function otherVersion(file: string, found: number, wanted: number): UsageError {
  const maker = found < wanted ? "an older audiofield" : "a newer audiofield";
  return new UsageError(
    `Cannot resume "${file}": its state has version ${found}, which ${maker} made, and this one ` +
      `reads version ${wanted}`,
    {
      code: "invalid-state",
      file,
      found,
      wanted,
      hint: found < wanted
        ? "start the epoch without a state, or finish it with the audiofield that made the state"
        : "update audiofield, or start without a state",
    },
  );
}

interface Difference {
  /** Such as `shuffle.seed`. */
  readonly path: string;
  readonly found: unknown;
  readonly wanted: unknown;
}

function firstDifference(found: unknown, wanted: unknown, path: string): Difference | undefined {
  if (
    typeof wanted !== "object" || wanted === null || typeof found !== "object" || found === null
  ) {
    return Object.is(found, wanted) ? undefined : { path, found, wanted };
  }
  for (const key of Object.keys({ ...wanted, ...found })) {
    const inside = firstDifference(
      (found as Record<string, unknown>)[key],
      (wanted as Record<string, unknown>)[key],
      path === "" ? key : `${path}.${key}`,
    );
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function otherError(file: string, { path, found, wanted }: Difference): UsageError {
  const [part = ""] = path.split(".");
  const code = path === "shuffle.seed"
    ? "other-seed"
    : path === "shuffle.epoch"
    ? "other-epoch"
    : part === "dataset"
    ? "other-dataset"
    : "other-order";
  const [was, is] = [found, wanted].map((value) => JSON.stringify(value) ?? "nothing");
  return new UsageError(
    `Cannot resume "${file}": the state belongs to ${
      subjects[code]
    } (${path} was ${was}, and is ${is} now)`,
    {
      code,
      file,
      found: was,
      wanted: is,
      hint: code === "other-dataset"
        ? "open the file that it came from, or start without a state"
        : "pass the options that it was made with, or start without a state",
    },
  );
}

const subjects = {
  "other-dataset": "a different dataset",
  "other-seed": "a different seed",
  "other-epoch": "a different epoch",
  "other-order": "a different order",
} as const;
