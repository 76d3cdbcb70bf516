package dev.carrylane.tasks.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes pickles instruction by instruction, as Python would and as it would not. */
final class PickleBuilder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A pickle of protocol 2, as PyTorch writes. */
  static PickleBuilder protocol2() {
    return new PickleBuilder().raw(0x80, 2);
  }

  PickleBuilder raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  PickleBuilder op(char... opcodes) {
    for (char opcode : opcodes) {
      out.write(opcode);
    }
    return this;
  }

  PickleBuilder global(String module, String name) {
    out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  PickleBuilder text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    op('X').little(utf8.length, 4);
    out.writeBytes(utf8);
    return this;
  }

  PickleBuilder integer(long value) {
    return value == (int) value ? op('J').little(value, 4) : raw(0x8a, 8).little(value, 8);
  }

  PickleBuilder real(double value) {
    return op('G').little(Long.reverseBytes(Double.doubleToRawLongBits(value)), 8);
  }

  PickleBuilder little(long value, int size) {
    for (int i = 0; i < size; i++) {
      out.write((int) (value >>> 8 * i));
    }
    return this;
  }

  PickleBuilder put(int key) {
    return op('r').little(key, 4);
  }

  PickleBuilder get(int key) {
    return op('j').little(key, 4);
  }

  PickleBuilder integers(long... values) {
    op('(');
    for (long value : values) {
      integer(value);
    }
    return op('t');
  }

  /** An empty ordered dictionary. */
  PickleBuilder orderedDict() {
    return global("collections", "OrderedDict").op(')', 'R');
  }

  PickleBuilder storage(String type, String key, long elements) {
    op('(').text("storage").global("torch", type).text(key).text("cpu").integer(elements);
    return op('t', 'Q');
  }

  /** A tensor, its storage described anew. */
  PickleBuilder tensor(
      String type, String key, long elements, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op('(').storage(type, key, elements);
    return integer(offset).integers(shape).integers(strides).raw(0x89).orderedDict().op('t', 'R');
  }

  /** A contiguous vector that shows a whole storage of floats. */
  PickleBuilder vector(String key, long elements) {
    return tensor("FloatStorage", key, elements, 0, new long[] {elements}, new long[] {1});
  }

  PickleBuilder parameter(String key, long elements) {
    global("torch._utils", "_rebuild_parameter").op('(').vector(key, elements).raw(0x88);
    return orderedDict().op('t', 'R');
  }

  /** Starts an object of a class; its attributes follow as items, then {@link #endObject}. */
  PickleBuilder object(String module, String name) {
    return global(module, name).op(')').raw(0x81).op('}', '(');
  }

  PickleBuilder endObject() {
    return op('u', 'b');
  }

  byte[] stop() {
    op('.');
    return out.toByteArray();
  }

  /** The pickle of what was built so far, to which more can be added. */
  byte[] bytes() {
    byte[] bytes = Arrays.copyOf(out.toByteArray(), out.size() + 1);
    bytes[out.size()] = '.';
    return bytes;
  }
}
