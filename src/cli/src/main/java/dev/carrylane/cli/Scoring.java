package dev.carrylane.cli;

import dev.carrylane.cli.console.Progress;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import dev.carrylane.tasks.Evaluation;
import dev.carrylane.tasks.Score;
import dev.carrylane.tasks.SequenceModel;
import dev.carrylane.tasks.Task;
import dev.carrylane.training.Examples;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** How models are scored: to the same bits by all commands, with any number of threads. */
final class Scoring {
  /** With fewer sequences for each thread, the threads share the work within each sequence. */
  private static final int SEQUENCES_OF_A_THREAD = 4;

  private Scoring() {}

  /**
   * Scores a model on some sequences.
   *
   * @param name what the bar is called
   * @param stopped whether the score is wanted no more; asked after each sequence
   * @return the score; null if it was stopped
   */
  static Score of(
      String name,
      Task task,
      Model model,
      Examples examples,
      Engine engine,
      BooleanSupplier stopped) {
    // Likelihoods are computed from logits, whatever the model ends in.
    Model logits = model.withOutput(Output.NONE);
    Engine alone = Engine.of(engine.backend());
    boolean spread = examples.count() >= SEQUENCES_OF_A_THREAD * engine.threads();
    try (Progress progress = Progress.of(name, examples.count())) {
      return Evaluation.of(
          task,
          examples,
          model.description(),
          () -> sequences(logits.newState(spread ? alone : engine)),
          spread ? engine : alone,
          () -> {
            if (stopped.getAsBoolean()) {
              throw new CancellationException();
            }
            progress.step();
          });
    } catch (CancellationException enough) {
      return null;
    }
  }

  private static SequenceModel sequences(ModelState state) {
    return (frames, x, y) -> {
      state.reset();
      state.run(frames, x, 0, y, 0);
    };
  }
}
