import { SchemaError } from "../../errors/mod.ts";
import type { FieldLookup } from "../language/kind.ts";

const noFields: FieldLookup = { names: [], audioRate: () => undefined };

/**
 * The sample rate of the audio field that features are computed from.
 *
 * @throws {SchemaError} when there is no such field, or it isn't an audio field.
 */
export function sourceRate(
  from: string,
  { path, fields = noFields }: { path: string; fields: FieldLookup | undefined },
): number {
  const rate = fields.audioRate(from);
  if (rate !== undefined) return rate;
  const known = fields.names.join(", ");
  const isThere = fields.names.includes(from);
  throw new SchemaError(
    `${path}.from: ${isThere ? `"${from}" isn't an audio field` : `there is no field "${from}"`}`,
    {
      code: "invalid-source",
      field: path,
      found: from,
      hint: isThere
        ? "name a field whose records are audio, such as a waveform"
        : `the dataset's fields are ${known}`,
    },
  );
}
