import type { SpectralKind } from "./parameters/kinds.ts";
import type { SpectralParameters } from "./parameters/parameters.ts";

/** What a value is, with its unit, as an axis label. */
export function quantityOf(kind: SpectralKind, options: SpectralParameters): string {
  const { normalize } = options;
  if (kind === "mfcc") {
    return normalize === "per-feature"
      ? "Coefficient (standard deviations)"
      : "Coefficient (no unit)";
  }
  const base = spectrumOf(kind, options.power);
  if (normalize === "whisper") return `(log10 of ${base} + 4) / 4`;
  const value = logOf(base, options);
  return normalize === "per-feature" ? `${value}, in standard deviations` : capital(value);
}

/** The same for linear values that are drawn in dB. */
export function decibelsOf(kind: SpectralKind, power: number): string {
  return capital(decibels(spectrumOf(kind, power), "max"));
}

function spectrumOf(kind: SpectralKind, power: number): string {
  const prefix = kind === "melSpectrogram" ? "mel " : "";
  if (power === 2) return `${prefix}power`;
  return power === 1 ? `${prefix}magnitude` : `${prefix}magnitude to the power of ${power}`;
}

function logOf(base: string, { log, dbRef }: SpectralParameters): string {
  switch (log) {
    case "none":
      return `${base} (linear)`;
    case "natural":
      return `natural log of ${base}`;
    case "log10":
      return `log10 of ${base}`;
    case "db":
      return decibels(base, dbRef);
  }
}

function decibels(base: string, reference: number | "max"): string {
  return `${base} (dB re ${reference === "max" ? "the clip's maximum" : reference})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
