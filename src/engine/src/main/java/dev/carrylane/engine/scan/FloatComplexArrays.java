package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.Checks;
import dev.carrylane.engine.internal.FloatComplexOperand;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;
import java.util.Objects;

/**
 * A caller's complex numbers: one array with real and imaginary parts by turns, or one for each of them.
 * Kept by an operation object and given new arrays in every call.
 */
final class FloatComplexArrays {
  private final String name;
  private final String[] partNames;
  private final float[][] array = new float[2][];
  private final int[] offset = new int[2];

  FloatComplexArrays(String name) {
    this.name = name;
    partNames = new String[] {"the real part of " + name, "the imaginary part of " + name};
  }

  /** Real and imaginary parts by turns; null for nothing. */
  void interleaved(float[] numbers, int offset) {
    array[0] = numbers;
    array[1] = null;
    this.offset[0] = offset;
  }

  /** Real and imaginary parts apart; null for nothing. */
  void split(SplitComplex numbers) {
    array[0] = numbers == null ? null : numbers.re();
    array[1] = numbers == null ? null : numbers.im();
    offset[0] = numbers == null ? 0 : numbers.reOffset();
    offset[1] = numbers == null ? 0 : numbers.imOffset();
  }

  /** Lets go of the arrays. */
  void clear() {
    Arrays.fill(array, null);
  }

  boolean isGiven() {
    return array[0] != null;
  }

  /** Arrays that the numbers lie in. */
  int parts() {
    return array[1] == null ? 1 : 2;
  }

  /** Elements of a number in each. */
  int width() {
    return 2 / parts();
  }

  float[] array(int part) {
    return array[part];
  }

  int offset(int part) {
    return offset[part];
  }

  private String name(int part) {
    return parts() == 1 ? name : partNames[part];
  }

  /** Checks that rows of numbers are there. */
  void check(Placement at, Operand operand) {
    Objects.requireNonNull(array[0], name);
    for (int part = 0; part < parts(); part++) {
      at.check(operand, width(), name(part), array[part], offset[part]);
    }
  }

  /** Checks that a number for each channel of each sequence is there. */
  void checkStates(Placement at) {
    int length = stateLength(at);
    for (int part = 0; part < parts(); part++) {
      Checks.rows(name(part), array[part], offset[part], at.count, length, length);
    }
  }

  private int stateLength(Placement at) {
    return Math.multiplyExact(at.channels, width());
  }

  /** Checks that rows which are written have real and imaginary parts in different places. */
  void checkPartsApart(Placement at, Operand operand) {
    checkPartsApart(at.rows(), at.columns(width()), at.stride(operand, width()));
  }

  /** As {@link #checkPartsApart(Placement, Operand)}, of a number for each channel of each sequence. */
  void checkStatePartsApart(Placement at) {
    checkPartsApart(at.count, stateLength(at), stateLength(at));
  }

  private void checkPartsApart(int rows, int columns, int stride) {
    if (parts() == 2
        && array[0] == array[1]
        && Checks.overlap(offset[0], stride, rows, offset[1], stride, rows, columns)) {
      throw new IllegalArgumentException(
          "%s (offset %d, stride %d) overlaps %s (offset %d) in one array; give each elements of its own"
              .formatted(partNames[0], offset[0], stride, partNames[1], offset[1]));
    }
  }

  /** Checks that these rows, which are read, are those that are written or have no element of them. */
  void checkInPlace(Placement at, Operand operand, FloatComplexArrays written, Operand writtenAs) {
    for (int part = 0; part < parts(); part++) {
      for (int other = 0; other < written.parts(); other++) {
        Checks.sameOrDisjoint(
            name(part),
            array[part],
            offset[part],
            at.stride(operand, width()),
            written.name(other),
            written.array[other],
            written.offset[other],
            at.stride(writtenAs, width()),
            at.rows(),
            at.columns(width()));
      }
    }
  }

  /** Checks that these rows and others, both of which are written, have no element in common. */
  void checkApart(Placement at, Operand operand, FloatComplexArrays others, Operand othersAs) {
    for (int part = 0; part < parts(); part++) {
      for (int other = 0; other < others.parts(); other++) {
        int columns = at.columns(width());
        int stride = at.stride(operand, width());
        int otherStride = at.stride(othersAs, width());
        if (array[part] == others.array[other]
            && Checks.overlap(
                offset[part],
                stride,
                at.rows(),
                others.offset[other],
                otherStride,
                at.rows(),
                columns)) {
          throw new IllegalArgumentException(
              "%s (offset %d, stride %d) overlaps %s (offset %d, stride %d) in one array; give each elements of its own"
                  .formatted(
                      name(part),
                      offset[part],
                      stride,
                      others.name(other),
                      others.offset[other],
                      otherStride));
        }
      }
    }
  }

  /** Checks that a number for each channel of each sequence, which these are, does not lie in rows. */
  void checkStatesApart(Placement at, FloatComplexArrays rows, Operand operand) {
    int length = stateLength(at);
    for (int part = 0; part < parts(); part++) {
      for (int other = 0; other < rows.parts(); other++) {
        Checks.disjoint(
            name(part),
            array[part],
            offset[part],
            at.count,
            length,
            length,
            rows.name(other),
            rows.array[other],
            rows.offset[other],
            at.rows(),
            at.columns(width()),
            at.stride(operand, width()));
      }
    }
  }

  /** Checks that numbers for each channel of each sequence are those that are written, or others. */
  void checkStatesInPlace(Placement at, FloatComplexArrays written) {
    int length = stateLength(at);
    for (int part = 0; part < parts(); part++) {
      for (int other = 0; other < written.parts(); other++) {
        Checks.sameOrDisjoint(
            name(part),
            array[part],
            offset[part],
            length,
            written.name(other),
            written.array[other],
            written.offset[other],
            length,
            at.count,
            length);
      }
    }
  }

  /** Checks that states, of which these are initial ones, are read before they are written. */
  void checkInitial(Placement at, FloatComplexArrays last, FloatComplexArrays h) {
    for (int part = 0; part < parts(); part++) {
      for (int other = 0; other < h.parts(); other++) {
        at.checkInitial(
            width(),
            array[part],
            offset[part],
            last.array[other],
            last.offset[other],
            h.array[other],
            h.offset[other]);
      }
    }
  }

  /** Checks that states at the end of sequences, which these are, would not be written over results. */
  void checkApart(Placement at, FloatComplexArrays h) {
    for (int part = 0; part < parts(); part++) {
      for (int other = 0; other < h.parts(); other++) {
        at.checkApart(width(), array[part], offset[part], h.array[other], h.offset[other]);
      }
    }
  }

  /** Describes the rows to a kernel. */
  void describeTo(FloatComplexOperand on, Placement at, Operand operand) {
    on.re = array[0];
    on.im = parts() == 1 ? array[0] : array[1];
    on.imaginary = parts() == 1 ? 1 : offset[1] - offset[0];
    on.step = at.timeStride(operand, width());
    on.channel = at.channelStride(operand, width());
  }

  /** Describes a number for each channel to a kernel. */
  void describeStatesTo(FloatComplexOperand on) {
    on.re = array[0];
    on.im = parts() == 1 ? array[0] : array[1];
    on.imaginary = parts() == 1 ? 1 : offset[1] - offset[0];
    on.step = 0;
    on.channel = width();
  }

  /** Where the real part of an element lies. */
  int place(Placement at, Operand operand, int sequence, int step, int channel) {
    return offset[0] + at.place(operand, width(), sequence, step, channel);
  }

  /** Where the real part of a number for each channel of each sequence lies. */
  int statePlace(Placement at, int sequence, int channel) {
    return offset[0] + (sequence * at.channels + channel) * width();
  }
}
