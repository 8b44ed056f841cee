import { type SpectralParameters } from "../../schema/mod.ts";

/** A place on the frequency axis. */
export interface FrequencyTick {
  /** In bins, counted from 0; the middle of bin b is at b. */
  readonly at: number;
  readonly hertz: number;
}

/** Frequencies that are worth a tick. */
const round = [0, 100, 200, 500, 1000, 2000, 3000, 4000, 6000, 8000, 11_000, 16_000, 22_000];

/**
 * Where round frequencies lie between the filters of a mel spectrogram, whose middles are evenly
 * apart in mel.
 */
export function melTicks(parameters: SpectralParameters, sampleRate: number): FrequencyTick[] {
  const { fMin, fMax, nMels, melScale, useEnergy } = parameters;
  const top = fMax > 0 ? fMax : sampleRate / 2 + fMax;
  const mel = melScale === "slaney" ? slaneyMel : htkMel;
  const [low, high] = [mel(fMin), mel(top)];
  const firstBin = useEnergy ? 1 : 0;
  const ticks = round.map((hertz) => ({
    hertz,
    at: firstBin + ((mel(hertz) - low) / (high - low)) * (nMels + 1) - 1,
  }));
  return ticks.filter(({ at }) => at >= firstBin - 0.5 && at <= firstBin + nMels - 0.5);
}

/** HTK's mel; Kaldi's is a multiple of it. */
function htkMel(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700);
}

/** Slaney's mel, as in his Auditory Toolbox: linear below 1 kHz, logarithmic above. */
function slaneyMel(hertz: number): number {
  const linear = hertz * 3 / 200;
  return hertz < 1000 ? linear : 15 + Math.log(hertz / 1000) * 27 / Math.log(6.4);
}
