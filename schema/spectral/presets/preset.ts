import type { SpectralKind } from "../parameters/kinds.ts";
import type { SpectralParameters } from "../parameters/parameters.ts";

/** What every preset states, so that it never depends on another preset's defaults. */
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
  /** Its name in schemas and on the command line. */
  readonly name: string;
  /** The library, its version and the function that the features equal. */
  readonly source: string;
  /** What the library's function returns. */
  readonly kind: SpectralKind;
  /** What differs from `original`; winLength is nFft unless stated. */
  readonly parameters:
    & Pick<SpectralParameters, StatedParameter>
    & Partial<SpectralParameters>;
  /** What else differs when the preset is used for a `spectrogram`. */
  readonly spectrogram?: Partial<SpectralParameters>;
  /**
   * Parameters that the library computes from others, unless the schema states them itself.
   *
   * @param stated the parameters that the schema states, with the rate that `"source"` stands for
   *   if it is known.
   */
  readonly follow?: (stated: Partial<SpectralParameters>) => Partial<SpectralParameters>;
}
