import { type Message, message } from "@optique/core/message";
import { multiple } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { path } from "@optique/run";

/** `FILE…`: the files that a command looks at, one after another. */
export function filesArgument(description: Message) {
  return multiple(
    argument(path({ metavar: "FILE" }), { description }),
    { min: 1, errors: { tooFew: message`Expected a ${"FILE"}, but got none.` } },
  );
}
