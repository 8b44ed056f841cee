import { message } from "@optique/core/message";
import { option } from "@optique/core/primitives";
import { integer } from "@optique/core/valueparser";

/** `--track N`: which audio track of files that have several. */
export const trackOption = option("--track", integer({ metavar: "N", min: 1 }), {
  description:
    message`Which audio track of MPEG-4, Matroska and WebM files to read, counting from 1; the first by default. A file with fewer is an error.`,
});
