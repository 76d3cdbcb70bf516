package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.tasks.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns weights that another program saved into a model file. */
@Command(
    name = "import",
    description = {
      "Turn weights that PyTorch saved into a model file.",
      "Reads what torch.save wrote of a state_dict(), of a training checkpoint or of a whole module, and"
          + " safetensors. Layers are told by the names and shapes of their tensors; what these do not tell is"
          + " assumed, and printed. --dry-run prints the description as JSON; edited, it goes to --describe."
    })
final class ImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The weights (.pt, .pth, .ckpt, .safetensors).")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "MODEL",
      description = "The model file (.safetensors) to write; it is replaced if it exists.")
  private Path target;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      converter = Choice.OfTask.class,
      description =
          "What the model is for: one of ${COMPLETION-CANDIDATES}. Tells the output function; written into"
              + " the file.")
  private Task task;

  @Option(
      names = "--describe",
      paramLabel = "JSON",
      description = "A file with the model's description, instead of what names and shapes tell.")
  private Path describe;

  @Option(
      names = "--map",
      paramLabel = "THEIRS=OURS",
      description =
          "Gives a tensor, or all whose names begin so, another name: \"net.rec.=lstm.\". May be repeated.")
  private List<String> map = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Which entry of a training checkpoint has the weights; dots lead further down.")
  private String key;

  @Option(
      names = "--dry-run",
      description = "Print the description that the model would have, and write nothing.")
  private boolean dryRun;

  @Mixin private ReportOptions report;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    if (!dryRun) {
      requireTarget();
    }
    ModelDescription described = describe == null ? null : ModelFiles.description(describe);
    ModelFiles.Imported imported =
        ModelFiles.convert(file, new ModelFiles.Hints(key, map, described, task));
    imported.remarks().forEach(report::note);
    ModelFile model = imported.file();
    if (dryRun) {
      Map<String, Object> facts = InspectCommand.facts(model.description(), file);
      facts.put("remarks", imported.remarks());
      report.print(facts, model.description().toJson());
      return Main.SUCCESS;
    }
    model.write(target);
    if (imported.isAssumed()) {
      report.note(
          "if an assumption is wrong: --dry-run > model.json, correct it, then --describe model.json");
    }
    Map<String, Object> facts = InspectCommand.facts(model.description(), target);
    facts.put("remarks", imported.remarks());
    report.print(
        facts,
        InspectCommand.text(model.description(), target)
            + "Written. 'carrylane inspect' shows its tensors and description, 'carrylane predict' runs it.");
    return Main.SUCCESS;
  }

  private void requireTarget() throws IOException {
    if (target == null) {
      throw new ParameterException(
          command.commandLine(), "missing -o MODEL, the file to write (or --dry-run)");
    }
    OutputFile.require(target);
    ModelFiles.requireFile(file);
    if (Files.exists(target) && Files.isSameFile(file, target)) {
      throw new CliException(
          target + " is the checkpoint itself; name another file to write with -o");
    }
  }
}
