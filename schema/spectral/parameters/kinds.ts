import type { SpectralParameters } from "./parameters.ts";
import { parameterEntries } from "./table.ts";

/** A kind of spectral field. */
export type SpectralKind = "melSpectrogram" | "spectrogram" | "mfcc";

/** The kinds of spectral fields, which share one set of parameters. */
export const spectralKinds = [
  "melSpectrogram",
  "spectrogram",
  "mfcc",
] as const satisfies readonly SpectralKind[];

/** The parameters that a kind has, in the order of the full set. */
export function parameterNames(kind: SpectralKind): (keyof SpectralParameters)[] {
  return parameterEntries
    .filter(([, { kinds }]) =>
      kinds === undefined || kind === "mfcc" || (kinds === "mels" && kind === "melSpectrogram")
    )
    .map(([name]) => name);
}
