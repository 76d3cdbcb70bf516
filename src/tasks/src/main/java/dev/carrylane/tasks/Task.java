package dev.carrylane.tasks;

import dev.carrylane.network.Output;
import java.util.Locale;

/** What a model is trained for and evaluated on. */
public enum Task {
  /** JSB Chorales: 382 chorales by Bach. */
  JSB(true),
  /** Nottingham: 1037 folk tunes. */
  NOTTINGHAM(true),
  /** MuseData: 783 orchestral and piano pieces. */
  MUSE(true),
  /** Piano-midi.de: 124 classical piano pieces. */
  PIANO(true),
  /** MNIST's digits, pixel by pixel. */
  SMNIST(false);

  private final boolean music;

  Task(boolean music) {
    this.music = music;
  }

  /**
   * What its data is.
   *
   * @return true for polyphonic music in a MAT file
   */
  public boolean isMusic() {
    return music;
  }

  /**
   * The output function of its models: notes are independent, of digits there is one.
   *
   * @return what a model's logits are put into
   */
  public Output output() {
    return music ? Output.SIGMOID : Output.LOG_SOFTMAX;
  }

  /** The name as it stands on the command line, in reports and in model files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
