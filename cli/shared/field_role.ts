import { fieldKind } from "../../schema/mod.ts";

/** What kind of thing a field's values are: what fills them, and what they can be exported as. */
export type FieldRole = "audio" | "stems" | "scalar" | "text" | "bytes";

/**
 * The role of a field kind, told by its metadata record, so that a new kind needs no line here:
 * audio counts samples, stems have tracks besides, a scalar is its own record, and text is the run of bytes called so.
 */
export function roleOf(kind: string): FieldRole {
  const members = fieldKind(kind)?.layout.members.map(({ name }) => name) ?? [];
  if (members.includes("tracks")) return "stems";
  if (members.includes("num_samples")) return "audio";
  if (members.includes("value")) return "scalar";
  return kind === "text" ? "text" : "bytes";
}
