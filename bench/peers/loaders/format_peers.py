"""Loaders with data formats of their own, each used as its documentation recommends."""

import io
import os

import numpy as np

from plain_peers import BATCH, Rows, batches_of


class Decoded:
    """Turns records, as a format returns them, into int16 values; streams are decoded."""

    def __init__(self, source):
        self.coded = source.coded

    def __call__(self, data):
        if not self.coded:
            return np.frombuffer(data, np.int16)
        import soundfile

        return soundfile.read(io.BytesIO(data), dtype="int16")[0]


class Ffcv:
    """FFCV: NDArrayField if all records have the same shape, BytesField otherwise."""

    cases = "ABCD"
    shuffles = True

    def __init__(self, source, directory):
        from ffcv.fields import BytesField, IntField, NDArrayField
        from ffcv.fields.decoders import BytesDecoder, IntDecoder, NDArrayDecoder
        from ffcv.loader import Loader, OrderOption
        from ffcv.writer import DatasetWriter

        path = os.path.join(directory, "data.beton")
        self.fixed = source.fixed
        if source.fixed:
            fields = {"data": NDArrayField(np.dtype("int16"), (source.longest,))}
            pipelines = {"data": [NDArrayDecoder()]}
        else:
            fields = {"data": BytesField(), "samples": IntField()}
            pipelines = {"data": [BytesDecoder()], "samples": [IntDecoder()]}
        DatasetWriter(path, fields, num_workers=1).from_indexed_dataset(_FfcvRecords(source))
        self.loader = Loader(
            path,
            batch_size=BATCH,
            num_workers=1,
            order=OrderOption.RANDOM,
            os_cache=True,
            seed=1,
            drop_last=False,
            pipelines=pipelines,
        )

    @staticmethod
    def version():
        from importlib.metadata import version

        return version("ffcv")

    def epoch(self, order):
        for batch in self.loader:
            if self.fixed:
                yield batch[0]
                continue
            data, samples = batch
            samples = samples.reshape(-1)
            # It pads to the longest of the data set, and leaves what the row held before after the values.
            rows = data.view(np.int16)[:, : samples.max()]
            for row, length in zip(rows, samples):
                row[length:] = 0
            yield rows


class _FfcvRecords:
    def __init__(self, source):
        self.source = source

    def __len__(self):
        return self.source.count

    def __getitem__(self, index):
        values = np.array(self.source.record(index))
        return (values,) if self.source.fixed else (values.view(np.uint8), len(values))


class Mds:
    """MosaicML Streaming: MDS shards on disk, `dataset[index]`."""

    cases = "ABCDEF"

    def __init__(self, source, directory):
        from streaming import MDSWriter, StreamingDataset

        with MDSWriter(out=directory, columns={"data": "bytes"}) as writer:
            for index in range(source.count):
                writer.write({"data": source.record(index).tobytes()})
        self.dataset = StreamingDataset(local=directory, shuffle=False, batch_size=BATCH)
        self.rows = Rows(source)
        self.decoded = Decoded(source)

    @staticmethod
    def version():
        from importlib.metadata import version

        return version("mosaicml-streaming")

    def epoch(self, order):
        for indices in batches_of(order):
            read = [self.decoded(self.dataset[int(index)]["data"]) for index in indices]
            yield self.rows.fill(read)


class LitData:
    """LitData: chunks on disk, `dataset[index]`, untuned."""

    cases = "ABCDE"

    def __init__(self, source, directory):
        from litdata import StreamingDataset
        from litdata.streaming.cache import Cache

        cache = Cache(directory, chunk_bytes="64MB")
        for index in range(source.count):
            cache[index] = source.record(index).tobytes()
        cache.done()
        cache.merge(1)
        self.dataset = StreamingDataset(directory, shuffle=False)
        self.rows = Rows(source)
        self.decoded = Decoded(source)

    @staticmethod
    def version():
        from importlib.metadata import version

        return version("litdata")

    def epoch(self, order):
        for indices in batches_of(order):
            yield self.rows.fill([self.decoded(self.dataset[int(index)]) for index in indices])


class WebDataset:
    """WebDataset: tar shards in order, shuffled in a buffer of 1,000."""

    cases = "ABCDEF"
    shuffles = True

    def __init__(self, source, directory):
        import webdataset

        pattern = os.path.join(directory, "%05d.tar")
        with webdataset.ShardWriter(pattern, maxcount=1000, verbose=0) as writer:
            for index in range(source.count):
                writer.write({"__key__": f"{index:08}", "bin": source.record(index).tobytes()})
        shards = sorted(os.path.join(directory, name) for name in os.listdir(directory))
        self.dataset = webdataset.WebDataset(shards, shardshuffle=len(shards), empty_check=False)
        self.dataset = self.dataset.shuffle(1000).to_tuple("bin").batched(BATCH, collation_fn=None)
        self.rows = Rows(source)
        self.decoded = Decoded(source)

    @staticmethod
    def version():
        from importlib.metadata import version

        return version("webdataset")

    def epoch(self, order):
        for batch in self.dataset:
            yield self.rows.fill([self.decoded(data) for (data,) in batch])


class Arrow:
    """Hugging Face Datasets: Arrow on disk, mapped, a batch of indices at a time."""

    cases = "ABCDEF"

    def __init__(self, source, directory):
        from datasets import Dataset, Features, Value, load_from_disk

        def records():
            for index in range(source.count):
                yield {"data": source.record(index).tobytes()}

        made = Dataset.from_generator(
            records,
            features=Features({"data": Value("large_binary")}),
            cache_dir=os.path.join(directory, "cache"),
        )
        made.save_to_disk(os.path.join(directory, "packed"))
        self.dataset = load_from_disk(os.path.join(directory, "packed")).with_format("arrow")
        self.rows = Rows(source)
        self.decoded = Decoded(source)

    @staticmethod
    def version():
        import datasets

        return datasets.__version__

    def epoch(self, order):
        for indices in batches_of(order):
            column = self.dataset[indices]["data"]
            yield self.rows.fill([self.decoded(value.as_buffer()) for value in column])


class LhotseShar:
    """Lhotse Shar: cuts in order, shuffled in a buffer, decoded to float32 on delivery."""

    cases = "ABE"
    shuffles = True

    def __init__(self, source, directory):
        from lhotse import CutSet, MonoCut, Recording
        from lhotse.shar import SharWriter

        coding = "flac" if source.coded else "wav"
        decoded = Decoded(source)
        with SharWriter(directory, fields={"recording": coding}, shard_size=1000) as writer:
            for index in range(source.count):
                values = decoded(source.record(index).tobytes())
                held = io.BytesIO()
                import soundfile

                soundfile.write(held, values, 16_000, format="WAV", subtype="PCM_16")
                recording = Recording.from_bytes(held.getvalue(), recording_id=str(index))
                cut = MonoCut(
                    id=str(index), start=0, duration=recording.duration, channel=0, recording=recording
                )
                writer.write(cut)
        self.cuts = CutSet.from_shar(in_dir=directory)
        self.rows = Rows(source)

    @staticmethod
    def version():
        from importlib.metadata import version

        return version("lhotse")

    def epoch(self, order):
        held = []
        for cut in self.cuts.shuffle(buffer_size=1000):
            held.append(np.rint(cut.load_audio()[0] * 32768).astype(np.int16))
            if len(held) == BATCH:
                yield self.rows.fill(held)
                held = []
        if held:
            yield self.rows.fill(held)


class ArrayRecord:
    """ArrayRecord: groups of one record, read by index in batches."""

    cases = "ABCDEF"

    def __init__(self, source, directory):
        from array_record.python.array_record_data_source import ArrayRecordDataSource
        from array_record.python.array_record_module import ArrayRecordWriter

        path = os.path.join(directory, "data.array_record")
        writer = ArrayRecordWriter(path, "group_size:1,uncompressed")
        for index in range(source.count):
            writer.write(source.record(index).tobytes())
        writer.close()
        self.dataset = ArrayRecordDataSource(path)
        self.rows = Rows(source)
        self.decoded = Decoded(source)

    @staticmethod
    def version():
        from importlib.metadata import version

        return version("array_record")

    def epoch(self, order):
        for indices in batches_of(order):
            read = self.dataset.__getitems__(indices.tolist())
            yield self.rows.fill([self.decoded(data) for data in read])
