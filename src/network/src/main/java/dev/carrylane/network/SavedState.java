package dev.carrylane.network;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a saved sequence: magic number, version, form, the model's digest, the position, the floats, and a CRC-32C of
 * all before it. Big-endian.
 */
final class SavedState {
  /** The magic number: CLst. */
  private static final int MAGIC = 0x434C7374;

  private static final byte VERSION = 1;
  private static final byte FULL = 0;
  private static final byte INPUTS = 1;
  private static final byte BITS = 2;
  private static final int HEADER = 4 + 1 + 1 + 8 + 8;
  private static final int CHECKSUM = 4;

  /** More than any sequence has; positions stay far from where they would overflow. */
  private static final long MOST_FRAMES = 1L << 60;

  private final byte form;
  private final long position;
  private final ByteBuffer payload;

  private SavedState(byte form, long position, ByteBuffer payload) {
    this.form = form;
    this.position = position;
    this.payload = payload;
  }

  /** A state as it is. */
  static byte[] full(long digest, long position, float[] state, int from, int length) {
    ByteBuffer bytes = begin(FULL, digest, position, (long) length * Float.BYTES);
    bytes.slice().asFloatBuffer().put(state, from, length);
    return end(bytes);
  }

  /** Input frames, packed as bits where all of them are 0 or 1. */
  static byte[] inputs(long digest, long position, float[] inputs, int length) {
    boolean bits = true;
    for (int i = 0; i < length; i++) {
      int raw = Float.floatToRawIntBits(inputs[i]);
      bits &= raw == 0 || inputs[i] == 1;
    }
    if (!bits) {
      ByteBuffer bytes = begin(INPUTS, digest, position, (long) length * Float.BYTES);
      bytes.slice().asFloatBuffer().put(inputs, 0, length);
      return end(bytes);
    }
    ByteBuffer bytes = begin(BITS, digest, position, Math.ceilDiv(length, 8));
    for (int i = 0; i < length; i += 8) {
      int packed = 0;
      for (int bit = i; bit < Math.min(length, i + 8); bit++) {
        packed |= (int) inputs[bit] << bit - i;
      }
      bytes.put((byte) packed);
    }
    return end(bytes);
  }

  private static ByteBuffer begin(byte form, long digest, long position, long payload) {
    long size = HEADER + payload + CHECKSUM;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException("a saved state would take " + size + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    return bytes.putInt(MAGIC).put(VERSION).put(form).putLong(digest).putLong(position);
  }

  private static byte[] end(ByteBuffer bytes) {
    byte[] array = bytes.array();
    bytes.putInt(array.length - CHECKSUM, checksum(array, 0, array.length - CHECKSUM));
    return array;
  }

  static int checksum(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }

  /**
   * Checks bytes.
   *
   * @throws IllegalArgumentException if they are damaged or of another model
   */
  static SavedState read(byte[] saved, Pass pass) {
    if (saved.length < HEADER + CHECKSUM) {
      throw new IllegalArgumentException(
          "a saved state has at least %d bytes, not %d; it is cut short or something else"
              .formatted(HEADER + CHECKSUM, saved.length));
    }
    ByteBuffer bytes = ByteBuffer.wrap(saved);
    int magic = bytes.getInt();
    byte version = bytes.get();
    if (magic != MAGIC || version != VERSION) {
      throw new IllegalArgumentException(
          magic != MAGIC
              ? "these bytes are no saved state: they begin with %08x, not with %08x"
                  .formatted(magic, MAGIC)
              : "a saved state of version %d; this program reads version %d"
                  .formatted(version, VERSION));
    }
    int end = saved.length - CHECKSUM;
    if (bytes.getInt(end) != checksum(saved, 0, end)) {
      throw new IllegalArgumentException(
          "the saved state is damaged: its checksum does not fit its %d bytes"
              .formatted(saved.length));
    }
    byte form = bytes.get();
    long digest = bytes.getLong();
    String difference = ModelDigest.difference(digest, pass.model.digest());
    if (difference != null) {
      throw new IllegalArgumentException(
          "the saved state is of another model: %s (this one is %s)"
              .formatted(difference, pass.description));
    }
    long position = bytes.getLong();
    SavedState state = new SavedState(form, position, bytes.slice(HEADER, end - HEADER));
    state.requireSize(pass);
    return state;
  }

  private void requireSize(Pass pass) {
    long wanted =
        switch (form) {
          case FULL -> (long) pass.memory * Float.BYTES;
          case INPUTS -> (long) frames(pass) * pass.inputs * Float.BYTES;
          case BITS -> Math.ceilDiv((long) frames(pass) * pass.inputs, 8);
          default -> -1;
        };
    boolean fits = pass.length == 0 || position <= pass.length;
    if (position < 0 || position > MOST_FRAMES || !fits || wanted != payload.remaining()) {
      throw new IllegalArgumentException(
          "the saved state has form %d, position %d and %d bytes, which no state of this model has"
              .formatted(form, position, payload.remaining()));
    }
  }

  /** The frames that a row is saved as: as many as an output looks back, or all there were. */
  int frames(Pass pass) {
    return (int) Math.min(position, StateTable.remembered(pass.description));
  }

  boolean isInputs() {
    return form != FULL;
  }

  long position() {
    return position;
  }

  void copyState(float[] state, int from) {
    payload.slice().asFloatBuffer().get(state, from, payload.remaining() / Float.BYTES);
  }

  /** The saved input frames. */
  float[] inputs(int length) {
    float[] inputs = new float[length];
    if (form == INPUTS) {
      payload.slice().asFloatBuffer().get(inputs);
    } else {
      for (int i = 0; i < length; i++) {
        inputs[i] = payload.get(i / 8) >> i % 8 & 1;
      }
    }
    return inputs;
  }
}
