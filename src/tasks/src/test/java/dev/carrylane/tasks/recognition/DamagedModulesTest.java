package dev.carrylane.tasks.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.network.ModelFile;
import dev.carrylane.tasks.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole modules with some bytes changed, so that classes, attributes and sizes are others: a model comes out, or one line of
 * reason. {@code -Dcarrylane.fuzz=1000000} changes more of them.
 */
final class DamagedModulesTest {
  private static final int RUNS = Integer.getInteger("carrylane.fuzz", 10_000) / 10;

  @TempDir Path folder;

  @Test
  void aModelOrOneLine() throws Exception {
    List<Fixture> modules =
        Fixture.all()
            .filter(fixture -> fixture.name().endsWith("_module"))
            .filter(DamagedModulesTest::isZip)
            .toList();
    Random random = new Random(2106);
    int reached = 0;
    for (int run = 0; run < RUNS; run++) {
      Fixture fixture = modules.get(random.nextInt(modules.size()));
      Path damaged = damaged(fixture.checkpoint(), random);
      Checkpoint checkpoint;
      try {
        checkpoint = Checkpoint.read(damaged);
      } catch (IOException unreadable) {
        continue;
      }
      reached++;
      try {
        Recognised model = Recognition.of(checkpoint).recognise();
        assertTrue(
            new ModelFile(model.description(), model.parameters()).description().outputs() > 0);
      } catch (IllegalArgumentException refused) {
        String message = refused.getMessage();
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.chars().noneMatch(c -> c < ' '), message);
      } catch (RuntimeException | StackOverflowError bug) {
        fail(bug + " with run " + run + ", " + fixture, bug);
      }
    }
    assertTrue(reached > RUNS / 20, reached + " of " + RUNS + " were read");
  }

  private static boolean isZip(Fixture fixture) {
    try (ZipFile zip = new ZipFile(fixture.checkpoint().toFile())) {
      return zip.size() > 0;
    } catch (IOException older) {
      return false;
    }
  }

  /** A copy of an archive in which one or two bytes of the pickle are others. */
  private Path damaged(Path archive, Random random) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    Path damaged = folder.resolve("damaged.pt");
    try (OutputStream out = Files.newOutputStream(damaged);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        byte[] bytes = entry.getValue();
        if (entry.getKey().endsWith("data.pkl")) {
          for (int i = random.nextInt(2); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = changed(random);
          }
        }
        ZipEntry stored = new ZipEntry(entry.getKey());
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(bytes.length);
        stored.setCrc(checksum.getValue());
        zip.putNextEntry(stored);
        zip.write(bytes);
      }
    }
    return damaged;
  }

  /** Small numbers, letters, and whatever else: what attributes are made of. */
  private static byte changed(Random random) {
    return (byte)
        switch (random.nextInt(3)) {
          case 0 -> random.nextInt(8);
          case 1 -> 'a' + random.nextInt(26);
          default -> random.nextInt(256);
        };
  }
}
