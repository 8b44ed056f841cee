import type { KindLength } from "./kind.ts";
import { type StructLayout, structLayout } from "./layout.ts";

const members = [
  ["data_ptr", "uint64"],
  ["byte_length", "uint64"],
  ["num_samples", "uint64"],
  ["duration_ms", "uint32"],
  ["sample_rate", "uint32"],
  ["index_count", "uint32"],
  ["index_step", "uint32"],
  ["setup_0", "uint32"],
  ["setup_1", "uint32"],
  ["setup_2", "uint32"],
  ["setup_3", "uint32"],
  ["channels", "uint8"],
  ["dtype_code", "uint8"],
  ["_pad", "uint16"],
  ["_pad2", "uint32"],
] as const;

/** The metadata record of coded audio: 64 bytes. */
export const codedLayout: StructLayout = structLayout(members);

/** Where the length of coded audio is; `byte_length` is the length of its stream. */
export const codedLength: KindLength = { member: "num_samples", unit: "samples" };

/** The same with a bit for each track that the record has: 72 bytes. */
export const tracksLayout: StructLayout = structLayout([...members, ["tracks", "uint64"]]);
