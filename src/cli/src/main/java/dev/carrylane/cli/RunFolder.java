package dev.carrylane.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carrylane.cli.chart.Point;
import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.report.CurvePicture;
import dev.carrylane.network.internal.FileReplacement;
import dev.carrylane.training.EpochFigures;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The folder of a training: its models and its state, which the training itself writes, and beside them what a run is and what came of
 * it. Each file appears whole or not at all.
 */
final class RunFolder {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Held by the process that works in the folder; it stays, since to delete it would let two processes hold one each. */
  private static final String LOCK = ".lock";

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /** A folder for a new run: one that is not there yet, or has nothing in it. */
  static RunFolder create(Path path) throws IOException {
    RunFolder folder = new RunFolder(path);
    if (Files.exists(folder.record())) {
      throw new CliException(
          "%s holds a run; go on with it by --resume %s, or name another folder with --out"
              .formatted(path, path));
    }
    if (Files.exists(path)) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(path, file -> !file.endsWith(LOCK))) {
        if (files.iterator().hasNext()) {
          throw new CliException(
              path + " is not empty; name a folder for this run alone with --out");
        }
      } catch (NotDirectoryException e) {
        throw new CliException(path + " is a file; name a folder with --out");
      }
    }
    return folder;
  }

  /** The folder of a run that has begun. */
  static RunFolder open(Path path) throws IOException {
    RunFolder folder = new RunFolder(path);
    if (!Files.exists(folder.record())) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      throw new CliException(
          path + " holds no run, since it has no run.json; name the folder of one with --resume");
    }
    return folder;
  }

  /**
   * Keeps other processes from working in the folder, which is made if need be, until the lock is closed or this process ends,
   * however it does.
   *
   * @throws CliException if another has it
   */
  Closeable lock() throws IOException {
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException held) {
      // Refused below: this very process has it.
    } catch (IOException noLocks) {
      // Some network file systems have none; a run is better than none there.
      return channel;
    }
    channel.close();
    throw new CliException(
        path + " is being trained in by another process; wait for it, or name another folder");
  }

  Path path() {
    return path;
  }

  /** What a run is and what came of it. */
  Path record() {
    return path.resolve("run.json");
  }

  Path best() {
    return path.resolve("best.safetensors");
  }

  Path last() {
    return path.resolve("last.safetensors");
  }

  /** Where a training goes on; not there before it was first written. */
  Path state() {
    return path.resolve("state.safetensors");
  }

  JsonNode readRecord() throws IOException {
    try {
      return MAPPER.readTree(Files.readString(record()));
    } catch (JsonProcessingException e) {
      throw new CliException(record() + " is damaged: " + e.getOriginalMessage());
    }
  }

  void writeRecord(Map<String, ?> facts) throws IOException {
    Files.createDirectories(path);
    write(record(), MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(facts) + "\n");
  }

  /** Writes the curve of all epochs so far, as a table and as a picture. */
  void writeCurve(String title, List<EpochFigures> epochs) throws IOException {
    List<Point> train = new ArrayList<>();
    List<Point> valid = new ArrayList<>();
    StringBuilder text =
        new StringBuilder(
            "epoch,train_loss,valid_loss,valid_accuracy,learning_rate,seconds,best\n");
    for (EpochFigures e : epochs) {
      text.append(e.epoch())
          .append(',')
          .append(cell(e.trainLoss()))
          .append(',')
          .append(cell(e.valid().loss()))
          .append(',')
          .append(cell(e.valid().accuracy()))
          .append(',')
          .append(cell(e.learningRate()))
          .append(String.format(",%.3f,", e.seconds()))
          .append(e.best() ? 1 : 0)
          .append('\n');
      train.add(new Point(e.epoch(), e.trainLoss()));
      valid.add(new Point(e.epoch(), e.valid().loss()));
    }
    write(path.resolve("curve.csv"), text.toString());
    write(path.resolve("curve.svg"), CurvePicture.of(title, train, valid));
  }

  /** Empty where there is no figure. */
  private static String cell(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private static void write(Path file, String text) throws IOException {
    try (FileReplacement replacement = FileReplacement.of(file)) {
      replacement.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      replacement.commit();
    }
  }
}
