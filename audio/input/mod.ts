/** @module */
export { AUDIO_EXTENSIONS, openAudio } from "./open_audio.ts";
