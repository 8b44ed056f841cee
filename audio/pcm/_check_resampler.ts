import { UsageError } from "../../errors/mod.ts";
import { MAX_CHANNELS, MAX_SAMPLE_RATE } from "./_check_stream.ts";
import type { ResamplerOptions } from "./resampler.ts";

/** The widest filter of torchaudio's method, in zero crossings. */
const MAX_FILTER_WIDTH = 1024;

/**
 * Refuses options that no resampling has.
 *
 * @throws {UsageError} `"resampler-options"`.
 */
export function checkResampler({ from, to, channels, method }: ResamplerOptions): void {
  requireInteger("from", from, MAX_SAMPLE_RATE);
  requireInteger("to", to, MAX_SAMPLE_RATE);
  requireInteger("channels", channels, MAX_CHANNELS);
  if (method === "sinc" || method === "fourier") return;
  if (typeof method !== "object" || method?.method !== "torchaudio") {
    refuse("method", JSON.stringify(method), '"sinc", "fourier" or { method: "torchaudio" }');
  }
  const { lowpassFilterWidth = 6, rolloff = 0.99 } = method;
  requireInteger("lowpassFilterWidth", lowpassFilterWidth, MAX_FILTER_WIDTH);
  if (!(rolloff > 0 && rolloff <= 1)) {
    refuse("rolloff", String(rolloff), "a number above 0 and at most 1");
  }
}

function requireInteger(name: string, found: number, maximum: number): void {
  if (Number.isInteger(found) && found >= 1 && found <= maximum) return;
  refuse(name, String(found), `an integer from 1 to ${maximum}`);
}

function refuse(name: string, found: string, wanted: string): never {
  throw new UsageError(`Cannot make a resampler: its option "${name}" is ${found}`, {
    code: "resampler-options",
    found,
    wanted,
  });
}
