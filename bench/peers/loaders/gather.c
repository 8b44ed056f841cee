/* What loaders are compared with: rows gathered into a dense, zero-padded batch by memcpy, and streams
 * decoded by libsndfile. native.py compiles it on demand. */
#include <stdint.h>
#include <string.h>
#ifdef WITH_SNDFILE
#include <sndfile.h>
#endif

/* Copies `count` byte ranges to rows of `row_bytes`, followed by zeros. */
void gather(uint8_t *rows, const uint8_t *source, const int64_t *starts, const int64_t *lengths,
            int64_t count, int64_t row_bytes) {
  for (int64_t row = 0; row < count; row++) {
    uint8_t *to = rows + row * row_bytes;
    memcpy(to, source + starts[row], (size_t)lengths[row]);
    memset(to + lengths[row], 0, (size_t)(row_bytes - lengths[row]));
  }
}

/* Copies matrices of `bins` rows to matrices whose rows have `row_bytes`, with zeros after each row. */
void gather_matrices(uint8_t *batch, const uint8_t *source, const int64_t *starts,
                     const int64_t *lengths, int64_t count, int64_t bins, int64_t row_bytes) {
  for (int64_t record = 0; record < count; record++) {
    const uint8_t *from = source + starts[record];
    const int64_t stored = lengths[record] / bins;
    for (int64_t bin = 0; bin < bins; bin++) {
      memcpy(batch, from + bin * stored, (size_t)stored);
      memset(batch + stored, 0, (size_t)(row_bytes - stored));
      batch += row_bytes;
    }
  }
}

#ifdef WITH_SNDFILE
typedef struct {
  const uint8_t *bytes;
  sf_count_t length, at;
} Stream;

static sf_count_t stream_length(void *user) { return ((Stream *)user)->length; }

static sf_count_t stream_tell(void *user) { return ((Stream *)user)->at; }

static sf_count_t stream_seek(sf_count_t offset, int whence, void *user) {
  Stream *stream = user;
  if (whence == SEEK_CUR) offset += stream->at;
  if (whence == SEEK_END) offset += stream->length;
  if (offset < 0 || offset > stream->length) return -1;
  return stream->at = offset;
}

static sf_count_t stream_read(void *to, sf_count_t count, void *user) {
  Stream *stream = user;
  if (count > stream->length - stream->at) count = stream->length - stream->at;
  memcpy(to, stream->bytes + stream->at, (size_t)count);
  stream->at += count;
  return count;
}

static sf_count_t stream_write(const void *from, sf_count_t count, void *user) {
  (void)from, (void)count, (void)user;
  return 0;
}

/* Decodes `count` mono streams to rows of `row_samples` int16; returns the row that failed, or -1. */
int64_t decode_streams(int16_t *rows, const uint8_t *source, const int64_t *starts,
                       const int64_t *lengths, int64_t count, int64_t row_samples) {
  SF_VIRTUAL_IO io = {stream_length, stream_seek, stream_read, stream_write, stream_tell};
  for (int64_t row = 0; row < count; row++) {
    Stream stream = {source + starts[row], lengths[row], 0};
    SF_INFO info = {0};
    SNDFILE *file = sf_open_virtual(&io, SFM_READ, &info, &stream);
    if (!file) return row;
    int16_t *to = rows + row * row_samples;
    sf_count_t read = info.channels == 1 ? sf_readf_short(file, to, row_samples) : -1;
    sf_close(file);
    if (read < 0) return row;
    memset(to + read, 0, (size_t)(row_samples - read) * sizeof(int16_t));
  }
  return -1;
}
#endif
