package dev.carrylane.cli;

import dev.carrylane.cli.console.Messages;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.layer.ParameterSpec;
import dev.carrylane.tasks.checkpoint.Checkpoint;
import dev.carrylane.tasks.checkpoint.ListedTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what is in a file of weights. */
@Command(
    name = "inspect",
    description = {
      "Tell what is in a file of weights.",
      "Of a model file its layers, sizes, parameters and receptive field; of any other safetensors or PyTorch"
          + " file its tensors."
    })
final class InspectCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = "A model file (.safetensors), or any safetensors or PyTorch file.")
  private Path file;

  @Mixin private ReportOptions report;

  @Override
  public Integer call() throws IOException {
    if (ModelFiles.isModel(file)) {
      ModelDescription description = ModelFile.read(file).description();
      report.print(facts(description, file), text(description, file) + contents(description));
    } else {
      List<ListedTensor> tensors = Checkpoint.list(file);
      report.print(facts(tensors), text(tensors));
    }
    return Main.SUCCESS;
  }

  /** What a model file holds, for programs. */
  static Map<String, Object> facts(ModelDescription description, Path file) {
    OptionalLong field = description.receptiveField();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", file.toString());
    facts.put("layers", description.toString());
    facts.put("inputs", description.inputs());
    facts.put("outputs", description.outputs());
    facts.put("output", description.output().toString());
    facts.put("task", description.task());
    facts.put("parameters", description.parameterCount());
    facts.put("state", description.sequence().stateSize(description.inputs()));
    facts.put("receptive_field", field.isPresent() ? field.getAsLong() : "unlimited");
    facts.put("causal", description.isCausal());
    List<Map<String, Object>> tensors = new ArrayList<>();
    for (ParameterSpec spec : description.parameters()) {
      tensors.add(Map.of("name", spec.name(), "shape", spec.shape()));
    }
    facts.put("tensors", tensors);
    facts.put("description", ReportOptions.parsed(description.toJson()));
    return facts;
  }

  /** What kind of model a file holds, for people. */
  static String text(ModelDescription description, Path file) {
    OptionalLong field = description.receptiveField();
    StringBuilder text = new StringBuilder();
    line(text, "Model", Messages.oneLine(file.toString()));
    line(text, "Layers", description.toString());
    line(text, "Channels", description.inputs() + " in, " + description.outputs() + " out");
    line(text, "Output function", description.output().toString());
    if (!description.task().isEmpty()) {
      line(text, "Task", Messages.oneLine(description.task()));
    }
    line(text, "Receptive field", receptiveField(description, field));
    line(text, "State", description.sequence().stateSize(description.inputs()) + " floats");
    line(text, "Parameters", String.valueOf(description.parameterCount()));
    return text.toString();
  }

  private static String contents(ModelDescription description) {
    StringBuilder text = new StringBuilder();
    for (ParameterSpec spec : description.parameters()) {
      line(text, "", spec.toString());
    }
    return text.append(description.toJson()).toString();
  }

  private static String receptiveField(ModelDescription description, OptionalLong field) {
    if (!description.isCausal()) {
      return "the whole sequence, later frames too";
    }
    return field.isPresent() ? field.getAsLong() + " frames" : "all frames so far";
  }

  private Map<String, Object> facts(List<ListedTensor> tensors) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("file", file.toString());
    facts.put("tensors", tensors);
    return facts;
  }

  private String text(List<ListedTensor> tensors) {
    StringBuilder text = new StringBuilder();
    line(text, "File", Messages.oneLine(file.toString()));
    line(text, "Tensors", String.valueOf(tensors.size()));
    for (ListedTensor tensor : tensors) {
      line(text, "", Messages.oneLine(tensor.toString()));
    }
    return text.append("Not a model file; 'carrylane import' makes one of weights.").toString();
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(String.format("%-15s %s%n", label, value));
  }
}
