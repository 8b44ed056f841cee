import { message } from "@optique/core/message";
import { option } from "@optique/core/primitives";

/** `-q` and `--quiet`, of commands that print what they have done. */
export const quietOption = option("-q", "--quiet", {
  description:
    message`Suppress progress and notes on what was done; warnings, skipped inputs and errors still appear.`,
});
