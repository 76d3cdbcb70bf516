package dev.carrylane.cli;

import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options that take one of some words: the constants of an enum, as they print themselves. */
final class Choice {
  private Choice() {}

  /** Reads a task from the command line. */
  static final class OfTask implements ITypeConverter<Task> {
    @Override
    public Task convert(String text) {
      return constant(Task.values(), text);
    }
  }

  /** Reads a split from the command line. */
  static final class OfSplit implements ITypeConverter<Split> {
    @Override
    public Split convert(String text) {
      return constant(Split.values(), text);
    }
  }

  private static <E> E constant(E[] values, String text) {
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
