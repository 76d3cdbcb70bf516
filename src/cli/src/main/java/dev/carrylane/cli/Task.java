package dev.carrylane.cli;

import dev.carrylane.cli.data.Split;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a model is trained for and evaluated on. */
enum Task {
  /** JSB Chorales: 382 chorales by Bach. */
  JSB(true),
  /** Nottingham: 1037 folk tunes. */
  NOTTINGHAM(true),
  /** MuseData: 783 orchestral and piano pieces. */
  MUSE(true),
  /** Piano-midi.de: 124 classical piano pieces. */
  PIANO(true),
  /** MNIST's digits, pixel by pixel. */
  SMNIST(false);

  private final boolean music;

  Task(boolean music) {
    this.music = music;
  }

  /** Whether the data is polyphonic music in a MAT file. */
  boolean isMusic() {
    return music;
  }

  /** The name as it stands on the command line, in reports and in model files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a task from the command line. */
  static final class Converter implements ITypeConverter<Task> {
    @Override
    public Task convert(String text) {
      return constant(Task.values(), text);
    }
  }

  /** Reads a split from the command line. */
  static final class SplitConverter implements ITypeConverter<Split> {
    @Override
    public Split convert(String text) {
      return constant(Split.values(), text);
    }
  }

  /** The constant that prints as the given text. */
  static <E> E constant(E[] values, String text) {
    for (E value : values) {
      if (value.toString().equals(text)) {
        return value;
      }
    }
    throw new TypeConversionException(
        "'"
            + text
            + "' is unknown; it takes one of "
            + Arrays.stream(values).map(E::toString).collect(Collectors.joining(", ")));
  }
}
