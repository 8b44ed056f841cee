import {
  decidingGb,
  type StorageQuestion,
  type StorageStrategy,
  TRAINING_MODELS,
} from "./strategy.ts";

/** Why the decision came out as it did, in a sentence without its final period. */
export function reasonFor(strategy: StorageStrategy, question: StorageQuestion): string {
  const { diskBudgetGb, trainingModel, useCase } = question;
  const pcm = `16-bit PCM at 16 kHz (${gigabytes(decidingGb(question))})`;
  const budget = diskBudgetGb === Infinity
    ? "there is no budget to keep to"
    : `the budget is ${gigabytes(diskBudgetGb)}`;
  const model = JSON.stringify(trainingModel);
  switch (strategy) {
    case "spectrogram":
      return `${model} is trained on spectrograms, so they are computed once, while packing`;
    case "codec_tokens":
      return `${model} is an audio language model, trained on codec tokens, the smallest to store`;
    case "raw":
      return TRAINING_MODELS.waveforms.includes(trainingModel)
        ? `${model} is trained on waveforms, and ${pcm} fits: ${budget}`
        : `${pcm} fits, and costs nothing to decode: ${budget}`;
    case "compressed_lossless":
      return `${pcm} doesn't fit, ${budget}, and research keeps every sample as it was: FLAC`;
    case "compressed_lossy":
      return `${pcm} doesn't fit, ${budget}, and ${JSON.stringify(useCase)} isn't "research", ` +
        "which alone rules out loss: Opus";
  }
}

function gigabytes(value: number): string {
  return `${value.toLocaleString("en-US", { maximumSignificantDigits: 3 })} GB`;
}
