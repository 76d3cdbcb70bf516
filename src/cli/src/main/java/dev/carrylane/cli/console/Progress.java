package dev.carrylane.cli.console;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a long piece of work is: a bar on standard error if that is a terminal, which the launcher
 * tells by a system property since Java cannot ask, and silence otherwise.
 */
public final class Progress implements AutoCloseable {
  /** Set by the launcher if standard error is a terminal. */
  public static final String TERMINAL_PROPERTY = "carrylane.terminal";

  private static final int WIDTH = 79;

  private final ProgressBar bar;
  private final Line line;

  private Progress(ProgressBar bar, Line line) {
    this.bar = bar;
    this.line = line;
  }

  /**
   * Work that begins now.
   *
   * @param name what is done
   * @param steps all steps, negative if their number is unknown
   * @return its progress
   */
  public static Progress of(String name, long steps) {
    return of(name, 0, steps, "", 1);
  }

  /**
   * Work that goes on now.
   *
   * @param name what is done
   * @param done steps done before
   * @param steps all steps
   * @param unit what some steps make, with a space before it
   * @param size how many
   * @return its progress
   */
  public static Progress of(String name, long done, long steps, String unit, long size) {
    if (!isTerminal()) {
      return none();
    }
    Line line = new Line(System.err);
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(steps)
            .setUnit(unit, size)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .startsFrom(done, Duration.ZERO)
            .setConsumer(line)
            .build();
    return new Progress(bar, line);
  }

  /** {@return work that shows no bar, since its results go where the bar would be} */
  public static Progress none() {
    return new Progress(null, null);
  }

  /** {@return whether bars are shown} */
  public static boolean isTerminal() {
    return Boolean.getBoolean(TERMINAL_PROPERTY);
  }

  /** Counts one step as done. */
  public void step() {
    steps(1);
  }

  /**
   * Counts some steps as done.
   *
   * @param count how many
   */
  public void steps(int count) {
    if (bar != null) {
      bar.stepBy(count);
    }
  }

  /**
   * Says something behind the bar, until something else is said.
   *
   * @param words what
   */
  public void say(String words) {
    if (bar != null) {
      bar.setExtraMessage(words);
    }
  }

  /**
   * Prints a line that stays, in the bar's place if both are on the same terminal.
   *
   * @param out where
   * @param text the line
   */
  public void print(PrintWriter out, String text) {
    if (line == null) {
      out.println(text);
      out.flush();
    } else {
      line.makeWay(out, text);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  /** The line of a terminal that holds a bar. The bar is drawn by a thread of its own. */
  private static final class Line implements ProgressBarConsumer {
    private final PrintStream target;

    Line(PrintStream target) {
      this.target = target;
    }

    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public synchronized void accept(String text) {
      target.print('\r' + (text.length() > WIDTH ? text.substring(0, WIDTH) : text));
    }

    @Override
    public synchronized void clear() {
      target.print('\r' + " ".repeat(WIDTH) + '\r');
    }

    @Override
    public synchronized void close() {
      target.println();
      target.flush();
    }

    /** What is drawn next follows below. */
    synchronized void makeWay(PrintWriter out, String text) {
      clear();
      target.flush();
      out.println(text);
      out.flush();
    }
  }
}
