import type { ResolvedSpectral, SpectralKind } from "../../../schema/mod.ts";

/** What is computed. */
export interface FeatureTarget {
  /** Which of the spectral kinds. */
  readonly kind: SpectralKind;
  /** Its parameters, all of them. */
  readonly options: ResolvedSpectral;
}
