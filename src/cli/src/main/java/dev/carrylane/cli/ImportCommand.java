package dev.carrylane.cli;

import dev.carrylane.network.Architecture;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a PyTorch checkpoint into a model file. */
@Command(
    name = "import",
    description = {
      "Turn a PyTorch checkpoint into a model file.",
      "Reads what torch.save wrote of a whole module or of its state_dict(). Architecture and sizes are told"
          + " by the tensors' names and shapes."
    })
final class ImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The checkpoint (.pt).")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "MODEL",
      description = "The model file (.safetensors) to write; it is replaced if it exists.")
  private Path target;

  @Option(
      names = "--task",
      converter = Choice.OfTask.class,
      description =
          "What the model is for: one of ${COMPLETION-CANDIDATES}. Written into the file.")
  private Task task;

  @Option(
      names = "--arch",
      converter = Choice.OfArchitecture.class,
      description =
          "The architecture that the checkpoint must hold: one of ${COMPLETION-CANDIDATES}.")
  private Architecture architecture;

  @Mixin private ReportOptions report;

  @Override
  public Integer call() throws IOException {
    requireTarget();
    Model model = ModelFiles.convert(file, architecture, task, BackendSelection.active());
    if (task != null) {
      ModelDescription description = model.description().withTask(task.toString());
      model = Model.of(description, model.parameters(), model.backend());
    }
    model.save(target);
    Map<String, Object> facts = InspectCommand.facts(model, target);
    report.print(facts, InspectCommand.text(model, target));
    return Main.SUCCESS;
  }

  private void requireTarget() throws IOException {
    OutputFile.require(target);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.exists(target) && Files.isSameFile(file, target)) {
      throw new CliException(
          target + " is the checkpoint itself; name another file to write with -o");
    }
  }
}
