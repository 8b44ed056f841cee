/** What commands do with a field, by what its values are: one file for each role. */
import { fieldKind, type FieldRole } from "../../schema/mod.ts";
import { audioCommands } from "./audio.ts";
import { bytesCommands } from "./bytes.ts";
import { categoryCommands } from "./category.ts";
import { featuresCommands } from "./features.ts";
import type { RoleCommands } from "./role.ts";
import { scalarCommands } from "./scalar.ts";
import { stemsCommands } from "./stems.ts";
import { textCommands } from "./text.ts";
import { tokensCommands } from "./tokens.ts";

const roles: Readonly<Record<FieldRole, RoleCommands>> = {
  audio: audioCommands,
  features: featuresCommands,
  tokens: tokensCommands,
  text: textCommands,
  bytes: bytesCommands,
  scalar: scalarCommands,
  category: categoryCommands,
};

/**
 * What commands do with fields of a kind.
 *
 * @throws {TypeError} for a kind that the schema room doesn't know; files with one can't be opened.
 */
export function commandsOf(kind: string): RoleCommands {
  const known = fieldKind(kind);
  if (known === undefined) throw new TypeError(`There is no field kind "${kind}"`);
  return known.tracks === undefined ? roles[known.role] : stemsCommands;
}
