import { FeatureExtractor } from "../../kernels/features.ts";
import { featureParameters } from "../../runtime/mod.ts";
import type { ResolvedSpectral, SpectralKind } from "../../schema/mod.ts";

/** How many filters a warning names. */
const shown = 12;

/**
 * Says which mel filters lie between two bins of the transform and therefore never pass anything;
 * `undefined` where there are none.
 *
 * @param sampleRate the rate of the source, for options that leave the rate to it.
 */
export function emptyFilterWarning(
  { kind, options, sampleRate }: {
    kind: SpectralKind;
    options: ResolvedSpectral;
    sampleRate?: number;
  },
): string | undefined {
  const rate = options.sampleRate === "source" ? sampleRate : options.sampleRate;
  if (kind === "spectrogram" || rate === undefined) return undefined;
  using extractor = new FeatureExtractor(featureParameters(kind, options, rate));
  const { emptyFilters } = extractor;
  if (emptyFilters.length === 0) return undefined;
  const names = emptyFilters.slice(0, shown).join(", ");
  const more = emptyFilters.length > shown ? ` and ${emptyFilters.length - shown} more` : "";
  const verb = emptyFilters.length === 1 ? "filters is" : "filters are";
  return `${emptyFilters.length} of ${options.nMels} mel ${verb} empty (${names}${more}): their ` +
    "bands lie between two frequencies of the transform; use a larger nFft or a smaller nMels";
}
