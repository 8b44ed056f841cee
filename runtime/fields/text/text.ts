import { decodable } from "../../../hosts/mod.ts";
import { ByteRunReader, writeByteRun } from "./byte_run.ts";
import { TextField } from "./byte_run_field.ts";
import { checkedText } from "../../intake/checked.ts";
import { fieldMeaning } from "../../../schema/reading.ts";
import { keyFault, normalKey } from "../../container/keys.ts";
import type { RecordFault, RuntimeKind } from "../kind/kind.ts";
import { writeKey } from "./write_key.ts";

/** The runtime's part of `text`. */
export const textRuntimeKind: RuntimeKind = {
  open(file, fieldIndex) {
    const field = file.ir.fields[fieldIndex];
    const isKey = field !== undefined && fieldMeaning(field) === "key";
    return new ByteRunReader("text", new TextField(file, fieldIndex), {
      file,
      valueFault: isKey ? badKey : utf8Fault,
    });
  },
  encoder: ({ field }) =>
    fieldMeaning(field) === "key"
      ? writeKey
      : (value, slot) => writeByteRun(checkedText(value, slot), slot),
};

const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** Texts of more bytes are left to the host's decoder, which is faster from there on. */
const shortBytes = 256;

function utf8Fault(bytes: Uint8Array): RecordFault {
  if (isPlain(bytes, 0)) return undefined;
  return textOf(bytes) === undefined ? "utf-8" : undefined;
}

function badKey(bytes: Uint8Array): RecordFault {
  if (bytes.length > 0 && isPlain(bytes, 0x20)) return undefined;
  const key = textOf(bytes);
  if (key === undefined) return "utf-8";
  return keyFault(key) !== undefined || normalKey(key) !== key ? "invalid-key" : undefined;
}

/** Whether a text is short, and ASCII from the character `least` to before U+007F. */
function isPlain(bytes: Uint8Array, least: number): boolean {
  if (bytes.length > shortBytes) return false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte < least || byte >= 0x7f) return false;
  }
  return true;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(decodable(bytes));
  } catch {
    return undefined;
  }
}
