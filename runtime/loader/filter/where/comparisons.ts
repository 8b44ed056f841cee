import type { DatasetIr } from "../../../../schema/mod.ts";
import type { FieldCondition, FieldConditions } from "../conditions.ts";
import { type FilterField, filterField } from "../filter_field.ts";
import type { WhereCursor } from "./where_cursor.ts";
import { shownToken, unknownField, whereError, type WhereToken } from "./where_error.ts";
import { type Operand, readValue, type WhereValue } from "./where_value.ts";

/** What is compared: a field's value, or its length in a unit. */
interface Subject {
  readonly field: FilterField;
  readonly unit: string | undefined;
  readonly operand: Operand;
}

const ordered = ["=", "!=", "<", "<=", ">", ">="];
const operators: Readonly<Record<Operand, readonly string[]>> = {
  number: ordered,
  integer64: ordered,
  length: ordered,
  bool: ["=", "!="],
  text: ["=", "!=", "^=", "is"],
};

/** The bound that each comparison sets. */
const boundOf: Readonly<Record<string, "min" | "max" | "above" | "below">> = {
  "<": "below",
  "<=": "max",
  ">": "above",
  ">=": "min",
};

/** Reads comparisons of a dataset's fields: `field op value`, `field is missing`. */
export class Comparisons {
  readonly #cursor: WhereCursor;
  readonly #fields: ReadonlyMap<string, FilterField>;

  constructor(cursor: WhereCursor, ir: DatasetIr) {
    this.#cursor = cursor;
    // Files from before version 1.3 may have fields with the names of operators.
    const fields = ir.fields.filter(({ name }) => !["and", "or", "not"].includes(name));
    this.#fields = new Map(fields.map((field) => [field.name, filterField(field)]));
  }

  /** @throws {UsageError} `"invalid-where"` or `"no-such-field"`, at the wrong token. */
  read(): { filter: FieldConditions; depth: number } {
    const subject = this.#subject(this.#cursor.take());
    const operator = this.#operator(subject);
    const condition = this.#condition(subject, operator);
    const { field: { name }, unit } = subject;
    const filter = { [name]: unit === undefined ? condition : { [unit]: condition } };
    return operator === "!=" ? { filter: { not: filter }, depth: 2 } : { filter, depth: 1 };
  }

  #subject(token: WhereToken): Subject {
    if (token.kind !== "word") {
      const hint = token.kind === "string" ? "write fields without quotation marks" : undefined;
      throw this.#cursor.wrong(token, 'a field, "not" or "("', hint);
    }
    const dot = token.value.indexOf(".");
    const name = dot === -1 ? token.value : token.value.slice(0, dot);
    const field = this.#fields.get(name);
    if (field === undefined) {
      const fields = [...this.#fields.keys()];
      throw unknownField(this.#cursor.text, token.start, { name, fields });
    }
    const units = unitsOf(field);
    if (dot === -1) {
      if (field.values !== "none") return { field, unit: undefined, operand: field.values };
      const next = this.#cursor.token;
      const isApart = next.kind === "word" && next.value.startsWith(".");
      throw whereError(this.#cursor.text, token.end, {
        found: isApart ? "a space" : shownToken(next),
        wanted: units.map((unit) => `"${unit}"`).join(" or "),
        hint: isApart ? "write a unit right after its field" : undefined,
      });
    }
    const unit = token.value.slice(dot + 1);
    if (units.includes(`.${unit}`)) return { field, unit, operand: "length" };
    throw whereError(this.#cursor.text, token.start + dot, {
      found: shownToken({ ...token, value: token.value.slice(dot) }),
      wanted: units.length === 0 ? "an operator" : units.map((unit) => `"${unit}"`).join(" or "),
      hint: unit === "seconds" && field.hasLength
        ? `the schema doesn't fix the rate of "${name}"`
        : undefined,
    });
  }

  #operator({ operand }: Subject): string {
    const token = this.#cursor.take();
    const isOperator = token.kind === "symbol" || token.kind === "word" && token.value === "is";
    if (isOperator && operators[operand].includes(token.value)) return token.value;
    throw this.#cursor.wrong(token, `one of ${operators[operand].join(" ")}`);
  }

  #condition({ operand }: Subject, operator: string): FieldCondition {
    if (operator === "is") return this.#missing();
    if (operator === "^=") return { prefix: oneOrAll(this.#list(operand) as string[]) };
    const bound = boundOf[operator];
    if (bound !== undefined) return { [bound]: this.#value(operand) };
    const first = this.#cursor.token;
    const value = this.#value(operand);
    if (operand !== "text" && operand !== "bool" && this.#cursor.takeSymbol("..")) {
      return this.#range(value as Bound, { operand, first });
    }
    if (operand === "length") return { min: value as number, max: value as number };
    return oneOrAll(this.#rest(operand, value)) as FieldCondition;
  }

  #missing(): FieldCondition {
    const isNot = this.#cursor.takeWord("not");
    if (this.#cursor.takeWord("missing")) return { missing: !isNot };
    throw this.#cursor.wrong(
      this.#cursor.token,
      isNot ? '"missing"' : '"missing" or "not missing"',
    );
  }

  #range(
    min: Bound,
    { operand, first }: { operand: Operand; first: WhereToken },
  ): FieldCondition {
    const last = this.#cursor.token;
    const max = this.#value(operand) as Bound;
    const isEmpty = operand === "integer64" ? BigInt(min) > BigInt(max) : min > max;
    if (isEmpty) throw this.#cursor.wrong(last, `at least ${first.value}`);
    return { min, max };
  }

  #list(operand: Operand): WhereValue[] {
    return this.#rest(operand, this.#value(operand));
  }

  /** A list whose first value has been read. */
  #rest(operand: Operand, first: WhereValue): WhereValue[] {
    const values = [first];
    while (this.#cursor.takeSymbol(",")) values.push(this.#value(operand));
    return values;
  }

  #value(operand: Operand): WhereValue {
    return readValue(this.#cursor, operand);
  }
}

type Bound = number | string;

function unitsOf({ hasLength, hasSeconds }: FilterField): string[] {
  return [...hasSeconds ? [".seconds"] : [], ...hasLength ? [".length"] : []];
}

function oneOrAll<Value>(values: readonly Value[]): Value | readonly Value[] {
  return values.length === 1 ? values[0]! : values;
}
