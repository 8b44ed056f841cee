/**
 * Ordinary audio files, as streams of PCM. It reads files, so it is for packing, on a real operating
 * system.
 *
 * @module
 */
export { AUDIO_EXTENSIONS, openAudio } from "./open_audio.ts";
