import { FormatError } from "../../errors/mod.ts";
import type { AudioTarget } from "../language/audio_target.ts";
import {
  audioCodecs,
  type AudioCoding,
  codingDefaults,
  codingDtype,
  opusApplications,
  type OpusCoding,
  opusFrameDurations,
} from "../language/coding.ts";
import { audioTargetBytes, audioTargetOf, targetBytes } from "./waveform_binary.ts";
import { waveformDtypes } from "../language/waveform_dtype.ts";

/** Bytes of the part of the configuration that all coded kinds begin with. */
export const codedBytes = 48;

/** A coded field's target and coding as configuration bytes; `extra` holds the kind's own bytes. */
export function codedConfiguration(
  target: AudioTarget,
  { coding, extra = new Uint8Array(0) }: { coding: AudioCoding; extra?: Uint8Array },
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(codedBytes + extra.length);
  bytes.set(audioTargetBytes(target, codingDtype(coding)));
  bytes.set(extra, codedBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(targetBytes, audioCodecs.indexOf(coding.codec));
  if (coding.codec === "flac") {
    view.setUint8(25, coding.bits);
    view.setUint8(26, coding.compressionLevel);
  } else if (coding.codec === "opus") {
    view.setUint8(25, opusApplications.indexOf(coding.application));
    view.setUint8(26, coding.vbr ? 1 : 0);
    view.setUint32(28, coding.bitrate === "auto" ? 0 : coding.bitrate, true);
    view.setUint16(32, coding.frameDuration * 10, true);
    view.setUint16(34, coding.preRollMs, true);
    view.setFloat64(40, coding.resetSeconds, true);
  }
  return bytes;
}

/**
 * Reads what {@link codedConfiguration} wrote.
 *
 * @param kind the field kind's name, for messages.
 * @throws {FormatError} when there are too few bytes, or they hold an unknown code.
 */
export function resolvedCodedOf(
  bytes: Uint8Array,
  kind: string,
): { readonly target: AudioTarget; readonly coding: AudioCoding; readonly extra: DataView } {
  if (bytes.length < codedBytes) throw broken(kind, `${bytes.length} bytes are too few`);
  const { target, dtype } = audioTargetOf(bytes.subarray(0, targetBytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const codec = audioCodecs[view.getUint8(targetBytes)];
  if (codec === undefined) throw broken(kind, `unknown codec ${view.getUint8(targetBytes)}`);
  const coding = codec === "pcm"
    ? { ...codingDefaults.pcm, dtype }
    : codec === "flac"
    ? { codec, bits: view.getUint8(25), compressionLevel: view.getUint8(26) }
    : opusOf(view, kind);
  if (codingDtype(coding) !== dtype) {
    throw broken(kind, `${codec} doesn't decode to dtype code ${waveformDtypes.indexOf(dtype)}`);
  }
  const extra = new DataView(
    bytes.buffer,
    bytes.byteOffset + codedBytes,
    bytes.length - codedBytes,
  );
  return { target, coding, extra };
}

function opusOf(view: DataView, kind: string): OpusCoding {
  const application = opusApplications[view.getUint8(25)];
  const frameDuration = opusFrameDurations.find((value) => value * 10 === view.getUint16(32, true));
  if (application === undefined || frameDuration === undefined) {
    throw broken(kind, "it has an unknown Opus application or packet length");
  }
  return {
    codec: "opus",
    bitrate: view.getUint32(28, true) || "auto",
    application,
    frameDuration,
    vbr: view.getUint8(26) !== 0,
    preRollMs: view.getUint16(34, true),
    resetSeconds: view.getFloat64(40, true),
  };
}

/** The error for configuration bytes that the kind can't have. */
export function broken(kind: string, reason: string): FormatError {
  return new FormatError(`Cannot read the configuration of a ${kind} field: ${reason}`, {
    code: "configuration",
  });
}
