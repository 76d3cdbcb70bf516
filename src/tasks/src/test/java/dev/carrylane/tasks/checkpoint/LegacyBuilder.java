package dev.carrylane.tasks.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes files such as PyTorch's of before 1.6. */
final class LegacyBuilder {
  private final byte[] pickle;
  private final Map<String, ByteBuffer> storages = new LinkedHashMap<>();
  private final Map<String, Integer> elements = new LinkedHashMap<>();

  private LegacyBuilder(byte[] pickle) {
    this.pickle = pickle;
  }

  static LegacyBuilder of(byte[] pickle) {
    return new LegacyBuilder(pickle);
  }

  LegacyBuilder floats(String key, float... values) {
    ByteBuffer bytes = TestArchive.little(4 * values.length);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return storage(key, values.length, bytes.array());
  }

  LegacyBuilder storage(String key, int count, byte[] bytes) {
    storages.put(key, ByteBuffer.wrap(bytes));
    elements.put(key, count);
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(number());
    out.writeBytes(PickleBuilder.protocol2().integer(1001).stop());
    PickleBuilder machine = PickleBuilder.protocol2().op('}', '(').text("protocol_version");
    machine.integer(1001).text("little_endian").raw(0x88).op('u');
    out.writeBytes(machine.stop());
    out.writeBytes(pickle);
    PickleBuilder keys = PickleBuilder.protocol2().op(']', '(');
    storages.keySet().forEach(keys::text);
    out.writeBytes(keys.op('e').stop());
    storages.forEach(
        (key, bytes) -> {
          out.writeBytes(TestArchive.little(8).putLong(elements.get(key)).array());
          out.writeBytes(bytes.array());
        });
    return out.toByteArray();
  }

  /** The pickle that stands for the format. */
  static byte[] number() {
    return PickleBuilder.protocol2()
        .raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
        .stop();
  }
}
