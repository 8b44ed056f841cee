import { type FieldIr, fieldKind } from "../../schema/mod.ts";

/** What kind of thing a field's values are: what fills them, and what they can be exported as. */
export type FieldRole =
  | "audio"
  | "stems"
  | "features"
  | "tokens"
  | "scalar"
  | "text"
  | "bytes";

/**
 * The role of a field kind, told by its metadata record, so that a new kind needs no line here:
 * audio counts samples, stems have tracks besides, features count mel bins or what stands in for
 * them, tokens codebooks, a scalar is its own record, and text is the run of bytes called so.
 */
export function roleOf(kind: string): FieldRole {
  const members = fieldKind(kind)?.layout.members.map(({ name }) => name) ?? [];
  if (members.includes("tracks")) return "stems";
  if (members.includes("num_samples")) return "audio";
  if (members.includes("n_mels")) return "features";
  if (members.includes("n_codebooks")) return "tokens";
  if (members.includes("value")) return "scalar";
  return kind === "text" ? "text" : "bytes";
}

/** Whether a field is computed from another while packing, so that records don't bring it. */
export function isComputed({ options }: FieldIr): boolean {
  return options.from !== undefined;
}
