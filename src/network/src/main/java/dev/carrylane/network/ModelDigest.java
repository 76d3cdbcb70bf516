package dev.carrylane.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/** Tells models apart: the upper half of the digest is of the layers, the lower half of the trained values. */
final class ModelDigest {
  private static final int BUFFER_BYTES = 1 << 16;

  private ModelDigest() {}

  static long of(ModelDescription description, Parameters parameters) {
    CRC32C layers = new CRC32C();
    ModelDescription bare = description.output(Output.NONE).task("");
    layers.update(bare.toJsonLine().getBytes(StandardCharsets.UTF_8));
    int values = 0;
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (Map.Entry<String, Tensor> entry : parameters.tensors().entrySet()) {
      CRC32C tensor = new CRC32C();
      tensor.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
      entry.getValue().digest(tensor, buffer);
      // A sum, because the order of tensors in a file means nothing.
      values += (int) tensor.getValue();
    }
    return layers.getValue() << 32 | values & 0xFFFFFFFFL;
  }

  /** What the models of two digests differ in, for a message; null where they do not. */
  static String difference(long one, long other) {
    if (one == other) {
      return null;
    }
    return one >>> 32 != other >>> 32 ? "other layers" : "the same layers with other weights";
  }
}
