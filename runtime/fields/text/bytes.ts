import { ByteRunReader, writeByteRun } from "./byte_run.ts";
import { BytesField } from "./byte_run_field.ts";
import { checkedBytes } from "../../intake/checked.ts";
import type { RuntimeKind } from "../kind/kind.ts";

/** The runtime's part of `bytes`. */
export const bytesRuntimeKind: RuntimeKind = {
  open: (file, fieldIndex) =>
    new ByteRunReader("bytes", new BytesField(file, fieldIndex), { file }),
  encoder: () => (value, slot) => writeByteRun(checkedBytes(value, slot), slot),
};
