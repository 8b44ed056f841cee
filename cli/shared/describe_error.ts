import process from "node:process";
import { AudiofieldError } from "../../errors/mod.ts";
import { pointedText } from "./pointed_text.ts";
import { errorClass, InputFailure, reasonOf } from "../../shards/shared/failure.ts";
import { printable, shortened } from "../../shards/shared/printable.ts";
import { emphasis } from "./terminal.ts";

/**
 * An error for people, in one or two lines: `error[FormatError/truncated]: Cannot open …`, then
 * what was found and wanted, if the message doesn't say so. If it was found in a line that somebody
 * wrote, the line follows, with a mark under the place. A stack is shown only to those who ask for
 * it with `AUDIOFIELD_DEBUG=1`.
 */
export function describeError(error: unknown): string {
  const cause = error instanceof InputFailure ? error.cause : error;
  const lines = cause instanceof AudiofieldError
    ? [
      `${label(errorClass(cause))}: ${reasonOf(error)}`,
      ...missingDetails(cause),
      ...pointedText(cause.place),
    ]
    : [`${label("bug")}: ${reasonOf(error)}`, bugAdvice];
  if (process.env.AUDIOFIELD_DEBUG === "1") lines.push(stackOf(cause));
  return lines.join("\n");
}

const bugAdvice =
  "This is a bug in audiofield; please report it. AUDIOFIELD_DEBUG=1 shows where it happened";

function label(text: string): string {
  return `${emphasis("error", 31)}[${text}]`;
}

function missingDetails({ message, found, wanted }: AudiofieldError): string[] {
  const details = [["found", found], ["wanted", wanted]].filter(
    ([, value]) => value !== undefined && !message.includes(String(value)),
  );
  return details.length === 0
    ? []
    : [`  ${
      details.map(([what, value]) => `${what}: ${shortened(printable(String(value)))}`).join("; ")
    }`];
}

function stackOf(error: unknown): string {
  const stack = error instanceof Error ? error.stack ?? error.message : String(error);
  return stack.split("\n").map(printable).join("\n");
}
