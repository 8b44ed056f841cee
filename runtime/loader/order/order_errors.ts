import type { OptionErrors } from "../../../errors/check_options.ts";
import { UsageError } from "../../../errors/mod.ts";

/** What an order's options are for, for messages. */
export const doing = "plan batches";

/** The errors of an order's options, which name what was wanted at once. */
export const orderErrors: Pick<OptionErrors, "wrong"> = {
  wrong: (option, found, { wanted }) =>
    new UsageError(`Cannot ${doing}: ${option} is ${found}, wanted ${wanted}`, {
      code: "invalid-option",
      found: String(found),
      wanted,
    }),
};
