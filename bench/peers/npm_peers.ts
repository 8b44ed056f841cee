/** What TypeScript users have. Imported where they are used: the library needs neither. */

/** Something that can be timed. */
export type Peer = () => unknown;

/** A hop of Meyda's mel bands at a time: windows of 1024 every 256 samples, 80 filters. */
export async function meyda(samples: Float32Array): Promise<Peer> {
  const module = await import("npm:meyda@5.6.3");
  // Its types leave out what its documentation begins with.
  const Meyda = module.default as unknown as {
    extract(feature: string, samples: Float32Array): unknown;
  };
  Object.assign(Meyda, { bufferSize: 1024, sampleRate: 16_000, melBands: 80 });
  return () => {
    let bands: unknown;
    for (let start = 0; start + 1024 <= samples.length; start += 256) {
      bands = Meyda.extract("melBands", samples.subarray(start, start + 1024));
    }
    return bands;
  };
}

/** Whisper's feature extractor as transformers.js has it: always 30 s. */
export async function transformers(samples: Float32Array): Promise<Peer> {
  const { WhisperFeatureExtractor } = await import("npm:@huggingface/transformers@3.7.6");
  const extractor = new WhisperFeatureExtractor({
    chunk_length: 30,
    feature_size: 80,
    hop_length: 160,
    n_fft: 400,
    n_samples: 480_000,
    nb_max_frames: 3000,
    sampling_rate: 16_000,
  });
  return () => extractor._call(samples);
}
