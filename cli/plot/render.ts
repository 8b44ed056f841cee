import { createCanvas, GlobalFonts, ImageData } from "@napi-rs/canvas";
import * as echarts from "echarts";
import { warn } from "../shared/terminal.ts";
import { type CellImage, frame, type Picture } from "./pictures/picture.ts";

/** Pixels in the file per pixel of the picture. */
const scale = 2;

/** The fonts that systems have, the plainest first. */
const textStyle = { fontFamily: "DejaVu Sans, Helvetica, Arial, Liberation Sans, sans-serif" };

/** Draws a picture, and returns it as the bytes of a PNG file. */
export function renderPng({ chart, images = [] }: Picture): Uint8Array {
  if (GlobalFonts.families.length === 0) warn("no font is installed, so the axes have no text");
  const canvas = createCanvas(frame.width, frame.height);
  const drawing = echarts.init(canvas as never, null, { devicePixelRatio: scale });
  try {
    drawing.setOption({ animation: false, backgroundColor: "#ffffff", textStyle, ...chart });
    for (const image of images) putImage(canvas.getContext("2d"), image);
    return canvas.toBuffer("image/png");
  } finally {
    drawing.dispose();
  }
}

function putImage(
  context: ReturnType<ReturnType<typeof createCanvas>["getContext"]>,
  { pixels, width, height, place }: CellImage,
): void {
  if (width === 0 || height === 0) return;
  const small = createCanvas(width, height);
  small.getContext("2d").putImageData(new ImageData(pixels, width, height), 0, 0);
  context.save();
  context.setTransform(scale, 0, 0, scale, 0, 0);
  // Cells keep sharp edges if there are fewer of them than pixels.
  context.imageSmoothingEnabled = width > place.width * scale;
  context.drawImage(small, place.left, place.top, place.width, place.height);
  context.restore();
}
