package dev.carrylane.network.layer;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What a tensor holds before training. Immutable. */
public abstract class Initializer {
  Initializer() {}

  /**
   * Fills a tensor.
   *
   * @param random where random values come from
   * @param before the elements of the tensor listed just before this one, as they are now; null for a first one
   * @param values receives the elements
   */
  public abstract void fill(SplittableRandom random, float[] before, float[] values);

  /** Uniform between two bounds. */
  static Initializer uniform(double least, double most) {
    return new Uniform(least, most);
  }

  /** PyTorch's default: uniform in ±1/√n, where an output has n inputs. */
  static Initializer fanIn(long inputs) {
    double bound = 1 / Math.sqrt(Math.max(1, inputs));
    return new Uniform(-bound, bound);
  }

  /** Normal around zero. */
  static Initializer normal(double deviation) {
    return new Normal(deviation);
  }

  /** The logarithm of what is uniform between 0 and a bound. */
  static Initializer logUniform(double most) {
    return new LogUniform(most);
  }

  /** The same value everywhere. */
  static Initializer constant(float value) {
    return new Constant(value);
  }

  /** The norms of the rows of the tensor before: weight normalisation then changes nothing at first. */
  static Initializer rowNorms() {
    return new RowNorms();
  }

  /** Uniform on a ring of the complex plane, as LRU wants it (arXiv 2303.06349, lemma 3.2): ν of its radius. */
  static Initializer ringRadius() {
    return new RingRadius();
  }

  /** √(1 − |λ|²) of LRU, as a logarithm, from the ν listed before it. */
  static Initializer ringGain() {
    return new RingGain();
  }

  private static final class Uniform extends Initializer {
    private final double least;
    private final double most;

    Uniform(double least, double most) {
      this.least = least;
      this.most = most;
    }

    @Override
    public void fill(SplittableRandom random, float[] before, float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(least, most);
      }
    }
  }

  private static final class LogUniform extends Initializer {
    private final double most;

    LogUniform(double most) {
      this.most = most;
    }

    @Override
    public void fill(SplittableRandom random, float[] before, float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.log(random.nextDouble(Float.MIN_NORMAL, most));
      }
    }
  }

  private static final class Normal extends Initializer {
    private final double deviation;

    Normal(double deviation) {
      this.deviation = deviation;
    }

    @Override
    public void fill(SplittableRandom random, float[] before, float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * deviation);
      }
    }
  }

  private static final class Constant extends Initializer {
    private final float value;

    Constant(float value) {
      this.value = value;
    }

    @Override
    public void fill(SplittableRandom random, float[] before, float[] values) {
      Arrays.fill(values, value);
    }
  }

  private static final class RowNorms extends Initializer {
    @Override
    public void fill(SplittableRandom random, float[] before, float[] values) {
      int length = before.length / values.length;
      for (int row = 0; row < values.length; row++) {
        double squares = 0;
        for (int i = row * length; i < (row + 1) * length; i++) {
          squares += (double) before[i] * before[i];
        }
        values[row] = (float) Math.sqrt(squares);
      }
    }
  }

  private static final class RingRadius extends Initializer {
    private static final double LEAST = 0.4;
    private static final double MOST = 0.99;

    @Override
    public void fill(SplittableRandom random, float[] before, float[] values) {
      for (int i = 0; i < values.length; i++) {
        double square = LEAST * LEAST + random.nextDouble() * (MOST * MOST - LEAST * LEAST);
        values[i] = (float) Math.log(-0.5 * Math.log(square));
      }
    }
  }

  private static final class RingGain extends Initializer {
    @Override
    public void fill(SplittableRandom random, float[] before, float[] values) {
      for (int i = 0; i < values.length; i++) {
        double radius = Math.exp(-Math.exp(before[i]));
        values[i] = (float) Math.log(Math.sqrt(1 - radius * radius));
      }
    }
  }
}
