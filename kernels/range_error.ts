import { UsageError } from "../errors/mod.ts";

/**
 * What a call for ranges that make no sense is refused with.
 *
 * @param found what else may be wrong with the ranges, as the sentence goes on.
 * @param wanted what else is wanted of the call.
 */
export function rangeError(
  doing: string,
  { found = "", wanted = "" }: { found?: string; wanted?: string } = {},
): UsageError {
  return new UsageError(
    `Cannot ${doing}: a range is outside of memory, misaligned or overlapping${found}`,
    {
      code: "kernel-arguments",
      wanted: "ranges inside the kernels' memory, aligned to their elements, that don't overlap" +
        wanted,
    },
  );
}
