package dev.carrylane.cli;

import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.recipes.Architecture;
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
      return task(text);
    }
  }

  /** Reads a kind of model from the command line. */
  static final class OfArchitecture implements ITypeConverter<Architecture> {
    @Override
    public Architecture convert(String text) {
      return architecture(text);
    }
  }

  /** Reads the name of some tables from the command line. */
  static final class OfPlan implements ITypeConverter<ReproductionPlan> {
    @Override
    public ReproductionPlan convert(String text) {
      return constant(ReproductionPlan.values(), text);
    }
  }

  /** Reads a split from the command line. */
  static final class OfSplit implements ITypeConverter<Split> {
    @Override
    public Split convert(String text) {
      return constant(Split.values(), text);
    }
  }

  static Task task(String text) {
    return constant(Task.values(), text);
  }

  static Architecture architecture(String text) {
    return constant(Architecture.values(), text);
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
