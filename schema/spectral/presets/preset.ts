import type { SpectralKind } from "../parameters/kinds.ts";
import type { SpectralParameters } from "../parameters/parameters.ts";

/** What every preset says, so that nothing of it hangs on another preset's defaults. */
export type StatedParameter =
  | "framing"
  | "nFft"
  | "hopLength"
  | "window"
  | "power"
  | "nMels"
  | "fMin"
  | "fMax"
  | "melScale"
  | "norm"
  | "log"
  | "logOffset";

/** A named set of parameters that makes the features of one library. */
export interface SpectralPreset {
  /** As schemas and the command line call it. */
  readonly name: string;
  /** The library, its version and the function that the features equal. */
  readonly source: string;
  /** What the library's function gives. */
  readonly kind: SpectralKind;
  /** What differs from `original`; winLength is nFft where it isn't said. */
  readonly parameters:
    & Pick<SpectralParameters, StatedParameter>
    & Partial<SpectralParameters>;
  /** What else differs where the preset is taken for a `spectrogram`. */
  readonly spectrogram?: Partial<SpectralParameters>;
  /**
   * Parameters that the library computes from others, for what the schema doesn't state itself.
   *
   * @param stated the parameters that the schema states, with the rate that `"source"` stands for
   *   where that is known.
   */
  readonly follow?: (stated: Partial<SpectralParameters>) => Partial<SpectralParameters>;
}
