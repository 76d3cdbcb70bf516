package dev.carrylane.jmh.cold;

/** What the measured programs compute with: the same numbers for every library, made in no time. */
public final class Inputs {
  /** Values in a frame that the LSTM reads. */
  public static final int CHANNELS = 128;

  /** How many frames there are; after the last comes the first again. */
  public static final int FRAMES = 64;

  private static final int LEVELS = 101;
  private static final int STRIDE = 37;

  private Inputs() {}

  /**
   * One value.
   *
   * @param frame from 0
   * @param channel from 0
   * @return a number from −1 to 1
   */
  public static float value(int frame, int channel) {
    return (frame * CHANNELS + channel) * STRIDE % LEVELS * (2f / (LEVELS - 1)) - 1;
  }

  /**
   * The numbers of steps after which the time is taken.
   *
   * @param args a program's arguments
   * @param from the first of them that is such a number; they ascend
   * @return the numbers
   */
  public static int[] marks(String[] args, int from) {
    int[] marks = new int[args.length - from];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = Integer.parseInt(args[from + i]);
    }
    return marks;
  }

  /** All frames, one after the other. */
  static float[] frames() {
    float[] frames = new float[FRAMES * CHANNELS];
    for (int frame = 0; frame < FRAMES; frame++) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        frames[frame * CHANNELS + channel] = value(frame, channel);
      }
    }
    return frames;
  }
}
