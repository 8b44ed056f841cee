import type { FieldReader, FieldTotals } from "../../runtime/mod.ts";
import type { RecordChoice } from "../shared/record_choice.ts";

/** A field's sums and maxima over some records, from their metadata. */
export function chosenTotals(field: FieldReader, chosen: RecordChoice): FieldTotals {
  const totals = { totalBytes: 0, maxBytes: 0, totalLength: 0, maxLength: 0, maxWidth: 0 };
  for (let place = 0; place < chosen.count; place++) {
    const record = chosen.at(place);
    const bytes = field.extent(record)?.length ?? 0;
    const length = field.length(record);
    totals.totalBytes += bytes;
    totals.maxBytes = Math.max(totals.maxBytes, bytes);
    totals.totalLength += length;
    totals.maxLength = Math.max(totals.maxLength, length);
    totals.maxWidth = Math.max(totals.maxWidth, field.width(record));
  }
  return totals;
}
