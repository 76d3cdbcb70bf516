package dev.carrylane.tasks.recipes;

import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.training.Examples;
import dev.carrylane.training.TrainingOptions;
import java.io.IOException;
import java.util.Objects;

/**
 * A model for a task, how it is trained, and on what. Those of the paper have its sizes and settings.
 *
 * {@snippet :
 * Recipe recipe = Recipe.of(TaskData.of(Task.JSB, Path.of("JSB_Chorales.mat")), Architecture.CLRNN);
 * Training training = Training.of(recipe.start(), recipe.options(), engine);
 * training.run(recipe.examples(Split.TRAIN), recipe.examples(Split.VALID), listener);
 * }
 *
 * @param data where its sequences come from
 * @param model its layers
 * @param options how it is trained
 */
public record Recipe(TaskData data, ModelDescription model, TrainingOptions options) {
  /** The seed of the paper's authors. */
  static final long SEED = 1111;

  /** Checks that the model is one for the task. */
  public Recipe {
    Objects.requireNonNull(options, "options");
    data.requireFit(model);
  }

  /**
   * The recipe for some data.
   *
   * @param data the data of a task
   * @param architecture the kind of model
   * @return a recipe
   * @throws IllegalArgumentException if there is none of that kind for the task
   */
  public static Recipe of(TaskData data, Architecture architecture) {
    Recipe recipe =
        switch (data.task().kind()) {
          case MUSIC -> MusicRecipes.of(data, architecture);
          case DIGITS -> DigitRecipes.of(data, architecture);
          case TEXT -> TextRecipes.of(data, architecture);
          case SYNTHETIC -> SyntheticRecipes.of(data, architecture);
        };
    return recipe.options(recipe.options.seed(SEED));
  }

  /** That a task has no such model. */
  static IllegalArgumentException none(TaskData data, Architecture architecture) {
    return new IllegalArgumentException(
        "there is no %s for %s".formatted(architecture, data.task()));
  }

  /**
   * {@return the recipe with other settings}
   *
   * @param value how the model is trained
   */
  public Recipe options(TrainingOptions value) {
    return new Recipe(data, model, value);
  }

  /**
   * {@return the recipe for another model, which is trained alike}
   *
   * @param value its layers
   */
  public Recipe model(ModelDescription value) {
    return new Recipe(data, value, options);
  }

  /**
   * The sequences of a split, as the model takes them.
   *
   * @param split the split
   * @return sequences; those to train on follow from the seed of the options
   * @throws IOException if a file can't be read
   */
  public Examples examples(Split split) throws IOException {
    return data.examples(split, model, options.seed());
  }

  /**
   * The model before training, which follows from the seed of the options.
   *
   * @return what its layers start from; where an embedding is the decoder's weight, too, the small values of the paper's authors
   */
  public ModelFile start() {
    ModelFile start = new ModelFile(model, Initialization.of(model, options.seed()));
    return options.ties().isEmpty() ? start : TextRecipes.start(start, options);
  }
}
