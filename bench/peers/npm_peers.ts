/**
 * What else TypeScript users have. The packages are imported where they are used, by names that the
 * type checker doesn't follow: the library needs neither, and their types would bring a browser's
 * types into everything.
 */

/** Something that can be timed. */
export type Peer = () => unknown;

const packages: Readonly<Record<"meyda" | "transformers", string>> = {
  meyda: "npm:meyda@5.6.3",
  transformers: "npm:@huggingface/transformers@3.7.6",
};

/** Meyda's mel bands, one hop at a time: windows of 1024 every 256 samples, 80 filters. */
export async function meyda(samples: Float32Array): Promise<Peer> {
  const module: {
    default: { extract(feature: string, samples: Float32Array): unknown };
  } = await import(packages.meyda);
  const Meyda = module.default;
  Object.assign(Meyda, { bufferSize: 1024, sampleRate: 16_000, melBands: 80 });
  return () => {
    let bands: unknown;
    for (let start = 0; start + 1024 <= samples.length; start += 256) {
      bands = Meyda.extract("melBands", samples.subarray(start, start + 1024));
    }
    return bands;
  };
}

/** Whisper's feature extractor in transformers.js: always 30 s. */
export async function transformers(samples: Float32Array): Promise<Peer> {
  const module: {
    WhisperFeatureExtractor: new (config: Readonly<Record<string, number>>) => {
      _call(samples: Float32Array): Promise<unknown>;
    };
  } = await import(packages.transformers);
  const extractor = new module.WhisperFeatureExtractor({
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
