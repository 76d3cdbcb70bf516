package dev.carrylane.properties;

import dev.carrylane.engine.scan.Sequences;
import dev.carrylane.engine.scan.SplitComplex;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The complex numbers of one operand of a scan: as such, in the order of sequence, time and channel, and in
 * arrays where a form and a layout put them, with poison in between.
 */
final class ComplexArrays {
  /** How real and imaginary parts lie. */
  enum Layout {
    /** By turns. */
    INTERLEAVED,
    /** In two arrays. */
    SPLIT,
    /** In two halves of each row of one array. */
    HALVES;

    /** The engine's description of a form, with strides if it has gaps or halves. */
    Sequences sequences(ScanForm form) {
      int factor = this == SPLIT ? 1 : 2;
      Sequences sequences = form.sequences();
      return this == HALVES || form.gaps != null
          ? sequences.strides(
              factor * form.stride(0), factor * form.stride(1), factor * form.stride(2))
          : sequences;
    }
  }

  private static final float POISON = 12345.5f;

  final ScanForm form;
  final Layout layout;

  /** 0 for the stride of p, 1 for that of g, 2 for that of h. */
  final int operand;

  final int offset;

  /** Real parts or everything. */
  final float[] re;

  /** Imaginary parts; the same array as {@link #re} unless split. */
  final float[] im;

  private ComplexArrays(
      ScanForm form, Layout layout, int operand, int offset, float[] re, float[] im) {
    this.form = form;
    this.layout = layout;
    this.operand = operand;
    this.offset = offset;
    this.re = re;
    this.im = im;
  }

  /** New arrays full of poison. */
  static ComplexArrays of(ScanForm form, Layout layout, int operand, SplittableRandom random) {
    // The second halves begin within the array even where there are no rows.
    int length = Math.max(form.length(operand), form.stride(operand));
    int offset = random.nextInt(5);
    float[] re = poison(offset + (layout == Layout.SPLIT ? 1 : 2) * length + random.nextInt(3));
    float[] im = layout == Layout.SPLIT ? poison(offset + length + random.nextInt(3)) : re;
    return new ComplexArrays(form, layout, operand, offset, re, im);
  }

  /** The same numbers in the same places of other arrays. */
  ComplexArrays copy() {
    float[] copy = re.clone();
    return new ComplexArrays(form, layout, operand, offset, copy, im == re ? copy : im.clone());
  }

  private static float[] poison(int length) {
    float[] values = new float[length];
    Arrays.fill(values, POISON);
    return values;
  }

  private int real(int sequence, int time, int channel) {
    int place = form.place(operand, sequence, time, channel);
    int stride = form.stride(operand);
    return offset
        + switch (layout) {
          case INTERLEAVED -> 2 * place;
          case SPLIT -> place;
          case HALVES -> place / stride * 2 * stride + place % stride;
        };
  }

  private int imaginary(int sequence, int time, int channel) {
    int real = real(sequence, time, channel);
    return switch (layout) {
      case INTERLEAVED -> real + 1;
      case SPLIT -> real;
      case HALVES -> real + form.stride(operand);
    };
  }

  float re(int sequence, int time, int channel) {
    return re[real(sequence, time, channel)];
  }

  float im(int sequence, int time, int channel) {
    return im[imaginary(sequence, time, channel)];
  }

  void set(int sequence, int time, int channel, float real, float imaginary) {
    re[real(sequence, time, channel)] = real;
    im[imaginary(sequence, time, channel)] = imaginary;
  }

  /** The engine's description of split numbers. */
  SplitComplex split() {
    return layout == Layout.SPLIT
        ? new SplitComplex(re, offset, im, offset)
        : new SplitComplex(re, offset, re, offset + form.stride(operand));
  }

  /** A number for each channel of each sequence, by turns, or null; and where it lies for the engine. */
  static final class States {
    final float[] re;
    final float[] im;
    final int offset;
    private final boolean interleaved;
    private final int channels;

    States(ScanForm form, Layout layout, SplittableRandom random) {
      channels = form.channels;
      interleaved = layout == Layout.INTERLEAVED;
      offset = random.nextInt(4);
      int length = form.count() * channels;
      re = poison(offset + (interleaved ? 2 : 1) * length + 2);
      im = interleaved ? re : poison(offset + length + 2);
    }

    private States(States other) {
      re = other.re.clone();
      im = other.interleaved ? re : other.im.clone();
      offset = other.offset;
      interleaved = other.interleaved;
      channels = other.channels;
    }

    States copy() {
      return new States(this);
    }

    private int place(int sequence, int channel) {
      return offset + (interleaved ? 2 : 1) * (sequence * channels + channel);
    }

    float re(int sequence, int channel) {
      return re[place(sequence, channel)];
    }

    float im(int sequence, int channel) {
      return im[place(sequence, channel) + (interleaved ? 1 : 0)];
    }

    void set(int sequence, int channel, float real, float imaginary) {
      re[place(sequence, channel)] = real;
      im[place(sequence, channel) + (interleaved ? 1 : 0)] = imaginary;
    }

    SplitComplex split() {
      return new SplitComplex(re, offset, im, offset);
    }
  }
}
