package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes of 0 do nothing, whatever the others are. */
class EmptyScansTest {
  private static final int MOST = Integer.MAX_VALUE;
  private static final List<Sequences> EMPTY =
      List.of(
          Sequences.timeMajor(0, MOST),
          Sequences.timeMajor(MOST, 0),
          Sequences.timeMajor(0, MOST, MOST),
          Sequences.timeMajor(MOST, 0, MOST),
          Sequences.channelMajor(MOST, 0),
          Sequences.channelMajor(0, MOST),
          Sequences.channelMajor(0, MOST, MOST),
          Sequences.channelMajor(1, MOST, 0),
          Sequences.packed(new int[] {7}, MOST),
          Sequences.packed(new int[] {7, 7, 7}, MOST));

  @Test
  void nothingIsReadWrittenOrReserved() {
    Engine engine = Engine.singleThreaded();
    float[] none = {};
    double[] nil = {};
    long[] words = {};
    ScanOperator maximum = new NoElements();
    for (Sequences plain : EMPTY) {
      for (Sequences s : List.of(plain, plain.reversed(), plain.exclusive())) {
        AffineScan.on(engine).run(s, none, none, none);
        AffineScan.on(engine, ScanSchedule.BLOCKED_TIME).run(s, none, none, none);
        DoubleAffineScan.on(engine).run(s, nil, nil, nil);
        ComplexAffineScan.on(engine).run(s, none, none, none);
        DenseAffineScan.on(engine, 64).run(s, none, none, none);
        FloatSemiringScan.on(engine, Semiring.MAX).run(s, none, none);
        LongSemiringScan.on(engine, Semiring.OR_AND).run(s, words, words, words);
        AffineScanGradient.on(engine).run(s, none, none, none, none, none);
        DoubleAffineScanGradient.on(engine).run(s, nil, nil, nil, nil, nil);
        ComplexAffineScanGradient.on(engine).run(s, none, none, none, none, none);
        DenseAffineScanGradient.on(engine, 64).run(s, none, none, none, none, none);
        OperatorScan.on(engine).run(s, maximum, 0, 0, 300);
      }
    }
  }

  @Test
  void withoutStepsFinalStatesAreTheInitialOnes() {
    Sequences three = Sequences.timeMajor(3, 0, 2);
    float[] none = {};
    float[] initial = {1, 2, 3, 4, 5, 6};
    float[] last = new float[6];
    AffineScan scan = AffineScan.on(Engine.singleThreaded());
    scan.run(three, null, 0, none, 0, none, 0, initial, 0, none, 0, last, 0);
    assertArrayEquals(initial, last);
    scan.run(three, null, 0, none, 0, none, 0, null, 0, none, 0, last, 0);
    assertArrayEquals(new float[6], last);
    FloatSemiringScan.on(Engine.singleThreaded(), Semiring.MAX)
        .run(three, null, 0, null, 0, none, 0, null, 0, none, 0, last, 0);
    for (float each : last) {
      assertTrue(each == Float.NEGATIVE_INFINITY);
    }
  }

  private static final class NoElements implements ScanOperator {
    @Override
    public void combine(int left, int right, int out) {
      throw new AssertionError("nothing to combine");
    }

    @Override
    public void copy(int from, int to) {
      throw new AssertionError("nothing to copy");
    }

    @Override
    public int length() {
      return 600;
    }

    @Override
    public int identity() {
      return 0;
    }
  }
}
