import type { PcmSource } from "../../audio/pcm/mod.ts";
import type { AudioSegment } from "../../schema/mod.ts";

/**
 * Opens an audio file, or a segment of one; the `audio` room provides it (`AudioFiles`), because
 * the runtime knows no file formats.
 */
export type AudioOpener = (input: string | AudioSegment) => PcmSource;
