import type { ResolvedSpectral, SpectralKind } from "../../../schema/mod.ts";

/** What to compute. */
export interface FeatureTarget {
  /** Which of the spectral kinds. */
  readonly kind: SpectralKind;
  /** All of its parameters. */
  readonly options: ResolvedSpectral;
}
