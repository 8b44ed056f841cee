import { UsageError } from "../errors/mod.ts";

/**
 * The error for a call with ranges that make no sense.
 *
 * @param found what else may be wrong with the ranges, to continue the sentence.
 * @param wanted what else is wanted of the call.
 */
export function rangeError(
  doing: string,
  { found = "", wanted = "" }: { found?: string; wanted?: string } = {},
): UsageError {
  return new UsageError(
    `Cannot ${doing}: a range is outside memory, misaligned or overlapping${found}`,
    {
      code: "kernel-arguments",
      wanted: "ranges inside the kernels' memory, aligned to their elements, that don't overlap" +
        wanted,
    },
  );
}
