package dev.carrylane.properties;

import dev.carrylane.engine.scan.Sequences;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The complex numbers of one operand of a scan: as such, in the order of sequence, time and channel, and in
 * an array where a form puts them, real and imaginary parts by turns, with poison in between.
 */
final class ComplexArrays {
  private static final float POISON = 12345.5f;

  final ScanForm form;

  /** 0 for the stride of p, 1 for that of g, 2 for that of h. */
  final int operand;

  final int offset;
  final float[] array;

  private ComplexArrays(ScanForm form, int operand, int offset, float[] array) {
    this.form = form;
    this.operand = operand;
    this.offset = offset;
    this.array = array;
  }

  /** The engine's description of a form, with strides if it has gaps. */
  static Sequences sequences(ScanForm form) {
    Sequences sequences = form.sequences();
    return form.gaps == null
        ? sequences
        : sequences.strides(2 * form.stride(0), 2 * form.stride(1), 2 * form.stride(2));
  }

  /** A new array full of poison. */
  static ComplexArrays of(ScanForm form, int operand, SplittableRandom random) {
    int offset = random.nextInt(5);
    int length = offset + 2 * form.length(operand) + random.nextInt(3);
    return new ComplexArrays(form, operand, offset, poison(length));
  }

  /** The same numbers in the same places of another array. */
  ComplexArrays copy() {
    return new ComplexArrays(form, operand, offset, array.clone());
  }

  private static float[] poison(int length) {
    float[] values = new float[length];
    Arrays.fill(values, POISON);
    return values;
  }

  private int place(int sequence, int time, int channel) {
    return offset + 2 * form.place(operand, sequence, time, channel);
  }

  float re(int sequence, int time, int channel) {
    return array[place(sequence, time, channel)];
  }

  float im(int sequence, int time, int channel) {
    return array[place(sequence, time, channel) + 1];
  }

  void set(int sequence, int time, int channel, float re, float im) {
    int place = place(sequence, time, channel);
    array[place] = re;
    array[place + 1] = im;
  }

  /** A number for each channel of each sequence. */
  static final class States {
    final float[] array;
    final int offset;
    private final int channels;

    States(ScanForm form, SplittableRandom random) {
      channels = form.channels;
      offset = random.nextInt(4);
      array = poison(offset + 2 * form.count() * channels + 2);
    }

    private States(States other) {
      array = other.array.clone();
      offset = other.offset;
      channels = other.channels;
    }

    States copy() {
      return new States(this);
    }

    private int place(int sequence, int channel) {
      return offset + 2 * (sequence * channels + channel);
    }

    float re(int sequence, int channel) {
      return array[place(sequence, channel)];
    }

    float im(int sequence, int channel) {
      return array[place(sequence, channel) + 1];
    }

    void set(int sequence, int channel, float re, float im) {
      array[place(sequence, channel)] = re;
      array[place(sequence, channel) + 1] = im;
    }
  }
}
