import {
  type Dataset,
  fieldKind,
  type ResolvedSpectral,
  type SpectralKind,
  spectralKinds,
} from "../../schema/mod.ts";
import { emptyFilterWarning } from "../shared/empty_filters.ts";

/** What is odd about the mel filters of a schema's fields, one sentence each. */
export function filterWarnings(datasets: readonly Dataset[]): string[] {
  return datasets.flatMap(({ ir }) =>
    ir.fields.flatMap(({ name, kind, options }) => {
      const isSpectral = (spectralKinds as readonly string[]).includes(kind);
      if (!isSpectral) return [];
      const warning = emptyFilterWarning({
        kind: kind as SpectralKind,
        options: fieldKind(kind)!.resolve(options) as ResolvedSpectral,
      });
      return warning === undefined ? [] : [`${ir.name}.${name}: ${warning}`];
    })
  );
}
