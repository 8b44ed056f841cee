/**
 * Colours of equal steps in brightness, dark to light, as corners of a piecewise linear scale: those
 * of matplotlib's viridis at sixteenths.
 */
const viridis = [
  "#440154",
  "#481a6c",
  "#472f7d",
  "#414487",
  "#39568c",
  "#31688e",
  "#2a788e",
  "#23888e",
  "#1f988b",
  "#22a884",
  "#35b779",
  "#54c568",
  "#7ad151",
  "#a5db36",
  "#d2e21b",
  "#fde725",
] as const;

const channels = viridis.map((hex) =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]
);

/** The scale in `steps` pixels of RGBA, from its highest value to its lowest. */
export function scaleColours(steps: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * steps);
  for (let step = 0; step < steps; step++) putColour(pixels, step, 1 - step / (steps - 1));
  return pixels;
}

/** Writes the colour at `share` of the scale, 0 to 1, as RGBA at `pixel`; grey for NaN. */
export function putColour(pixels: Uint8ClampedArray, pixel: number, share: number): void {
  pixels[4 * pixel + 3] = 255;
  if (Number.isNaN(share)) {
    pixels.fill(0xb0, 4 * pixel, 4 * pixel + 3);
    return;
  }
  const place = Math.max(0, Math.min(1, share)) * (channels.length - 1);
  const below = Math.min(channels.length - 2, Math.floor(place));
  const [one, other] = [channels[below]!, channels[below + 1]!];
  for (let channel = 0; channel < 3; channel++) {
    const [from, to] = [one[channel]!, other[channel]!];
    pixels[4 * pixel + channel] = from + (to - from) * (place - below);
  }
}
