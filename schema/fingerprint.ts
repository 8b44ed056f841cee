import { sha256 } from "npm:@noble/hashes@2.4.0/sha2.js";
import { bytesToHex, utf8ToBytes } from "npm:@noble/hashes@2.4.0/utils.js";
import type { DatasetIr } from "./ir.ts";
import { canonicalJson, type JsonValue } from "./language/json.ts";

/** The canonical text of an IR: the bytes that a file carries and the fingerprint is taken of. */
export function irJson(ir: DatasetIr): string {
  return canonicalJson(ir as unknown as JsonValue);
}

/** SHA-256 of the IR's canonical JSON, as 64 hexadecimal digits. */
export function fingerprintOf(ir: DatasetIr): string {
  return bytesToHex(sha256(utf8ToBytes(irJson(ir))));
}
