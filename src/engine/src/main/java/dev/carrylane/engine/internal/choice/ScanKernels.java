package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.kernel.AdderKernel;
import dev.carrylane.engine.internal.kernel.ComplexAffineKernel;
import dev.carrylane.engine.internal.kernel.ComplexGradientKernel;
import dev.carrylane.engine.internal.kernel.DenseGradientKernel;
import dev.carrylane.engine.internal.kernel.DenseKernel;
import dev.carrylane.engine.internal.kernel.DoubleAffineGradientKernel;
import dev.carrylane.engine.internal.kernel.FloatAffineGradientKernel;
import dev.carrylane.engine.internal.kernel.FloatSemiringKernel;
import dev.carrylane.engine.internal.kernel.LongSemiringKernel;
import dev.carrylane.engine.internal.kernel.ScanKernelSet;
import dev.carrylane.engine.internal.tier.Choice;
import dev.carrylane.engine.scan.Semiring;
import java.util.ArrayList;
import java.util.List;

/** The kernels of scans and of the adder, to be asked for at every call; as {@link Kernels}, of which they are a part. */
public final class ScanKernels {
  /**
   * Bytes of results from which on the vector kernel goes through rows of complex numbers one after the other: 3 MB with
   * p and g, more than a second-level cache.
   */
  public static final long COMPLEX_STREAM_BYTES = 1 << 20;

  private final Choices<ScanKernelSet> choices;
  private final FloatAffineChoice floatAffine;
  private final DoubleAffineChoice doubleAffine;
  private final Choice<FloatAffineGradientKernel> floatAffineGradient;
  private final Choice<DoubleAffineGradientKernel> doubleAffineGradient;
  private final Choice<ComplexAffineKernel> complexRows;
  private final Choice<ComplexAffineKernel> complexStreams;
  private final Choice<ComplexGradientKernel> complexGradient;

  /** For blocks of 2, 4 and 8 rows, and of all others. */
  private final List<Choice<DenseKernel>> dense = new ArrayList<>();

  private final Choice<DenseGradientKernel> denseGradient;
  private final List<Choice<FloatSemiringKernel>> floatSemirings = new ArrayList<>();
  private final List<Choice<LongSemiringKernel>> longSemirings = new ArrayList<>();
  private final Choice<AdderKernel> adder;

  ScanKernels(Choices<ScanKernelSet> choices) {
    this.choices = choices;
    floatAffine = new FloatAffineChoice(choices, "floats");
    doubleAffine = new DoubleAffineChoice(choices, "doubles");
    floatAffineGradient =
        choices.of(
            "gradient of a scan of floats",
            ScanKernelSet::floatAffineGradient,
            FloatAffineGradientRehearsal::new);
    doubleAffineGradient =
        choices.of(
            "gradient of a scan of doubles",
            ScanKernelSet::doubleAffineGradient,
            DoubleAffineGradientRehearsal::new);
    complexRows =
        choices.of("complex scan", ScanKernelSet::complexAffine, ScanRehearsals::complexRows);
    complexStreams =
        choices.of(
            "complex scan from memory",
            ScanKernelSet::complexAffine,
            ScanRehearsals::complexStreams);
    complexGradient =
        choices.of(
            "gradient of a complex scan",
            ScanKernelSet::complexGradient,
            ScanRehearsals::complexGradient);
    for (int n = 2; n <= 8; n *= 2) {
      int rows = n;
      dense.add(
          choices.of(
              "scan of blocks of " + n, ScanKernelSet::dense, () -> ScanRehearsals.dense(rows)));
    }
    dense.add(
        choices.of(
            "scan of blocks",
            ScanKernelSet::dense,
            () -> ScanRehearsals.dense(15, 16, 17, 31, 32)));
    denseGradient =
        choices.of(
            "gradient of a scan of blocks",
            ScanKernelSet::denseGradient,
            ScanRehearsals::denseGradient);
    for (Semiring semiring : Semiring.values()) {
      floatSemirings.add(
          choices.of(
              "scan of floats, ".concat(semiring.name()),
              ScanKernelSet::floatSemiring,
              () -> new FloatSemiringRehearsal(semiring)));
      longSemirings.add(
          choices.of(
              "scan of longs, ".concat(semiring.name()),
              ScanKernelSet::longSemiring,
              () -> new LongSemiringRehearsal(semiring)));
    }
    adder = choices.of("addition", ScanKernelSet::adder, ScanRehearsals::adder);
  }

  /** Scans of floats. */
  public FloatAffineChoice floatAffine() {
    return floatAffine;
  }

  /** Scans of doubles. */
  public DoubleAffineChoice doubleAffine() {
    return doubleAffine;
  }

  /** Gradients of scans of floats. */
  public FloatAffineGradientKernel floatAffineGradient() {
    return floatAffineGradient.get();
  }

  /** Gradients of scans of doubles. */
  public DoubleAffineGradientKernel doubleAffineGradient() {
    return doubleAffineGradient.get();
  }

  /** Complex scans, of so many numbers in the longest sequence. */
  public ComplexAffineKernel complexAffine(long pairs) {
    ComplexAffineKernel kernel = complexRows.get();
    boolean streams = 2 * pairs * Float.BYTES >= COMPLEX_STREAM_BYTES;
    return streams && complexStreams.get() != kernel
        ? choices.first(ScanKernelSet::complexAffine)
        : kernel;
  }

  /** Gradients of complex scans. */
  public ComplexGradientKernel complexGradient() {
    return complexGradient.get();
  }

  /** Scans of blocks of n rows. */
  public DenseKernel dense(int n) {
    boolean small = n >= 2 && n <= 8 && Integer.bitCount(n) == 1;
    return dense.get(small ? Integer.numberOfTrailingZeros(n) - 1 : dense.size() - 1).get();
  }

  /** Gradients of scans of square blocks. */
  public DenseGradientKernel denseGradient() {
    return denseGradient.get();
  }

  /** Scans of floats in a semiring. */
  public FloatSemiringKernel floatSemiring(Semiring semiring) {
    return floatSemirings.get(semiring.ordinal()).get();
  }

  /** Scans of longs in a semiring. */
  public LongSemiringKernel longSemiring(Semiring semiring) {
    return longSemirings.get(semiring.ordinal()).get();
  }

  /** Sums of numbers of many words. */
  public AdderKernel adder() {
    return adder.get();
  }
}
