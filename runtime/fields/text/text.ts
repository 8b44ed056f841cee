import { ByteRunReader, writeByteRun } from "./byte_run.ts";
import { TextField } from "./byte_run_field.ts";
import { checkedText } from "../../intake/checked.ts";
import type { RecordFault, RuntimeKind } from "../kind/kind.ts";

/** The runtime's part of `text`. */
export const textRuntimeKind: RuntimeKind = {
  open: (file, fieldIndex) => new ByteRunReader("text", new TextField(file, fieldIndex), utf8Fault),
  encoder: () => (value, slot) => writeByteRun(checkedText(value, slot), slot),
};

const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

function utf8Fault(bytes: Uint8Array): RecordFault {
  try {
    strictDecoder.decode(bytes);
    return undefined;
  } catch {
    return "utf-8";
  }
}
