package dev.carrylane.tasks.recipes;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.training.TrainingOptions;

/**
 * A model for a task, and how it is trained. Those of the paper have its sizes and settings.
 *
 * {@snippet :
 * TaskData data = TaskData.of(Task.JSB, Path.of("JSB_Chorales.mat"));
 * Recipe recipe = Recipe.of(data, Architecture.CLRNN);
 * Training training = Training.of(recipe.model(), recipe.options().seed(1), engine);
 * }
 *
 * @param model its layers
 * @param options how it is trained
 */
public record Recipe(ModelDescription model, TrainingOptions options) {
  /** The seed of the paper's authors. */
  static final long SEED = 1111;

  /**
   * The recipe for some data.
   *
   * @param data the data of a task
   * @param architecture the kind of model
   * @return a recipe
   * @throws IllegalArgumentException if there is none of that kind for the task
   */
  public static Recipe of(TaskData data, Architecture architecture) {
    return switch (data.task().kind()) {
      case MUSIC -> MusicRecipes.of(data.task(), architecture);
      case DIGITS -> throw none(data, architecture);
      case SYNTHETIC -> SyntheticRecipes.of(data, architecture);
    };
  }

  private static IllegalArgumentException none(TaskData data, Architecture architecture) {
    return new IllegalArgumentException(
        "there is no %s for %s".formatted(architecture, data.task()));
  }
}
