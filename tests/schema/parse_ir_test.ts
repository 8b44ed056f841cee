import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../errors/mod.ts";
import { defineDataset, field, irJson, parseIr } from "../../schema/mod.ts";
import { datasetOf, drawnDataset } from "./_arbitraries.ts";

/** The canonical text of a dataset with one field, partly replaced. */
function text(field: string): string {
  return `{"fields":[${field}],"name":"A"}`;
}

function codeOf(json: string): string {
  try {
    parseIr(json);
    return "accepted";
  } catch (cause) {
    assert.ok(cause instanceof FormatError, `not a FormatError for ${json}: ${cause}`);
    return cause.code;
  }
}

Deno.test("parseIr() returns the IR that irJson() wrote, for any schema", () => {
  fc.assert(fc.property(drawnDataset, (drawn) => {
    const { ir } = datasetOf(drawn);
    assert.deepEqual(parseIr(irJson(ir)), ir);
  }));
});

Deno.test("parseIr() returns frozen data", () => {
  const ir = parseIr(text('{"kind":"text","name":"x","options":{"default":""},"type":12}'));
  for (const part of [ir, ir.fields, ir.fields[0], ir.fields[0]?.options]) {
    assert.ok(Object.isFrozen(part));
  }
});

Deno.test("parseIr() refuses anything but a schema, with a FormatError", () => {
  const wrong = [
    ...["", "{", "null", "[]", "3", '"A"', "{}", '{"name":"A"}', '{"fields":{},"name":"A"}'],
    ...['{"fields":[],"name":"A"}', '{"fields":[null],"name":"A"}', '{"fields":[[]],"name":"A"}'],
    '{"fields":[{"kind":"text","name":"x","options":{},"type":12}],"name":"a"}',
    '{"fields":[{"kind":"text","name":"x","options":{},"type":12}],"name":7}',
    text('{"kind":"text","options":{},"type":12}'),
    text('{"name":"x","options":{},"type":12}'),
    text('{"kind":"text","name":"x","type":12}'),
    text('{"kind":"uint64","name":"x","type":7}'),
    text('{"kind":"uint64","name":"x","options":null,"type":7}'),
    text('{"kind":"uint64","name":"x","options":[],"type":7}'),
    text('{"kind":"uint64","name":"x","options":{"default":"18446744073709551616"},"type":7}'),
    text('{"kind":"uint64","name":"x","options":{"default":"0x1"},"type":7}'),
    text('{"kind":"uint64","name":"x","options":{"default":"1","more":1},"type":7}'),
    text('{"kind":"int64","name":"x","options":{"default":"-0"},"type":8}'),
    text('{"kind":"int64","name":"x","options":{"default":"01"},"type":8}'),
    text('{"kind":"int64","name":"x","options":{"default":1},"type":8}'),
    text('{"kind":"int64","name":"x","options":{"default":9007199254740993},"type":8}'),
    text('{"kind":"text","name":"x","options":{"default":"\\ud800"},"type":12}'),
    text('{"kind":"text","name":"x","options":{"default":null},"type":12}'),
    text('{"kind":"text","name":"__proto__","options":{},"type":12}'),
    text('{"kind":"text","name":"constructor","options":{},"type":12}'),
    text('{"kind":"text","name":"x","options":{"__proto__":{"default":"y"}},"type":12}'),
    text('{"kind":"float32","name":"x","options":{"default":0.1},"type":9}'),
    text('{"kind":"float64","name":"x","options":{"default":-0},"type":10}'),
    text('{"kind":"float64","name":"x","options":{"default":1e999},"type":10}'),
    text('{"kind":"waveform","name":"x","options":{"normalize":1},"type":20}'),
    text('{"kind":"waveform","name":"x","options":{"channels":2},"type":20}'),
    text('{"kind":"waveform","name":"x","options":{"channels":"stereo","mono":false},"type":20}'),
    text('{"kind":"waveform","name":"x","options":{"channels":0,"mono":false},"type":20}'),
    text('{"kind":"waveform","name":"x","options":{"resample":"sinc"},"type":20}'),
    text(
      '{"kind":"waveform","name":"x","options":{"resample":{"method":"torchaudio","rolloff":0.99}},' +
        '"type":20}',
    ),
    text('{"kind":"waveform","name":"x","options":{"sampleRate":16000},"type":20}'),
  ];
  for (const json of wrong) assert.equal(codeOf(json), "schema", json);
});

Deno.test("parseIr() refuses a schema that isn't in canonical form", () => {
  const sound = text('{"kind":"text","name":"x","options":{},"type":12}');
  assert.equal(codeOf(sound), "accepted");
  const twice = '{"kind":"text","name":"x","options":{},"type":12}';
  const variants = [
    ` ${sound}`,
    `${sound}\n`,
    `\ufeff${sound}`,
    sound.replace('"name":"A"', '"name":"A","more":1'),
    sound.replace('"type":12', '"type":12.0'),
    sound.replace('"type":12', '"type":12,"doc":""'),
    sound.replace('"x"', '"\\u0078"'),
    text(`${twice},${twice}`),
    '{"name":"A","fields":[{"kind":"text","name":"x","options":{},"type":12}]}',
  ];
  for (const json of variants) assert.equal(codeOf(json), "schema", json);
});

Deno.test("parseIr() says which kind it doesn't know", () => {
  for (
    const entry of [
      '"kind":"vorbis","name":"x","options":{},"type":29',
      '"kind":"text","name":"x","options":{},"type":13',
    ]
  ) {
    assert.equal(codeOf(text(`{${entry}}`)), "unknown-kind");
  }
});

Deno.test("parseIr() survives any change of one character", () => {
  const sound = text('{"kind":"uint64","name":"x","options":{"default":"5"},"type":7}');
  fc.assert(
    fc.property(fc.nat(sound.length - 1), fc.string({ maxLength: 2 }), (at, put) => {
      const changed = sound.slice(0, at) + put + sound.slice(at + 1);
      if (codeOf(changed) === "accepted") assert.equal(irJson(parseIr(changed)), changed);
    }),
    { numRuns: 500 },
  );
});

Deno.test("parseIr() accepts names that were reserved after files could have them", () => {
  const members = ["byKey", "byKeyAsync", "findKey", "findKeyAsync", "keyOf", "keyOfAsync"];
  for (const name of [...members, "and", "not", "or"]) {
    assert.throws(() => defineDataset("A", { [name]: field.text() }), { code: "reserved-name" });
    const json = text(`{"kind":"text","name":"${name}","options":{},"type":12}`);
    assert.equal(codeOf(json), "accepted");
    assert.equal(parseIr(json).fields[0]?.name, name);
  }
  assert.equal(codeOf(text('{"kind":"text","name":"toRecord","options":{},"type":12}')), "schema");
});

Deno.test("parseIr() refuses meanings that the schema language would refuse", () => {
  const keyed = '{"kind":"text","name":"x","options":{"means":"key"},"type":12}';
  assert.equal(codeOf(text(keyed)), "accepted");
  const wrong = [
    keyed.replace('"key"', '"id"'),
    keyed.replace('"key"', "null"),
    keyed.replace('"means"', '"default":"","means"'),
    keyed.replace("text", "bytes").replace("12", "13"),
    `${keyed},${keyed.replace('"x"', '"y"')}`,
  ];
  for (const field of wrong) assert.equal(codeOf(text(field)), "schema", field);
});
