import { FormatError } from "../../../errors/mod.ts";
import { firstDifference } from "../../../schema/reading.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { encodeProvenance } from "../../container/provenance.ts";

/**
 * Refuses to put the records of two files into one dataset unless both have the same schema, and their
 * values were computed by the same models.
 *
 * @throws {FormatError} `"other-schema"` or `"other-models"`.
 */
export function checkAlike(file: AfdFile, first: AfdFile): void {
  if (file.fingerprint !== first.fingerprint) {
    const difference = firstDifference(file.ir, first.ir) ?? "their fingerprints differ";
    throw new FormatError(
      `Cannot make a dataset of "${first.name}" and "${file.name}": ${difference}`,
      {
        code: "other-schema",
        file: file.name,
        hint: "all files of a dataset have the same schema",
      },
    );
  }
  const [wanted, found] = [first, file].map(({ provenance, ir }) =>
    new TextDecoder().decode(encodeProvenance(provenance, ir))
  );
  if (wanted === found) return;
  throw new FormatError(
    `Cannot make a dataset of "${first.name}" and "${file.name}": their values were computed by ` +
      "different models",
    { code: "other-models", file: file.name, found, wanted, hint: "pack one of them again" },
  );
}
