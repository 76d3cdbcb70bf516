package dev.carrylane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carrylane.cli.console.CliException;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.tasks.recipes.Architecture;
import dev.carrylane.tasks.recipes.Recipe;
import dev.carrylane.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run is: all that its bits follow from, besides the program and the data.
 *
 * @param task what the model is for
 * @param architecture whose recipe the settings are from, and the layers unless they are described
 * @param described the layers, if they are not the recipe's; else null
 * @param data the task's file or folder, absolute; null for a task that has none
 * @param length of the sequences of a synthetic task; null for the usual one
 * @param transposed whether pieces of music are transposed
 * @param sequences only the first so many of each split; null for all
 * @param epochs how often all sequences are gone through; null for what the recipe has, as the following may be
 * @param batch sequences of a step
 * @param learningRate before its schedule
 * @param seed what random choices follow from
 */
record RunSettings(
    Task task,
    Architecture architecture,
    ModelDescription described,
    Path data,
    Integer length,
    boolean transposed,
    Integer sequences,
    Integer epochs,
    Integer batch,
    Double learningRate,
    Long seed) {

  /** The data, the model, and how it is trained; refuses what does not go together. */
  Recipe recipe() throws IOException {
    if (sequences != null && sequences < 1) {
      throw new CliException("--sequences is " + sequences + "; it must be 1 or more");
    }
    TaskData source = DataSource.of(task, data, length);
    if (transposed && !task.isMusic()) {
      throw new CliException(task + " is no music; leave --transpose out");
    }
    Recipe recipe;
    try {
      recipe = Recipe.of(transposed ? source.transposed() : source, architecture);
    } catch (IllegalArgumentException refused) {
      throw new CliException(refused.getMessage() + "; choose another with --arch");
    }
    if (described != null) {
      try {
        recipe = recipe.model(named(described, source));
      } catch (IllegalArgumentException refused) {
        throw new CliException("the model of --describe " + refused.getMessage());
      }
    }
    try {
      return recipe.options(changed(recipe.options()));
    } catch (IllegalArgumentException refused) {
      throw new CliException(refused.getMessage());
    }
  }

  private ModelDescription named(ModelDescription model, TaskData source) {
    ModelDescription named = model.task(source.modelTask());
    return named.output() == Output.NONE ? named.output(task.output()) : named;
  }

  private TrainingOptions changed(TrainingOptions recipe) {
    TrainingOptions options = recipe;
    options = epochs == null ? options : options.epochs(epochs);
    options = batch == null ? options : options.batch(batch);
    options = seed == null ? options : options.seed(seed);
    return learningRate == null
        ? options
        : options.optimizer(options.optimizer().withLearningRate(learningRate));
  }

  /** The same with what a recipe has where nothing was said, so that they stay the same whatever becomes of recipes. */
  RunSettings resolved(Recipe recipe) {
    TrainingOptions options = recipe.options();
    return new RunSettings(
        task,
        architecture,
        described,
        data,
        length,
        transposed,
        sequences,
        options.epochs(),
        options.batch(),
        options.optimizer().learningRate(),
        options.seed());
  }

  /** The same with the data elsewhere. */
  RunSettings withData(Path path) {
    return new RunSettings(
        task,
        architecture,
        described,
        path,
        length,
        transposed,
        sequences,
        epochs,
        batch,
        learningRate,
        seed);
  }

  /** As they stand in a run's record. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("task", task.toString());
    facts.put("architecture", architecture.toString());
    facts.put("described", described == null ? null : ReportOptions.parsed(described.toJson()));
    facts.put("data", data == null ? null : data.toString());
    facts.put("length", length);
    facts.put("transposed", transposed);
    facts.put("sequences", sequences);
    facts.put("epochs", epochs);
    facts.put("batch", batch);
    facts.put("learning_rate", learningRate);
    facts.put("seed", seed);
    return facts;
  }

  /**
   * Those of a run's record.
   *
   * @throws RuntimeException if they are damaged
   */
  static RunSettings of(JsonNode facts) {
    return new RunSettings(
        Choice.task(facts.required("task").asText()),
        Choice.architecture(facts.required("architecture").asText()),
        facts.hasNonNull("described")
            ? ModelDescription.fromJson(facts.get("described").toString())
            : null,
        facts.hasNonNull("data") ? Path.of(facts.get("data").asText()) : null,
        facts.hasNonNull("length") ? facts.get("length").intValue() : null,
        facts.required("transposed").booleanValue(),
        facts.hasNonNull("sequences") ? facts.get("sequences").intValue() : null,
        facts.required("epochs").intValue(),
        facts.required("batch").intValue(),
        facts.required("learning_rate").doubleValue(),
        facts.required("seed").longValue());
  }
}
