/** What every kind declares about itself: role, length, payload, time axis, tracks and source. */
import assert from "node:assert/strict";
import {
  defineDataset,
  field,
  type FieldDefinition,
  type FieldIr,
  fieldKinds,
  fieldPeriod,
  fieldRoles,
  memberOf,
  sourceOf,
  tracksOf,
} from "../../schema/mod.ts";

for (const kind of fieldKinds()) {
  const { layout, role, length, hasPayload } = kind;
  Deno.test(`${kind.kind}: its declarations agree with its metadata record`, () => {
    assert.ok(fieldRoles.includes(role));
    assert.equal(layout.members.some(({ name }) => name === "data_ptr"), hasPayload);
    if (hasPayload) assert.equal(layout.members[0]?.name, "data_ptr");
    // A kind without a payload has nothing that could be long.
    assert.equal(length !== undefined, hasPayload);
    assert.equal(kind.extent !== undefined, hasPayload);
    if (length !== undefined) {
      const member = memberOf(layout, length.member);
      assert.match(member.type, /^uint(32|64)$/);
      assert.equal(member.offset % 4, 0);
    }
    if (kind.tracks !== undefined) assert.equal(role, "audio");
    if (kind.mask !== undefined) assert.equal(role, "features");
    if (role === "audio") assert.equal(length?.unit, "samples");
    // Without a payload, a lookup part is the only place for more than the record.
    if (kind.lookup !== undefined) assert.ok(!hasPayload && (kind.since ?? 0) >= 3);
  });
}

function irOf(definition: FieldDefinition): FieldIr {
  const { ir } = defineDataset("Clips", {
    audio: field.waveform({ sampleRate: 44_100 }),
    value: definition,
  });
  return ir.fields[1]!;
}

Deno.test("the period is the duration of a stored sample or frame", () => {
  const names = ["one"];
  const cases: readonly (readonly [FieldDefinition, readonly [number, number] | undefined])[] = [
    [field.waveform({ sampleRate: 48_000 }), [1, 48_000]],
    [field.flac({ sampleRate: 44_100 }), [1, 44_100]],
    [field.opus({ sampleRate: 24_000 }), [1, 24_000]],
    [field.chunkedWaveform({ sampleRate: 8000 }), [1, 8000]],
    [field.stems({ names, sampleRate: 32_000 }), [1, 32_000]],
    [field.melSpectrogram({ sampleRate: 16_000, hopLength: 160 }), [160, 16_000]],
    [field.mfcc({ sampleRate: "source", hopLength: 160 }), undefined],
    [field.spectrogram({ from: "audio", sampleRate: "source", hopLength: 441 }), [441, 44_100]],
    [field.codecTokens({ frameRate: 75 }), [1, 75]],
    [field.codecTokens({ frameRate: [44_100, 512] }), [512, 44_100]],
    [field.pitch({ sampleRate: 22_050, hopLength: 256 }), [256, 22_050]],
    [field.text(), undefined],
    [field.bytes(), undefined],
    [field.category(), undefined],
    [field.float32(), undefined],
    [field.bool(), undefined],
  ];
  for (const [definition, period] of cases) {
    assert.deepEqual(fieldPeriod(irOf(definition)), period, definition.kind);
  }
});

Deno.test("tracks and sources are those that the options name", () => {
  assert.deepEqual(tracksOf(irOf(field.stems({ names: ["vocals", "drums"] }))), [
    "vocals",
    "drums",
  ]);
  assert.equal(tracksOf(irOf(field.waveform())), undefined);
  assert.equal(sourceOf(irOf(field.mfcc({ from: "audio" }))), "audio");
  assert.equal(sourceOf(irOf(field.codecTokens({ from: "audio" }))), "audio");
  assert.equal(sourceOf(irOf(field.pitch({ from: "audio" }))), "audio");
  assert.equal(sourceOf(irOf(field.mfcc())), undefined);
  assert.equal(sourceOf(irOf(field.text())), undefined);
});
