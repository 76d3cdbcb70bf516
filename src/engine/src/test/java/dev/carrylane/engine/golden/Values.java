package dev.carrylane.engine.golden;

import java.util.Locale;

/** What the operands of a recurrence are like; p decides how far a state reaches. */
enum Values {
  /** p close to 1: products of thousands of them are still normal numbers. */
  SLOW(0.985, 1),

  /** p of either sign: products soon vanish. */
  SIGNED(-1, 1),

  /** p often above 1: states grow, and overflow in long sequences. */
  GROWING(0.5, 2.5),

  /** As SLOW, with special values that are finite. */
  FINITE(0.985, 1),

  /** As FINITE, with NaN and infinities in the second half. */
  SPECIAL(0.985, 1);

  private final double least;
  private final double most;

  Values(double least, double most) {
    this.least = least;
    this.most = most;
  }

  float[] floatPropagate(Data data, int length) {
    float[] p = data.floats(length, least, most);
    return switch (this) {
      case SLOW, SIGNED, GROWING -> p;
      case FINITE -> Data.factors(p);
      case SPECIAL -> Data.notFinite(Data.factors(p));
    };
  }

  double[] doublePropagate(Data data, int length) {
    double[] p = data.doubles(length, least, most);
    return switch (this) {
      case SLOW, SIGNED, GROWING -> p;
      case FINITE -> Data.factors(p);
      case SPECIAL -> Data.notFinite(Data.factors(p));
    };
  }

  float[] floats(Data data, int length) {
    return sprinkled(data.floats(length));
  }

  double[] doubles(Data data, int length) {
    return sprinkled(data.doubles(length));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private float[] sprinkled(float[] values) {
    return switch (this) {
      case SLOW, SIGNED, GROWING -> values;
      case FINITE -> Data.finiteSpecials(values);
      case SPECIAL -> Data.notFinite(Data.finiteSpecials(values));
    };
  }

  private double[] sprinkled(double[] values) {
    return switch (this) {
      case SLOW, SIGNED, GROWING -> values;
      case FINITE -> Data.finiteSpecials(values);
      case SPECIAL -> Data.notFinite(Data.finiteSpecials(values));
    };
  }
}
