package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.network.internal.FileReplacement;
import dev.carrylane.tasks.frames.CsvOutput;
import dev.carrylane.tasks.frames.FrameWriter;
import dev.carrylane.tasks.frames.NpyOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Frames for a file that appears whole or not at all: a NumPy array if its name ends in .npy, else CSV. */
final class OutputFile implements FrameWriter, AutoCloseable {
  private final FileReplacement file;
  private final Writer text;
  private final NpyOutput array;
  private final FrameWriter frames;

  private OutputFile(Path target, int width) throws IOException {
    file = FileReplacement.of(target);
    OutputStream bytes = stream(file);
    if (isArray(target)) {
      text = Writer.nullWriter();
      array = new NpyOutput(bytes, width);
      frames = array;
    } else {
      text = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.US_ASCII));
      array = null;
      frames = new CsvOutput(text, width);
    }
  }

  /** Begins a file of frames. */
  static OutputFile of(Path target, int width) throws IOException {
    require(target);
    return new OutputFile(target, width);
  }

  /** Refuses what {@code -o} cannot be. */
  static void require(Path target) {
    if (Files.isDirectory(target)) {
      throw new CliException(target + " is a directory; name the file to write with -o");
    }
    Path folder = target.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new CliException(folder + " is not a folder; create it, or write elsewhere with -o");
    }
  }

  private static boolean isArray(Path target) {
    return target.getFileName().toString().endsWith(".npy");
  }

  private static OutputStream stream(FileReplacement file) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }

  @Override
  public void write(int count, float[] y, int offset) throws IOException {
    frames.write(count, y, offset);
  }

  /** Puts the file in its place. */
  void commit() throws IOException {
    text.flush();
    if (array != null) {
      file.writeAtStart(ByteBuffer.wrap(array.start()));
    }
    file.commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
