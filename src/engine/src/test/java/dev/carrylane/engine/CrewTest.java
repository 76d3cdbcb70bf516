package dev.carrylane.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import dev.carrylane.testkit.Widths;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag(Widths.ANY)
@Timeout(60)
class CrewTest {
  private static final Executor NOBODY = task -> {};

  @Test
  void operationsOfACrewShareItsHelpers() {
    Engine engine = Engine.of(Backend.scalar()).withExecutor(NOBODY, 3);
    Crew crew = Crew.on(engine);
    assertSame(ParallelLoop.of(crew.engine()), ParallelLoop.of(crew.engine()));
    assertNotSame(ParallelLoop.of(engine), ParallelLoop.of(engine));
    assertNotSame(ParallelLoop.of(crew.engine()), ParallelLoop.of(Crew.on(engine).engine()));
    assertEquals(3, ParallelLoop.of(crew.engine()).threads());
  }

  @Test
  void aCrewOnTheEngineOfACrewIsThatCrew() {
    Engine engine = Engine.of(Backend.scalar()).withExecutor(NOBODY, 3);
    Crew crew = Crew.on(engine);
    assertSame(crew, Crew.on(crew.engine()));
    assertSame(crew.engine(), crew.engine());
    assertNotSame(crew, Crew.on(engine));
    assertNotSame(crew, Crew.on(crew.engine().withExecutor(NOBODY, 2)));
  }

  @Test
  void theEngineOfACrewIsOtherwiseTheOneItWasMadeFor() {
    Engine engine = Engine.of(Backend.scalar()).withExecutor(NOBODY, 3);
    Engine shared = Crew.on(engine).engine();
    assertSame(engine.backend(), shared.backend());
    assertEquals(engine.executor(), shared.executor());
    assertEquals(engine.threads(), shared.threads());
    assertEquals(engine.toString(), shared.toString());
  }

  @Test
  void passesMustMatch() {
    for (Engine engine :
        new Engine[] {
          Engine.of(Backend.scalar()), Engine.of(Backend.scalar()).withExecutor(NOBODY, 2)
        }) {
      Crew crew = Crew.on(engine);
      assertThrows(IllegalStateException.class, crew::end);
      crew.begin();
      crew.begin();
      crew.end();
      crew.end();
      assertThrows(IllegalStateException.class, crew::end);
    }
  }

  /** Sizes on both sides of what is worth sharing, within a pass and outside. */
  @Test
  void resultsDoNotDependOnACrew() {
    for (Backend backend : Backends.all()) {
      Engine alone = Engine.of(backend);
      float[] expected = chain(alone, null);
      for (int threads : new int[] {2, 3}) {
        Crew crew = Crew.on(Backends.engine(backend, threads));
        assertArrayEquals(expected, chain(crew.engine(), null));
        assertArrayEquals(expected, chain(crew.engine(), crew));
        assertArrayEquals(expected, chain(crew.engine(), crew));
      }
    }
  }

  private static float[] chain(Engine engine, Crew crew) {
    int wide = 240;
    int narrow = 33;
    SplittableRandom random = new SplittableRandom(1);
    float[] x = values(random, wide * wide);
    float[] y = new float[wide * wide];
    float[] z = new float[wide * narrow];
    PackedWeights first =
        PackedWeights.ofOutputRows(
            engine.backend(), wide, wide, values(random, wide * wide), 0, wide, x, 0);
    PackedWeights second =
        PackedWeights.ofOutputRows(
            engine.backend(), narrow, wide, values(random, narrow * wide), 0, wide, x, 0);
    Gemm one = Gemm.on(engine);
    Gemm other = Gemm.on(engine);
    if (crew != null) {
      crew.begin();
    }
    try {
      one.multiply(wide, x, 0, wide, first, y, 0, wide, Activation.TANH);
      other.multiply(wide, y, 0, wide, second, z, 0, narrow, Activation.NONE);
      one.multiply(Transpose.NONE, narrow, narrow, wide, y, 0, wide, x, 0, wide, z, 0, narrow);
    } finally {
      if (crew != null) {
        crew.end();
      }
    }
    return z;
  }

  private static float[] values(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-0.1, 0.1);
    }
    return values;
  }
}
