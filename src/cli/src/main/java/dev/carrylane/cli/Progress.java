package dev.carrylane.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a long piece of work is: a bar on standard error if that is a terminal, which the launcher
 * tells by a system property since Java cannot ask, and silence otherwise.
 */
final class Progress implements AutoCloseable {
  /** Set by the launcher if standard error is a terminal. */
  static final String TERMINAL_PROPERTY = "carrylane.terminal";

  private static final int WIDTH = 79;

  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /** Work of a number of steps, negative if it is unknown, which begins now. */
  static Progress of(String name, long steps) {
    if (!Boolean.getBoolean(TERMINAL_PROPERTY)) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .startsFrom(0, Duration.ZERO)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
            .build());
  }

  /** Work that shows no bar, since its results go where the bar would be. */
  static Progress none() {
    return new Progress(null);
  }

  /** Counts one step as done. */
  void step() {
    steps(1);
  }

  /** Counts some steps as done. */
  void steps(int count) {
    if (bar != null) {
      bar.stepBy(count);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
