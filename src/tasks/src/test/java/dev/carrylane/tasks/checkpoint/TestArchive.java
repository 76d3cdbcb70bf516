package dev.carrylane.tasks.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes zip archives such as PyTorch's. */
final class TestArchive {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private int method = ZipEntry.STORED;

  static TestArchive of(byte[] pickle) {
    return new TestArchive().with("archive/data.pkl", pickle);
  }

  TestArchive with(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  TestArchive storage(String key, byte[] bytes) {
    return with("archive/data/" + key, bytes);
  }

  TestArchive floats(String key, float... values) {
    ByteBuffer bytes = little(4 * values.length);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return storage(key, bytes.array());
  }

  TestArchive compressed() {
    method = ZipEntry.DEFLATED;
    return this;
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setMethod(method);
        header.setTime(0);
        if (method == ZipEntry.STORED) {
          CRC32 checksum = new CRC32();
          checksum.update(entry.getValue());
          header.setSize(entry.getValue().length);
          header.setCrc(checksum.getValue());
        }
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
