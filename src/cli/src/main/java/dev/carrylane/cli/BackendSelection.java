package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.engine.Backend;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The choice of a backend, which must be made before the engine is first used. */
final class BackendSelection {
  private static final List<String> NAMES =
      List.of("auto", "scalar", "vector", "128", "256", "512");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "Kernels to use: auto (default), scalar, vector, or a vector width in bits: 128, 256, 512."
              + " The results are the same, bit for bit.")
  void choose(String name) {
    if (!NAMES.contains(name)) {
      throw new ParameterException(
          command.commandLine(),
          "--backend is '" + name + "'; it takes one of " + String.join(", ", NAMES));
    }
    System.setProperty(Backend.PROPERTY, name);
  }

  /** The backend in use, chosen now if it was not before. */
  static Backend active() {
    try {
      return Backend.active();
    } catch (IllegalStateException e) {
      throw new CliException(e.getMessage());
    }
  }
}
