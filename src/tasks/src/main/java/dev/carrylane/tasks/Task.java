package dev.carrylane.tasks;

import dev.carrylane.network.Output;
import java.util.Locale;

/** What a model is trained for and evaluated on. */
public enum Task {
  /** JSB Chorales: 382 chorales by Bach. */
  JSB(Kind.MUSIC),
  /** Nottingham: 1037 folk tunes. */
  NOTTINGHAM(Kind.MUSIC),
  /** MuseData: 783 orchestral and piano pieces. */
  MUSE(Kind.MUSIC),
  /** Piano-midi.de: 124 classical piano pieces. */
  PIANO(Kind.MUSIC),
  /** MNIST's digits, pixel by pixel. */
  SMNIST(Kind.DIGITS),
  /** MNIST's digits, pixel by pixel, in an order that is the same for all images and otherwise random. */
  PMNIST(Kind.DIGITS),
  /** The next character of a text. */
  CHAR(Kind.TEXT),
  /** Add the two marked ones of many numbers. */
  ADDING(Kind.SYNTHETIC),
  /** Say again, after a long time, what was said at the beginning. */
  COPY(Kind.SYNTHETIC),
  /** Say again, in their order, the few tokens that stood among noise. */
  SELECTIVE_COPY(Kind.SYNTHETIC),
  /** Whether the ones so far are odd in number. */
  PARITY(Kind.SYNTHETIC),
  /** The sum of the digits so far, modulo 3. */
  MOD3(Kind.SYNTHETIC),
  /** The sum of two binary numbers, bit by bit. */
  ADDITION(Kind.SYNTHETIC);

  /** Where the data of a task comes from. */
  public enum Kind {
    /** Polyphonic music, in a MATLAB file. */
    MUSIC,
    /** Images of handwritten digits, in IDX files. */
    DIGITS,
    /** Text, in a file or a folder. */
    TEXT,
    /** Drawn from random numbers; needs no file. */
    SYNTHETIC
  }

  private final Kind kind;

  Task(Kind kind) {
    this.kind = kind;
  }

  /** {@return where its data comes from} */
  public Kind kind() {
    return kind;
  }

  /**
   * What its data is.
   *
   * @return true for polyphonic music in a MAT file
   */
  public boolean isMusic() {
    return kind == Kind.MUSIC;
  }

  /**
   * The output function of its models: notes and bits are independent, of classes there is one, and a number is a number.
   *
   * @return what a model's logits are put into
   */
  public Output output() {
    return switch (this) {
      case JSB, NOTTINGHAM, MUSE, PIANO, ADDITION -> Output.SIGMOID;
      case SMNIST, PMNIST, CHAR, COPY, SELECTIVE_COPY, PARITY, MOD3 -> Output.LOG_SOFTMAX;
      case ADDING -> Output.NONE;
    };
  }

  /**
   * What tells how good its models are.
   *
   * @return {@code nll} for music, {@code mse} for the adding problem, {@code bits_per_character} for text, else {@code accuracy}
   */
  public String metric() {
    return switch (this) {
      case JSB, NOTTINGHAM, MUSE, PIANO -> "nll";
      case ADDING -> "mse";
      case CHAR -> "bits_per_character";
      case SMNIST, PMNIST, COPY, SELECTIVE_COPY, PARITY, MOD3, ADDITION -> "accuracy";
    };
  }

  /** The name as it stands on the command line, in reports and in model files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
