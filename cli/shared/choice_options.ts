import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { path } from "@optique/run";

/** The flags of commands that look at some of a file's records; what all of them leave is chosen. */
export const choiceOptions = {
  records: optional(option("--records", string({ metavar: "A:B" }), {
    description:
      message`Only records A up to but not including B; either is optional. All by default.`,
  })),
  where: optional(option("--where", string({ metavar: "FILTER" }), {
    description:
      message`Only records that pass a filter, such as 'audio.seconds<20 and not split=test'. Comparisons: = != < <= > >=, =A..B for a range, =A,B for a list, ^= for the beginning of a text, is missing; joined by and, or, not and parentheses.`,
  })),
  split: optional(option("--split", string({ metavar: "NAME" }), {
    description:
      message`Only records of this part: a split of dataset.json, or a value of the field that means split.`,
  })),
  keep: optional(option("--keep", path({ metavar: "LIST" }), {
    description:
      message`Only records that this list names: JSON lines {"key": …} or {"record": N}, and a first line {"dataset": IDENTITY} if it has numbers alone. - is standard input.`,
  })),
  drop: optional(option("--drop", path({ metavar: "LIST" }), {
    description: message`Only records that this list, of the same form, doesn't name.`,
  })),
};
