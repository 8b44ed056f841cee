import { message } from "@optique/core/message";
import { multiple } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { path } from "@optique/run";

/** `FILE…`: the datasets that a command looks at, one after another. */
export const filesArgument = multiple(
  argument(path({ metavar: "FILE" }), { description: message`The .afd files.` }),
  { min: 1, errors: { tooFew: message`Expected a ${"FILE"}, but got none.` } },
);
