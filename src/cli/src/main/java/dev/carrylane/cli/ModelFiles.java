package dev.carrylane.cli;

import dev.carrylane.engine.Backend;
import dev.carrylane.network.Architecture;
import dev.carrylane.network.Decoder;
import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.checkpoint.Checkpoint;
import dev.carrylane.tasks.data.MnistData;
import dev.carrylane.tasks.data.MusicData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Models from either kind of file that the command takes. */
final class ModelFiles {
  private ModelFiles() {}

  /**
   * Reads a model file or a checkpoint.
   *
   * @param task what the model will be used for, which tells what a checkpoint does not; null to tell
   *     by its shapes alone
   */
  static Model open(Path file, Task task, Backend backend) throws IOException {
    requireFile(file);
    return isCheckpoint(file)
        ? convert(file, null, description -> output(description, task).orElse(Output.NONE), backend)
        : Model.load(file, backend);
  }

  /**
   * Reads a checkpoint that is to become a model file.
   *
   * @param architecture what it should hold; null to take what it holds
   * @param task what it is for; null to tell by its shapes
   */
  static Model convert(Path file, Architecture architecture, Task task, Backend backend)
      throws IOException {
    requireFile(file);
    return convert(
        file,
        architecture,
        description ->
            output(description, task)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "a model of %d to %d channels could be for any task; name it with --task"
                                .formatted(description.inputs(), description.outputs()))),
        backend);
  }

  private static Model convert(
      Path file,
      Architecture architecture,
      Function<ModelDescription, Output> output,
      Backend backend)
      throws IOException {
    Map<String, Tensor> tensors = canonical(Checkpoint.read(file).tensors());
    try {
      ModelDescription inferred = ModelDescription.infer(tensors, architecture, Output.NONE, "");
      return Model.of(inferred.withOutput(output.apply(inferred)), Parameters.of(tensors), backend);
    } catch (IllegalArgumentException invalid) {
      throw new MalformedFileException(file, invalid.getMessage());
    }
  }

  /**
   * Tensors under the names that models look for: some of the authors' modules are called RNN and LSTM
   * instead of rnn and lstm, and data-parallel training puts {@code module.} before every name.
   */
  private static Map<String, Tensor> canonical(Map<String, Tensor> tensors) {
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) ->
            renamed.put(
                name.replaceFirst("^module\\.", "")
                    .replaceFirst("^RNN\\.", "rnn.")
                    .replaceFirst("^LSTM\\.", "lstm."),
                tensor));
    return renamed.size() == tensors.size() ? renamed : tensors;
  }

  /** No tensor tells the output function: the task does, or shapes that only one task has. */
  private static Optional<Output> output(ModelDescription model, Task task) {
    boolean notes = model.inputs() == MusicData.NOTES && model.outputs() == MusicData.NOTES;
    boolean digits =
        model.inputs() == 1
            && model.outputs() == MnistData.CLASSES
            && model.decoder() == Decoder.FLATTENED;
    if (task == null ? notes : task.isMusic()) {
      return Optional.of(Output.SIGMOID);
    }
    return task != null || digits ? Optional.of(Output.LOG_SOFTMAX) : Optional.empty();
  }

  private static void requireFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new CliException(file + " is a directory; name a model file in it");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
  }

  /** By content where that is clear, so that a misnamed file is read for what it is. */
  private static boolean isCheckpoint(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".pt") || name.endsWith(".pth")) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(2);
      return head.length == 2 && head[0] == 'P' && head[1] == 'K';
    }
  }
}
