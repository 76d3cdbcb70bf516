package dev.carrylane.cli;

import dev.carrylane.testkit.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small checkpoints that PyTorch saved, with inputs and PyTorch's outputs: those of the tasks' tests. */
final class Fixtures {
  private Fixtures() {}

  static Path file(String name) {
    return TestData.repository().resolve("src/tasks/src/test/fixtures").resolve(name);
  }

  /** The numbers of a CSV file, row by row. */
  static double[] numbers(Path csv) throws IOException {
    return numbers(Files.readAllLines(csv));
  }

  /** The numbers of lines of CSV. */
  static double[] numbers(List<String> lines) {
    return lines.stream()
        .flatMap(line -> List.of(line.split(",")).stream())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }
}
