/** Files of a dataset with keys. */
import { type DatasetIr, defineDataset, field } from "../../../schema/mod.ts";
import { packed } from "../../container/_varied.ts";

/** Records that have a key, and another value. */
export const Keyed = defineDataset("Keyed", {
  text: field.text({ default: "" }),
  id: field.text({ means: "key" }),
  number: field.uint32({ default: 0 }),
});

/** A file of records with these keys, in this order; each has its own number. */
export function fileOf(keys: readonly string[], ir: DatasetIr = Keyed.ir): Uint8Array<ArrayBuffer> {
  return packed(ir, keys.map((id, number) => ({ id, number, text: `text of ${number}` })));
}

/** What `run` throws. */
export function errorOf(run: () => unknown): { code?: string; message: string } {
  try {
    run();
  } catch (cause) {
    return cause as Error;
  }
  throw new Error("nothing was thrown");
}
