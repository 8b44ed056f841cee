/**
 * Ordinary audio files, as streams of PCM. It reads files, so it is for packing, on a real operating
 * system.
 *
 * @module
 */
export type { DecodedWith } from "./_converted_files.ts";
export { AudioFiles, type AudioFilesOptions } from "./audio_files.ts";
export type { AudioKind } from "../../kernels/input.ts";
export type { AudioSegment } from "./audio_segment.ts";
export { Ffmpeg } from "./ffmpeg.ts";
export { identifyAudio } from "./identify_audio.ts";
export { AUDIO_EXTENSIONS, openAudio, type OpenOptions } from "./open_audio.ts";
export { openAudioSegment } from "./open_audio_segment.ts";
export { type AudioInfo, probeAudio } from "./probe_audio.ts";
