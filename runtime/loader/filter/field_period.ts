import { type DatasetIr, fieldPeriod } from "../../../schema/reading.ts";
import { Rational } from "./rational.ts";

/**
 * Seconds from one sample or frame of a field to the next. `undefined` for fields without time, and
 * where the schema leaves the rate to the source.
 */
export function periodOf(ir: DatasetIr, fieldIndex: number): Rational | undefined {
  const field = ir.fields[fieldIndex];
  const period = field && fieldPeriod(field);
  return period && new Rational(BigInt(period[0]), BigInt(period[1]));
}
