import { ManifestError } from "../../errors/mod.ts";
import type { FieldSlot } from "../output/field_slot.ts";

/** Whether a value is an array rather than audio: in memory, or the path of a `.npy` file. */
export function isGivenArray<Given>(input: unknown): input is string | Given {
  if (typeof input === "string") return /\.npy$/i.test(input);
  return typeof input === "object" && input !== null && "data" in input && "shape" in input;
}

/** The error for an array whose shape isn't the one that a field stores. */
export function wrongShape(
  { name, shape, wanted, hint }: {
    /** What to call the array. */
    readonly name: string;
    readonly shape: readonly number[];
    readonly wanted: string;
    readonly hint: string;
  },
  { field, record }: Pick<FieldSlot, "field" | "record">,
): ManifestError {
  const found = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  return new ManifestError(
    `Cannot write "${field}" of record ${record}: ${name} has shape ${found}, not ${wanted}`,
    { code: "array-shape", field, record, found, wanted, hint },
  );
}
