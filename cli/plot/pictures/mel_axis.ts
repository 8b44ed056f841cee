import type { SpectralParameters } from "../../../schema/mod.ts";

/** A place on the frequency axis. */
export interface FrequencyTick {
  /** In bins, counted from 0; the middle of bin b is at b. */
  readonly at: number;
  /** Its label: a frequency in Hz, or the name of a row that has none. */
  readonly label: string;
}

/** Frequencies that are worth a tick. */
const round = [0, 100, 200, 500, 1000, 2000, 3000, 4000, 6000, 8000, 11_000, 16_000, 22_000];

/** Ticks closer together than this share of the axis would overlap. */
const leastGap = 0.045;

/**
 * Where round frequencies lie among the filters of a mel spectrogram, whose centres are evenly
 * spaced in mel, and where the centre of its highest filter lies, so that the axis is labelled to
 * its top.
 */
export function melTicks(parameters: SpectralParameters, sampleRate: number): FrequencyTick[] {
  const { fMin, fMax, nMels, melScale, useEnergy } = parameters;
  const top = fMax > 0 ? fMax : sampleRate / 2 + fMax;
  const { toMel, toHertz } = melScale === "slaney" ? slaney : htk;
  const [low, high] = [toMel(fMin), toMel(top)];
  const firstBin = useEnergy ? 1 : 0;
  const last = firstBin + nMels - 1;
  const hertzAt = (bin: number) =>
    toHertz(low + ((bin - firstBin + 1) / (nMels + 1)) * (high - low));
  const highest = { at: last, label: String(Math.round(hertzAt(last))) };
  const gap = leastGap * (last + 1);
  const ticks = round.map((hertz) => ({
    label: String(hertz),
    at: firstBin + ((toMel(hertz) - low) / (high - low)) * (nMels + 1) - 1,
  })).filter(({ at }) => at >= firstBin - 0.5 && at <= last - gap);
  const apart = ticks.filter(({ at }, index) => index === 0 || at - ticks[index - 1]!.at >= gap);
  const energy = useEnergy ? [{ at: 0, label: "energy" }] : [];
  return [...energy, ...apart.filter(({ at }) => !useEnergy || at >= gap), highest];
}

/** HTK's mel; Kaldi's is a multiple of it. */
const htk = {
  toMel: (hertz: number) => 2595 * Math.log10(1 + hertz / 700),
  toHertz: (mel: number) => 700 * (10 ** (mel / 2595) - 1),
};

/** Slaney's mel, as in his Auditory Toolbox: linear below 1 kHz, logarithmic above. */
const slaney = {
  toMel: (hertz: number) =>
    hertz < 1000 ? hertz * 3 / 200 : 15 + Math.log(hertz / 1000) * 27 / Math.log(6.4),
  toHertz: (mel: number) =>
    mel < 15 ? mel * 200 / 3 : 1000 * Math.exp((mel - 15) * Math.log(6.4) / 27),
};
