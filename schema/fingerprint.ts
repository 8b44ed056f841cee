import type { DatasetIr } from "./ir.ts";
import { canonicalJson, type JsonValue } from "./language/json.ts";
import { sha256Hex } from "./language/sha256.ts";

/** The canonical text of an IR: what a file carries, and what the fingerprint is computed from. */
export function irJson(ir: DatasetIr): string {
  return canonicalJson(ir as unknown as JsonValue);
}

/** SHA-256 of the IR's canonical JSON, as 64 hexadecimal digits. */
export function fingerprintOf(ir: DatasetIr): string {
  return sha256Hex(new TextEncoder().encode(irJson(ir)));
}
