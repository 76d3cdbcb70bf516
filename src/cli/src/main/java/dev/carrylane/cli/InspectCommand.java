package dev.carrylane.cli;

import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what is in a model file. */
@Command(
    name = "inspect",
    description =
        "Tell the architecture, shapes, parameters, receptive field and metadata of a model.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description = "A model file (.safetensors) or a PyTorch checkpoint (.pt).")
  private Path file;

  @Mixin private ReportOptions report;

  @Override
  public Integer call() throws IOException {
    Model model = ModelFiles.open(file, null, BackendSelection.active());
    report.print(facts(model, file), text(model, file));
    return Main.SUCCESS;
  }

  static Map<String, Object> facts(Model model, Path file) {
    ModelDescription description = model.description();
    OptionalLong field = model.receptiveField();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", file.toString());
    facts.put("architecture", description.architecture().toString());
    facts.put("inputs", description.inputs());
    facts.put("channels", description.channels());
    facts.put("kernel", description.kernel());
    facts.put("outputs", description.outputs());
    facts.put("decoder", description.decoder().toString());
    facts.put("frames", description.frames());
    facts.put("output", description.output().toString());
    facts.put("task", description.task());
    facts.put("parameters", model.parameterCount());
    facts.put("receptive_field", field.isPresent() ? field.getAsLong() : "unlimited");
    List<Map<String, Object>> tensors = new ArrayList<>();
    model
        .parameters()
        .tensors()
        .forEach((name, tensor) -> tensors.add(Map.of("name", name, "shape", tensor.shape())));
    facts.put("tensors", tensors);
    facts.put("metadata", description.toMetadata());
    return facts;
  }

  static String text(Model model, Path file) {
    ModelDescription description = model.description();
    OptionalLong field = model.receptiveField();
    StringBuilder text = new StringBuilder();
    line(text, "Model", Messages.oneLine(file.toString()));
    line(text, "Architecture", description.architecture().toString());
    line(text, "Frames", description.inputs() + " channels in, " + description.outputs() + " out");
    line(
        text,
        "Hidden",
        description.channels().stream().map(String::valueOf).collect(Collectors.joining(", "))
            + " channels"
            + (description.kernel() == 0 ? "" : ", kernel " + description.kernel()));
    line(
        text,
        "Decoder",
        description.decoder()
            + (description.frames() == 0 ? "" : " over " + description.frames() + " frames")
            + ", output "
            + description.output());
    line(text, "Sees", field.isPresent() ? field.getAsLong() + " frames" : "every frame before");
    line(text, "Parameters", String.valueOf(model.parameterCount()));
    for (Map.Entry<String, Tensor> tensor : model.parameters().tensors().entrySet()) {
      line(text, "", Messages.oneLine(tensor.getKey()) + " " + tensor.getValue());
    }
    description
        .toMetadata()
        .forEach((key, value) -> line(text, "Metadata", Messages.oneLine(key + " = " + value)));
    return text.toString();
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(String.format("%-13s %s%n", label, value));
  }
}
