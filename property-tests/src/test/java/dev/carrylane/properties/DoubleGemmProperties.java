package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.gemm.DoubleGemm;
import dev.carrylane.testkit.Help;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** In double precision, too, every element of a product is one serial chain. */
class DoubleGemmProperties {
  private static final double[] SPECIAL = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0d,
    -0d,
    Double.MIN_VALUE,
    -Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE
  };

  /** Values as those of floats. */
  private static double[] doubles(Values values, String operand, int length) {
    SplittableRandom random = new SplittableRandom(31L * values.number() + operand.hashCode());
    double[] doubles = new double[length];
    for (int i = 0; i < length; i++) {
      double ordinary = random.nextDouble(-1, 1);
      double special = SPECIAL[random.nextInt(SPECIAL.length)];
      doubles[i] =
          switch (values.kind()) {
            case WHOLE -> Math.rint(3 * ordinary);
            case ORDINARY -> ordinary;
            case SPRINKLED -> random.nextInt(16) == 0 ? special : ordinary;
            case TINY -> ordinary * 0x1p-520;
            case SPECIAL -> special;
            case BITS -> Double.longBitsToDouble(random.nextLong());
          };
    }
    return doubles;
  }

  private static double[] chains(
      UnpackedShape shape, double[] a, double[] b, double[] c, boolean accumulate) {
    double[] result = c.clone();
    for (int i = 0; i < shape.rows(); i++) {
      for (int j = 0; j < shape.columns(); j++) {
        double chain = accumulate ? c[shape.c(i, j)] : 0;
        for (int k = 0; k < shape.depth(); k++) {
          chain = Math.fma(a[shape.a(i, k)], b[shape.b(k, j)], chain);
        }
        result[shape.c(i, j)] = chain;
      }
    }
    return result;
  }

  /** Every one of some operations, twice: the second call finds what the first has left. */
  private static void check(UnpackedShape shape, Map<Backend, DoubleGemm> operations) {
    double[] a = doubles(shape.values(), "a", shape.aLength());
    double[] b = doubles(shape.values(), "b", shape.bLength());
    double[] c = doubles(shape.values(), "c", shape.cLength());
    double[] expectedProduct = chains(shape, a, b, c, false);
    double[] expectedSum = chains(shape, a, b, c, true);
    operations.forEach(
        (backend, gemm) -> {
          for (int call = 0; call < 2; call++) {
            double[] product = c.clone();
            gemm.multiply(
                shape.transpose(),
                shape.rows(),
                shape.columns(),
                shape.depth(),
                a,
                shape.aOffset(),
                shape.aStride(),
                b,
                shape.bOffset(),
                shape.bStride(),
                product,
                shape.cOffset(),
                shape.cStride());
            assertArrayEquals(expectedProduct, product, backend + " multiply, call " + call);
            double[] sum = c.clone();
            gemm.accumulate(
                shape.transpose(),
                shape.rows(),
                shape.columns(),
                shape.depth(),
                a,
                shape.aOffset(),
                shape.aStride(),
                b,
                shape.bOffset(),
                shape.bStride(),
                sum,
                shape.cOffset(),
                shape.cStride());
            assertArrayEquals(expectedSum, sum, backend + " accumulate, call " + call);
          }
        });
  }

  @Property(tries = 3000)
  void everyElementIsItsChainAndNothingElseIsWritten(
      @ForAll(supplier = UnpackedShape.Small.class) UnpackedShape shape) {
    Map<Backend, DoubleGemm> operations = new HashMap<>();
    for (Backend backend : Engines.backends()) {
      operations.put(backend, DoubleGemm.on(Engine.of(backend)));
    }
    check(shape, operations);
  }

  @Property(tries = 60)
  void helpDoesNotChangeBits(
      @ForAll(supplier = UnpackedShape.Large.class) UnpackedShape shape,
      @ForAll @IntRange(min = 1, max = 8) int threads,
      @ForAll Help help) {
    Map<Backend, DoubleGemm> operations = new HashMap<>();
    for (Backend backend : Engines.backends()) {
      operations.put(
          backend, DoubleGemm.on(Engine.of(backend).withExecutor(help.newHelpers(), threads)));
    }
    check(shape, operations);
  }
}
