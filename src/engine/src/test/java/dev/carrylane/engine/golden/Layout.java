package dev.carrylane.engine.golden;

import dev.carrylane.engine.scan.Sequences;
import java.util.Arrays;

/**
 * The shape of a scan's case: the sequences, and how large the arrays are that they need.
 *
 * @param name for the name of the case
 * @param bare the sequences without strides
 * @param count sequences
 * @param rows rows of an operand
 * @param columns places of a row, each of one or several elements
 * @param channels channels
 * @param padding offset of every operand; rows are as far apart in p, twice as far in g, thrice in h
 * @param resets whether some steps begin a new sequence
 * @param states whether there are initial and final states
 */
record Layout(
    String name,
    Sequences bare,
    int count,
    int rows,
    int columns,
    int channels,
    int padding,
    boolean resets,
    boolean states) {

  static Layout timeMajor(int steps, int channels) {
    return new Layout(
        steps + "x" + channels,
        Sequences.timeMajor(steps, channels),
        1,
        steps,
        channels,
        channels,
        0,
        false,
        false);
  }

  static Layout batch(int count, int steps, int channels) {
    return new Layout(
        count + " of " + steps + "x" + channels,
        Sequences.timeMajor(count, steps, channels),
        count,
        count * steps,
        channels,
        channels,
        0,
        false,
        false);
  }

  static Layout channelMajor(int count, int channels, int steps) {
    return new Layout(
        count + " channel-major of " + channels + "x" + steps,
        Sequences.channelMajor(count, channels, steps),
        count,
        count * channels,
        steps,
        channels,
        0,
        false,
        false);
  }

  static Layout packed(int channels, int... offsets) {
    return new Layout(
        "packed " + Arrays.toString(offsets) + "x" + channels,
        Sequences.packed(offsets, channels),
        offsets.length - 1,
        offsets[offsets.length - 1],
        channels,
        channels,
        0,
        false,
        false);
  }

  Layout reversed() {
    return with(" reversed", bare.reversed(), padding, resets, states);
  }

  Layout exclusive() {
    return with(" exclusive", bare.exclusive(), padding, resets, states);
  }

  Layout padded() {
    return with(" padded", bare, 3, resets, states);
  }

  Layout withResets() {
    return with(" resets", bare, padding, true, states);
  }

  Layout withStates() {
    return with(" states", bare, padding, resets, true);
  }

  private Layout with(
      String suffix, Sequences sequences, int padding, boolean resets, boolean states) {
    return new Layout(
        name + suffix, sequences, count, rows, columns, channels, padding, resets, states);
  }

  /** The sequences, for operands of so many elements in each place. */
  Sequences sequences(int pWidth, int width) {
    return padding == 0
        ? bare
        : bare.strides(
            columns * pWidth + padding,
            columns * width + 2 * padding,
            columns * width + 3 * padding);
  }

  int pLength(int width) {
    return length(columns * width + padding);
  }

  int gLength(int width) {
    return length(columns * width + 2 * padding);
  }

  int hLength(int width) {
    return length(columns * width + 3 * padding);
  }

  private int length(int stride) {
    return padding + rows * stride;
  }

  /** Elements of the initial or final states, which begin at {@code padding}, too. */
  int stateLength(int width) {
    return padding + count * channels * width;
  }

  /** Flags from {@code padding} on, or null. */
  boolean[] flags() {
    if (!resets) {
      return null;
    }
    boolean[] flags = new boolean[padding + (channels == 0 ? 0 : rows * columns / channels)];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = i % 37 == 20 || i % 1000 == 511;
    }
    return flags;
  }
}
