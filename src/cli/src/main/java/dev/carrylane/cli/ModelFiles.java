package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.engine.Backend;
import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.Output;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.checkpoint.Checkpoint;
import dev.carrylane.tasks.files.FileKind;
import dev.carrylane.tasks.recognition.Recognised;
import dev.carrylane.tasks.recognition.Recognition;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Models from any kind of file that the command takes. */
final class ModelFiles {
  /** Begins what was taken to be usual, since a checkpoint does not tell it. */
  private static final String ASSUMED = "assumed: ";

  /** Longer than any description. */
  private static final long MAX_DESCRIPTION_BYTES = 16 << 20;

  private ModelFiles() {}

  /**
   * What is said of a checkpoint that can't say it itself.
   *
   * @param key where in the file the weights are; null for the usual places
   * @param map names of tensors and what they are to be, each {@code theirs=ours}
   * @param describe the layers; null to tell them by names and shapes
   * @param task what the model is for, which tells its output function; null where nobody knows
   */
  record Hints(String key, List<String> map, ModelDescription describe, Task task) {
    /** Nothing but what the model is for. */
    static Hints of(Task task) {
      return new Hints(null, List.of(), null, task);
    }
  }

  /**
   * A model that was made of a checkpoint.
   *
   * @param file the model
   * @param remarks what a user should know of it, one line each, the gravest first
   */
  record Imported(ModelFile file, List<String> remarks) {
    /** Whether anything may be otherwise than it was taken to be. */
    boolean isAssumed() {
      for (String remark : remarks) {
        if (remark.startsWith(ASSUMED)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether a file is a model file. A damaged one is refused for what is wrong with it. */
  static boolean isModel(Path file) throws IOException {
    requireFile(file);
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    FileKind kind = FileKind.of(file);
    boolean safetensors =
        kind == FileKind.SAFETENSORS || kind == FileKind.UNKNOWN && name.endsWith(".safetensors");
    return safetensors && ModelFile.isModel(file);
  }

  /**
   * Reads a model file or a checkpoint.
   *
   * @param task what the model will be used for, which tells what a checkpoint does not; null where nobody knows
   * @param report is told what was assumed of a checkpoint
   */
  static Model open(Path file, Task task, Backend backend, ReportOptions report)
      throws IOException {
    ModelOptions options = ModelOptions.defaults().backend(backend);
    if (isModel(file)) {
      return Model.load(file, options);
    }
    Imported imported = convert(file, Hints.of(task));
    for (String remark : imported.remarks()) {
      report.note(file + ": " + remark);
    }
    return Model.of(imported.file(), options);
  }

  /** Makes a model of a checkpoint, or of a model file, which says itself what it is. */
  static Imported convert(Path file, Hints hints) throws IOException {
    if (hints.describe() == null && isModel(file)) {
      if (hints.key() != null || !hints.map().isEmpty()) {
        throw new CliException(
            file + " is a model file, which --key and --map have no use for; leave them out");
      }
      ModelFile model = ModelFile.read(file);
      ModelDescription description = withTask(model.description(), hints.task());
      return new Imported(new ModelFile(description, model.parameters()), List.of());
    }
    requireFile(file);
    Checkpoint checkpoint = Checkpoint.read(file, Optional.ofNullable(hints.key()));
    try {
      Recognition recognition = Recognition.of(checkpoint).map(hints.map());
      if (hints.describe() != null) {
        recognition = recognition.describe(hints.describe());
      }
      if (hints.task() != null) {
        recognition = recognition.output(hints.task().output());
      }
      Recognised recognised = recognition.recognise();
      ModelDescription description = withTask(recognised.description(), hints.task());
      List<String> remarks = new ArrayList<>();
      for (String warning : checkpoint.warnings()) {
        remarks.add("warning: " + warning);
      }
      for (String assumption : recognised.assumptions()) {
        remarks.add(ASSUMED + assumption);
      }
      remarks.addAll(checkpoint.notes());
      remarks.addAll(recognised.notes());
      return new Imported(new ModelFile(description, recognised.parameters()), remarks);
    } catch (IllegalArgumentException refused) {
      throw new MalformedFileException(file, refused.getMessage());
    }
  }

  /** A model of a task, with the task's output function unless it has one. */
  private static ModelDescription withTask(ModelDescription description, Task task) {
    // A model of characters says which, behind the name of its task.
    if (task == null || description.task().startsWith(task + ":")) {
      return description;
    }
    ModelDescription named = description.task(task.toString());
    return named.output() == Output.NONE ? named.output(task.output()) : named;
  }

  /** Reads a description that a user wrote. */
  static ModelDescription description(Path describe) throws IOException {
    requireFile(describe);
    if (Files.size(describe) > MAX_DESCRIPTION_BYTES) {
      throw new CliException(
          "%s has %d bytes, more than any description; name a JSON file"
              .formatted(describe, Files.size(describe)));
    }
    try {
      return ModelDescription.fromJson(Files.readString(describe, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new CliException(describe + " is not UTF-8 text; name a JSON file");
    } catch (IllegalArgumentException refused) {
      throw new CliException(describe + ": " + refused.getMessage());
    }
  }

  /** Refuses what is no file. */
  static void requireFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new CliException(file + " is a directory; name a model file in it");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
  }
}
