import { integerRange } from "../../../schema/mod.ts";
import { type ScalarType, scalarTypes } from "../../../schema/reading.ts";
import type { Indices } from "../../container/indices.ts";
import { type ScalarArray, scalarArrays, type ScalarBatch } from "./scalar_batch.ts";
import { type ScalarArrayConstructor, ScalarField } from "./scalar_field.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { pageMask } from "../../container/table.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import {
  checkedBigInt,
  checkedBool,
  checkedFloat32,
  checkedFloat64,
  checkedInteger,
} from "../../intake/checked.ts";
import type { FieldReader, MetadataValue, RecordFault, RuntimeKind } from "../kind/kind.ts";

type ScalarKindName = keyof typeof scalarArrays;

/** The scalar kinds and `bool`, by name: the value is the metadata record. */
export const scalarRuntimeKinds: readonly (readonly [string, RuntimeKind])[] = [
  ...scalarTypes,
  "bool" as const,
].map((kind) => [kind, {
  open: (file, fieldIndex) => new ScalarReader(file, fieldIndex, kind),
  encoder: () => (value, slot) => writeScalar(kind, value, slot),
}]);

/** Reads scalars of any type reflectively, through the field that generated modules build on. */
class ScalarReader extends ScalarField implements FieldReader {
  readonly kind: ScalarKindName;

  constructor(file: AfdFile, fieldIndex: number, kind: ScalarKindName) {
    super(file, fieldIndex, scalarArrays[kind] as ScalarArrayConstructor<ScalarArray>);
    this.kind = kind;
  }

  metadata(index: number): Record<string, MetadataValue> {
    return { value: this.decode(index) };
  }

  override decode(index: number): MetadataValue {
    const value = this.table.page(index)[index & pageMask] ?? 0;
    return this.kind === "bool" ? value !== 0 : value;
  }

  extent(): undefined {}

  length(): number {
    return 0;
  }

  width(): number {
    return 0;
  }

  declareBatch(batchSize: number) {
    const byteLength = batchSize * scalarArrays[this.kind].BYTES_PER_ELEMENT;
    return { shape: [batchSize], dtype: this.kind, byteLength };
  }

  override decodeBatch(indices: Indices, batch: ScalarBatch): void {
    const data = this.begin(indices, batch);
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row] ?? -1;
      data[row] = this.table.page(index)[index & pageMask] ?? 0;
    }
  }

  fault(index: number): RecordFault {
    const value = this.table.page(index)[index & pageMask];
    return this.kind === "bool" && value !== 0 && value !== 1 ? "value" : undefined;
  }
}

function writeScalar(kind: ScalarType | "bool", value: unknown, slot: FieldSlot): void {
  const view = slot.metadata;
  const [min, max] = integerRange[kind] ?? [0n, 0n];
  switch (kind) {
    case "uint8":
      return view.setUint8(0, checkedInteger(value, Number(min), Number(max), slot));
    case "int8":
      return view.setInt8(0, checkedInteger(value, Number(min), Number(max), slot));
    case "uint16":
      return view.setUint16(0, checkedInteger(value, Number(min), Number(max), slot), true);
    case "int16":
      return view.setInt16(0, checkedInteger(value, Number(min), Number(max), slot), true);
    case "uint32":
      return view.setUint32(0, checkedInteger(value, Number(min), Number(max), slot), true);
    case "int32":
      return view.setInt32(0, checkedInteger(value, Number(min), Number(max), slot), true);
    case "uint64":
      return view.setBigUint64(0, checkedBigInt(value, min, max, slot), true);
    case "int64":
      return view.setBigInt64(0, checkedBigInt(value, min, max, slot), true);
    case "float32":
      return view.setFloat32(0, checkedFloat32(value, slot), true);
    case "float64":
      return view.setFloat64(0, checkedFloat64(value, slot), true);
    case "bool":
      return view.setUint8(0, checkedBool(value, slot));
  }
}
