// Reads payloads of one length in random order into one buffer, as decodeBatch by position does:
// pread FILE START STRIDE BYTES COUNT. Prints bytes a second.
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
  if (count != 6) return 2;
  const int file = open(words[1], O_RDONLY);
  const int64_t start = atoll(words[2]), stride = atoll(words[3]), bytes = atoll(words[4]);
  const uint32_t records = atoi(words[5]), batch = 64;
  uint32_t *order = malloc(records * sizeof *order);
  char *rows = aligned_alloc(4096, (batch * bytes + 4095) / 4096 * 4096);
  if (file < 0 || order == NULL || rows == NULL) return 1;
  for (uint32_t index = 0; index < records; index++) order[index] = index;
  uint32_t state = 1;
  for (uint32_t last = records - 1; last > 0; last--) {
    state = state * 1664525u + 1013904223u;
    const uint32_t other = state % (last + 1), held = order[last];
    order[last] = order[other];
    order[other] = held;
  }
  double begun = 0, total = 0;
  // The first epoch warms up.
  for (int epoch = 0; epoch == 0 || now() - begun < 0.7; epoch++) {
    if (epoch == 1) begun = now();
    for (uint32_t at = 0; at + batch <= records; at += batch) {
      for (uint32_t row = 0; row < batch; row++) {
        const int64_t from = start + order[at + row] * stride;
        if (pread(file, rows + row * bytes, bytes, from) != bytes) return 1;
      }
      if (epoch > 0) total += (double)batch * bytes;
    }
    if (epoch == 0) begun = now();
  }
  printf("{\"rate\": %f}\n", total / (now() - begun));
  return 0;
}
