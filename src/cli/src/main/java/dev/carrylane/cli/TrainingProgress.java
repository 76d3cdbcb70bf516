package dev.carrylane.cli;

import dev.carrylane.cli.console.Progress;
import dev.carrylane.training.EpochFigures;
import dev.carrylane.training.TrainingListener;
import java.io.PrintWriter;

/** Tells how a training goes: a line for each epoch, and on a terminal a bar with loss, frames a second and the time that is left. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private static final long WORDS_NANOS = 250_000_000L;

  private final String name;
  private final int epochs;
  private final PrintWriter out;
  private Progress progress;
  private long began;
  private long said;
  private long frames;
  private double framesPerSecond;

  /**
   * Of a training that begins now.
   *
   * @param name what is trained
   * @param epochs how many it has in all
   * @param out takes the lines; null for nobody
   */
  TrainingProgress(String name, int epochs, PrintWriter out) {
    this.name = name;
    this.epochs = epochs;
    this.out = out;
    began = System.nanoTime();
  }

  @Override
  public void step(int epoch, long step, long steps, double loss, long frames) {
    if (progress == null) {
      long done = (epoch - 1) * steps + step - 1;
      progress = Progress.of(name, done, epochs * steps, " epochs", steps);
    }
    progress.step();
    this.frames += frames;
    long now = System.nanoTime();
    framesPerSecond = this.frames * 1e9 / Math.max(1, now - began);
    if (now - said > WORDS_NANOS) {
      said = now;
      progress.say(" loss %.4g, %,.0f frames/s".formatted(loss, framesPerSecond));
    }
  }

  @Override
  public void epoch(EpochFigures figures) {
    if (out != null) {
      // An epoch that was stopped within its validation goes on without a step.
      Progress place = progress == null ? Progress.none() : progress;
      place.print(out, line(figures, epochs, framesPerSecond));
    }
    began = System.nanoTime();
    frames = 0;
  }

  /** One epoch on one line. */
  static String line(EpochFigures figures, int epochs, double framesPerSecond) {
    String valid =
        Double.isNaN(figures.valid().loss())
            ? ""
            : ", valid %.6f (accuracy %.4f)%s"
                .formatted(
                    figures.valid().loss(),
                    figures.valid().accuracy(),
                    figures.best() ? ", best" : "");
    return "epoch %d of %d: loss %.6f%s; rate %.3g, %,.0f frames/s, %.1f s"
        .formatted(
            figures.epoch(),
            epochs,
            figures.trainLoss(),
            valid,
            figures.learningRate(),
            framesPerSecond,
            figures.seconds());
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
