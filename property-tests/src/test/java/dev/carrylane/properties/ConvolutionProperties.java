package dev.carrylane.properties;

import static dev.carrylane.testkit.Floats.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.conv.CausalConvolution;
import dev.carrylane.engine.conv.ConvolutionWeights;
import dev.carrylane.testkit.Help;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;

/** A causal convolution is one chain per output, however the sequence is stored, cut and shared. */
class ConvolutionProperties {
  /** Enough multiply-adds to be shared among threads. */
  private static final long SHARED_WORK = 4_000_000;

  /** A convolution of so many frames. */
  record Shape(
      int frames, int inputs, int outputs, int taps, int dilation, boolean bias, Values values) {
    int reach() {
      return (taps - 1) * dilation;
    }

    Shape withFrames(int count) {
      return new Shape(count, inputs, outputs, taps, dilation, bias, values);
    }
  }

  /** The weights of a convolution, and what can be done with them on dense sequences. */
  private static final class Convolution {
    final Shape shape;
    final float[] w;
    final float[] bias;

    Convolution(Shape shape) {
      this.shape = shape;
      w = shape.values().floats("w", shape.outputs() * shape.inputs() * shape.taps());
      bias = shape.bias() ? shape.values().floats("bias", shape.outputs()) : null;
    }

    ConvolutionWeights pack(Backend backend) {
      return ConvolutionWeights.of(
          backend, shape.outputs(), shape.inputs(), shape.taps(), shape.dilation(), w, 0, bias, 0);
    }

    /** The definition, for the frames after the first {@code history}. */
    float[] chains(float[] x, int history) {
      int frames = shape.frames() - history;
      float[] y = new float[frames * shape.outputs()];
      for (int t = 0; t < frames; t++) {
        for (int o = 0; o < shape.outputs(); o++) {
          float chain = bias == null ? 0 : bias[o];
          for (int tap = 0; tap < shape.taps(); tap++) {
            int from = history + t - (shape.taps() - 1 - tap) * shape.dilation();
            for (int i = 0; from >= 0 && i < shape.inputs(); i++) {
              float weight = w[(o * shape.inputs() + i) * shape.taps() + tap];
              chain = Math.fma(x[from * shape.inputs() + i], weight, chain);
            }
          }
          y[t * shape.outputs() + o] = chain;
        }
      }
      return y;
    }

    float[] run(Backend backend, float[] x) {
      float[] y = new float[shape.frames() * shape.outputs()];
      run(CausalConvolution.on(Engine.of(backend)), pack(backend), x, 0, shape.frames(), y);
      return y;
    }

    /** Frames from one to another of a dense sequence, all earlier ones being known. */
    void run(
        CausalConvolution convolution,
        ConvolutionWeights weights,
        float[] x,
        int from,
        int to,
        float[] y) {
      convolution.run(
          to - from,
          from,
          x,
          from * shape.inputs(),
          shape.inputs(),
          weights,
          y,
          from * shape.outputs(),
          shape.outputs(),
          Activation.NONE);
    }
  }

  @Property(tries = 3000)
  void everyOutputIsItsChainWithAnyHistory(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 1000) int known) {
    Convolution convolution = new Convolution(shape);
    float[] x = shape.values().floats("x", shape.frames() * shape.inputs());
    int history = shape.frames() * known / 1000;
    float[] expected = convolution.chains(x, history);
    for (Backend backend : Engines.backends()) {
      float[] y = new float[expected.length];
      CausalConvolution.on(Engine.of(backend))
          .run(
              shape.frames() - history,
              history,
              x,
              history * shape.inputs(),
              shape.inputs(),
              convolution.pack(backend),
              y,
              0,
              shape.outputs(),
              Activation.NONE);
      assertSameBits(expected, y, backend + " after " + history);
    }
  }

  @Property(tries = 1500)
  void anyPiecesGiveTheWhole(@ForAll("shapes") Shape shape) {
    SplittableRandom random = shape.values().random();
    Convolution convolution = new Convolution(shape);
    float[] x = shape.values().floats("x", shape.frames() * shape.inputs());
    for (Backend backend : Engines.backends()) {
      float[] pieces = new float[shape.frames() * shape.outputs()];
      CausalConvolution operation = CausalConvolution.on(Engine.of(backend));
      ConvolutionWeights weights = convolution.pack(backend);
      for (int from = 0; from < shape.frames(); ) {
        int to = Math.min(shape.frames(), from + random.nextInt(2 + shape.frames() / 2));
        convolution.run(operation, weights, x, from, to, pieces);
        from = to;
      }
      assertSameBits(convolution.run(backend, x), pieces, backend + " in pieces");
    }
  }

  @Property(tries = 1000)
  void placeAndStrideDoNotMatterAndNothingElseIsWritten(
      @ForAll("shapes") Shape shape,
      @ForAll @IntRange(max = 5) int offset,
      @ForAll @IntRange(max = 5) int padding) {
    Convolution convolution = new Convolution(shape);
    int inputs = shape.inputs();
    int outputs = shape.outputs();
    float[] dense = shape.values().floats("dense", shape.frames() * inputs);
    int xStride = inputs + padding;
    int yStride = outputs + padding + 1;
    float[] x = shape.values().floats("x", offset + shape.frames() * xStride);
    float[] before = shape.values().floats("before", offset + shape.frames() * yStride);
    for (int t = 0; t < shape.frames(); t++) {
      System.arraycopy(dense, t * inputs, x, offset + t * xStride, inputs);
    }
    float[] xBefore = x.clone();
    for (Backend backend : Engines.backends()) {
      float[] expected = before.clone();
      float[] result = convolution.run(backend, dense);
      for (int t = 0; t < shape.frames(); t++) {
        System.arraycopy(result, t * outputs, expected, offset + t * yStride, outputs);
      }
      float[] y = before.clone();
      CausalConvolution.on(Engine.of(backend))
          .run(
              shape.frames(),
              0,
              x,
              offset,
              xStride,
              convolution.pack(backend),
              y,
              offset,
              yStride,
              Activation.NONE);
      assertSameBits(expected, y, backend + " elsewhere");
      assertSameBits(xBefore, x, "the input afterwards");
    }
  }

  @Property(tries = 200)
  void helpDoesNotChangeBits(
      @ForAll("largeShapes") Shape shape,
      @ForAll @IntRange(min = 1, max = 8) int threads,
      @ForAll Help help) {
    Convolution convolution = new Convolution(shape);
    float[] x = shape.values().floats("x", shape.frames() * shape.inputs());
    long work = (long) shape.frames() * shape.inputs() * shape.taps() * shape.outputs();
    for (Backend backend : Engines.backends()) {
      Help.Helpers helpers = help.newHelpers();
      CausalConvolution shared =
          CausalConvolution.on(Engine.of(backend).withExecutor(helpers, threads));
      ConvolutionWeights weights = convolution.pack(backend);
      float[] alone = convolution.run(backend, x);
      // The second call finds helpers that are left over from the first.
      for (int call = 0; call < 2; call++) {
        float[] y = new float[alone.length];
        convolution.run(shared, weights, x, 0, shape.frames(), y);
        assertSameBits(alone, y, backend + ", call " + call);
      }
      assertTrue(
          threads == 1 || work < SHARED_WORK || helpers.asked() > 0,
          "so much work should have been shared");
    }
  }

  @Property(tries = 1000)
  void aFrameShowsInNoOutputButThoseThatATapJoinsToIt(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 999) int place) {
    Assume.that(shape.frames() > 0);
    SplittableRandom random = shape.values().random();
    Convolution convolution = new Convolution(shape);
    float[] x = shape.values().floats("x", shape.frames() * shape.inputs());
    int changed = shape.frames() * place / 1000;
    float[] other = x.clone();
    for (int i = changed * shape.inputs(); i < (changed + 1) * shape.inputs(); i++) {
      other[i] = Float.intBitsToFloat(random.nextInt());
    }
    for (Backend backend : Engines.backends()) {
      float[] expected = convolution.run(backend, x);
      float[] y = convolution.run(backend, other);
      for (int t = 0; t < shape.frames(); t++) {
        int later = t - changed;
        boolean joined = later >= 0 && later % shape.dilation() == 0 && later <= shape.reach();
        if (!joined) {
          int from = t * shape.outputs();
          int to = from + shape.outputs();
          assertSameBits(
              Arrays.copyOfRange(expected, from, to),
              Arrays.copyOfRange(y, from, to),
              "%s: output %d after a change of frame %d".formatted(backend, t, changed));
        }
      }
    }
  }

  @Property(tries = 1000)
  void aDelayedSequenceGivesDelayedOutputs(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 20) int delay) {
    Convolution convolution = new Convolution(shape);
    float[] x = shape.values().floats("x", shape.frames() * shape.inputs());
    float[] delayed = shape.values().floats("delayed", (delay + shape.frames()) * shape.inputs());
    System.arraycopy(x, 0, delayed, delay * shape.inputs(), x.length);
    Convolution longer = new Convolution(shape.withFrames(delay + shape.frames()));
    for (Backend backend : Engines.backends()) {
      float[] early = convolution.run(backend, x);
      float[] late = longer.run(backend, delayed);
      // Before that, some taps of the undelayed sequence have nothing to read.
      int first = Math.min(shape.reach(), shape.frames()) * shape.outputs();
      int shift = delay * shape.outputs();
      assertSameBits(
          Arrays.copyOfRange(early, first, early.length),
          Arrays.copyOfRange(late, first + shift, late.length),
          backend + " delayed");
    }
  }

  @Provide
  Arbitrary<Shape> shapes() {
    return shapes(ints(0, 40), ints(0, 12), ints(0, 75), ints(1, 6), ints(1, 9));
  }

  @Provide
  Arbitrary<Shape> largeShapes() {
    return shapes(ints(40, 400), ints(10, 40), ints(30, 100), ints(2, 5), ints(1, 70));
  }

  private static Arbitrary<Shape> shapes(
      Arbitrary<Integer> frames,
      Arbitrary<Integer> inputs,
      Arbitrary<Integer> outputs,
      Arbitrary<Integer> taps,
      Arbitrary<Integer> dilation) {
    return Combinators.combine(
            frames,
            inputs,
            outputs,
            taps,
            dilation,
            Arbitraries.of(false, true),
            new Values.Any().get())
        .as(Shape::new)
        .withoutEdgeCases();
  }

  private static Arbitrary<Integer> ints(int min, int max) {
    return Arbitraries.integers().between(min, max).withDistribution(RandomDistribution.uniform());
  }
}
