import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";

/** `--where`, for commands that look at some of a file's records. */
export const whereOption = optional(option("--where", string({ metavar: "FILTER" }), {
  description:
    message`Only records that pass a filter, such as 'audio.seconds<20 and not split=test'. Comparisons: = != < <= > >=, =A..B for a range, =A,B for a list, ^= for the beginning of a text, is missing; joined by and, or, not and parentheses.`,
}));
