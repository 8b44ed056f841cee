import {
  type CodecTokens,
  type ResolvedCodecTokens,
  secondsOfFrames,
} from "../../../schema/mod.ts";
import { cellImage } from "./cells.ts";
import {
  colourAxes,
  colourBar,
  colourBarImage,
  emptySeries,
  grid,
  indexTicks,
  type Picture,
  timeAxis,
  titleOf,
  valueAxis,
} from "./picture.ts";

/** Draws tokens as a matrix: time to the right, codebook 0 at the top, tokens as colours. */
export function tokenPicture(
  { data, shape: [codebooks, frames] }: CodecTokens,
  { title, options }: { title: string; options: ResolvedCodecTokens },
): Picture {
  const range = { min: 0, max: Math.max(1, options.vocabSize - 1) };
  const colours = colourAxes({ ...range, name: `Token (0 to ${range.max})` });
  return {
    chart: {
      title: titleOf(title, frames === 0 ? "No frames" : undefined),
      grid: [grid, colourBar],
      xAxis: [timeAxis(secondsOfFrames(frames, options.frameRate), "s"), colours.x],
      yAxis: [
        {
          ...valueAxis,
          nameGap: 60,
          min: -0.5,
          max: codebooks - 0.5,
          inverse: true,
          name: "Codebook",
          ...indexTicks(codebooks),
        },
        colours.y,
      ],
      series: emptySeries(2),
    },
    images: [
      cellImage({ data, rows: codebooks, columns: frames, ...range, upwards: false }),
      colourBarImage(),
    ],
  };
}
