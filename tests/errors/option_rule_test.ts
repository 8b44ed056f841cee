import assert from "node:assert/strict";
import fc from "fast-check";
import { checkOption, checkOptions } from "../../errors/check_options.ts";
import { UsageError } from "../../errors/mod.ts";
import {
  anyNumber,
  integerBetween,
  integerFrom,
  numberBetween,
  oneOf,
  type OptionRule,
  positiveNumber,
  trueOrFalse,
} from "../../errors/option_rule.ts";

Deno.test("a rule for integers allows those within its bounds, and nothing else", () => {
  fc.assert(fc.property(fc.integer(), fc.nat(1000), fc.double(), (min, span, number) => {
    const rule = integerBetween(min, min + span);
    assert.ok(rule.allows(min) && rule.allows(min + span));
    assert.ok(!rule.allows(min - 1) && !rule.allows(min + span + 1));
    assert.equal(
      rule.allows(number),
      Number.isInteger(number) && number >= min && number <= min + span,
    );
  }));
  refuses(integerBetween(0, 10), ["1", 1n, null, undefined, NaN, [1], true, {}]);
  refuses(integerFrom(0), [2 ** 53, Infinity, -1, 0.5]);
  assert.ok(integerFrom(0).allows(2 ** 53 - 1));
});

Deno.test("a rule for numbers includes its bounds, and never NaN", () => {
  const rule = numberBetween(0.5, 1);
  assert.ok(rule.allows(0.5) && rule.allows(1) && rule.allows(0.75));
  refuses(rule, [0.49, 1.01, NaN, "1", Infinity]);
  refuses(numberBetween(0, Number.MAX_VALUE), [Infinity]);
  assert.ok(numberBetween(0, Infinity).allows(Infinity));
});

Deno.test("a rule for positive numbers excludes 0 and infinity, and keeps its least", () => {
  refuses(positiveNumber(), [0, -0, -1, NaN, Infinity, "1", null, undefined]);
  assert.ok(positiveNumber().allows(Number.MIN_VALUE));
  refuses(positiveNumber("a sample", 0.5), [0.4, 0]);
  assert.ok(positiveNumber("a sample", 0.5).allows(0.5));
  refuses(anyNumber, ["1", 1n, null, undefined, {}]);
  assert.ok(anyNumber.allows(NaN) && anyNumber.allows(-Infinity));
});

Deno.test("rules for words and booleans allow only the listed values", () => {
  refuses(trueOrFalse, [0, 1, "true", null, undefined]);
  assert.ok(trueOrFalse.allows(false));
  const rule = oneOf(["last", "none"]);
  assert.deepEqual([rule.wanted, rule.choices], ['one of "last", "none"', ["last", "none"]]);
  assert.ok(rule.allows("last"));
  refuses(rule, ["", "Last", 0, ["last"], undefined]);
});

Deno.test("checkOptions() refuses unknown names and values that rules and choices don't allow", () => {
  const known = { drop: ["none", "last"], rank: integerBetween(0, 8), fields: undefined };
  const check = (options: object) => checkOptions(options, { doing: "plan", known });
  check({});
  check({ drop: "last", rank: 8, fields: Symbol.iterator });
  check({ drop: undefined, rank: undefined });
  throws(() => check({ dorp: "last" }), 'Cannot plan: there is no option "dorp"; the options are');
  throws(() => check({ toString: 1 }), 'Cannot plan: there is no option "toString"');
  throws(
    () => check({ drop: "later" }),
    'Cannot plan: drop can\'t be "later"; it must be one of none, last',
  );
  throws(
    () => check({ rank: 1.5 }),
    "Cannot plan: rank can't be 1.5; it must be an integer from 0 to 8",
  );
  throws(() => check({ rank: null }), "Cannot plan: rank can't be null; it must be");
});

Deno.test("checkOption() returns the value, or throws its room's error", () => {
  const errors = {
    wrong: (name: string, value: unknown, { wanted }: OptionRule) =>
      new RangeError(`${name} ${value} ${wanted}`),
  };
  assert.equal(checkOption("hold", 3, { rule: integerFrom(1), errors }), 3);
  assert.throws(
    () => checkOption("hold", 0, { rule: integerFrom(1), errors }),
    new RangeError("hold 0 an integer of 1 or more"),
  );
});

function refuses(rule: OptionRule, values: readonly unknown[]): void {
  for (const value of values) assert.ok(!rule.allows(value), `${typeof value} ${String(value)}`);
}

function throws(run: () => void, message: string): void {
  assert.throws(run, (error) => {
    assert.ok(error instanceof UsageError && error.code === "invalid-option");
    assert.ok(error.message.startsWith(message), error.message);
    return true;
  });
}
