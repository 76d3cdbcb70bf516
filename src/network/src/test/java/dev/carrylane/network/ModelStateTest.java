package dev.carrylane.network;

import static dev.carrylane.network.Examples.refused;
import static dev.carrylane.network.Examples.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.activation.LogSoftmax;
import dev.carrylane.testkit.Allocation;
import dev.carrylane.testkit.Contract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelStateTest {
  /** What the examples' frames hold. */
  private static final int INPUTS = 3;

  private static final int OUTPUTS = 4;

  private static ModelState state(ModelDescription description) {
    return Examples.model(description, Backend.active()).newState(Engine.of(Backend.active()), 8);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void badArgumentsAreNamedAndNothingChanges(Architecture architecture) {
    float[] x = values(1, 20 * INPUTS);
    float[] expected = new float[20 * OUTPUTS];
    ModelState state = state(Examples.description(architecture));
    state.run(20, x, 0, expected, 0);

    state.reset();
    float[] y = new float[20 * OUTPUTS];
    state.run(5, x, 0, y, 0);
    Contract contract = Contract.leavesAlone(x, y);
    contract.refused("frames is -1; it must not be negative", () -> state.run(-1, x, 0, y, 0));
    contract.refused(
        "x holds 60 floats, but 21 frames of 3 at offset 0 end at 63",
        () -> state.run(21, x, 0, new float[99], 0));
    contract.refused("at offset 58 end at 61", () -> state.step(x, 58, y, 0));
    contract.refused("3 at offset -1", () -> state.step(x, -1, y, 0));
    contract.refused(
        "y holds 80 floats, but 2 frames of 4 at offset 76 end at 84",
        () -> state.run(2, x, 0, y, 76));
    contract.refused("y holds 80 floats", () -> state.step(x, 0, y, -4));
    contract.refused(
        "frames of 3 at offset 0 end at 6442450941",
        () -> state.run(Integer.MAX_VALUE, x, 0, y, 0));
    contract.refused("x is null", () -> state.run(1, null, 0, y, 0));
    contract.refused("y is null", () -> state.run(1, x, 0, null, 0));
    contract.refused("x and y are the same array", () -> state.run(1, y, 0, y, 40));
    assertEquals(5, state.position());

    state.run(15, x, 5 * INPUTS, y, 5 * OUTPUTS);
    assertArrayEquals(expected, y);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aFlattenedDecoderWritesOneFrameAtTheEndOfASequence(Architecture architecture) {
    float[] x = values(2, 20 * INPUTS);
    float[] expected = new float[OUTPUTS];
    ModelState state = state(Examples.flattened(architecture, 20));
    assertEquals(1, state.run(20, x, 0, expected, 0));

    state.reset();
    float[] none = new float[0];
    assertEquals(0, state.run(0, x, 0, none, 0));
    assertEquals(0, state.run(13, x, 0, none, 0));
    refused(
        "8 frames after the first 13 are more than the 20 of a sequence; call reset()",
        () -> state.run(8, x, 0, new float[OUTPUTS], 0));
    refused("y holds 0 floats, but 1 frames of 4", () -> state.run(7, x, 13 * INPUTS, none, 0));
    assertEquals(13, state.position());
    assertEquals(0, state.run(6, x, 13 * INPUTS, none, 0));
    float[] y = new float[OUTPUTS + 2];
    assertTrue(state.step(x, 19 * INPUTS, y, 1));
    for (int i = 0; i < OUTPUTS; i++) {
      assertEquals(expected[i], y[1 + i]);
    }
    assertEquals(0, y[0]);
    assertEquals(0, y[OUTPUTS + 1]);
    assertEquals(0, state.run(0, x, 0, y, 0));
    refused("1 frames after the first 20", () -> state.step(x, 0, y, 0));
    state.reset();
    assertFalse(state.step(x, 0, y, 0));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void framesAreReadAndWrittenWhereTheOffsetsSayAndNowhereElse(Architecture architecture) {
    float[] x = values(5, 5 + 20 * INPUTS + 5);
    float[] xBefore = x.clone();
    float[] dense = new float[20 * OUTPUTS];
    ModelState state = state(Examples.description(architecture));
    state.run(20, Arrays.copyOfRange(x, 5, 5 + 20 * INPUTS), 0, dense, 0);

    float[] y = values(6, 7 + 20 * OUTPUTS + 7);
    float[] expected = y.clone();
    System.arraycopy(dense, 0, expected, 7, dense.length);
    state.reset();
    state.run(20, x, 5, y, 7);
    assertArrayEquals(expected, y);
    assertArrayEquals(xBefore, x);

    Arrays.fill(y, 7, 7 + dense.length, -3);
    state.reset();
    for (int frame = 0; frame < 20; frame++) {
      int written = 7 + (frame + 1) * OUTPUTS;
      state.step(x, 5 + frame * INPUTS, y, 7 + frame * OUTPUTS);
      assertEquals(frame == 19 ? expected[written] : -3, y[written]);
    }
    assertArrayEquals(expected, y);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aSequenceMayBeCutAnywhere(Architecture architecture) {
    ModelDescription description = Examples.description(architecture);
    float[] x = values(8, 20 * INPUTS);
    for (Backend backend : Examples.backends()) {
      ModelState state = Examples.model(description, backend).newState(Engine.of(backend), 8);
      Contract.mayBeCutAnywhere(
          20,
          pieces -> {
            float[] y = new float[20 * OUTPUTS];
            state.reset();
            for (int frames : pieces) {
              int from = (int) state.position();
              state.run(frames, x, from * INPUTS, y, from * OUTPUTS);
            }
            return y;
          });
    }
  }

  @Test
  void noFramesAreFramesToo() {
    ModelState state = state(Examples.description(Architecture.CL_RNN));
    assertEquals(0, state.run(0, new float[0], 0, new float[0], 0));
    assertEquals(0, state.position());
  }

  @Test
  void outputsAreTheLogitsUnderTheOutputFunction() {
    float[] x = values(3, 10 * INPUTS);
    Model model = Examples.model(Examples.description(Architecture.CL_RNN), Backend.active());
    Engine engine = Engine.of(Backend.active());
    float[] logits = new float[10 * OUTPUTS];
    model.withOutput(Output.NONE).newState(engine).run(10, x, 0, logits, 0);
    float[] probabilities = new float[10 * OUTPUTS];
    model.newState(engine).run(10, x, 0, probabilities, 0);
    float[] logarithms = new float[10 * OUTPUTS];
    model.withOutput(Output.LOG_SOFTMAX).newState(engine).run(10, x, 0, logarithms, 0);
    float[] expected = new float[10 * OUTPUTS];
    Elementwise.sigmoid(Backend.active(), logits, 0, expected, 0, logits.length);
    assertArrayEquals(expected, probabilities);
    LogSoftmax.logSoftmax(Backend.active(), 10, OUTPUTS, logits, 0, OUTPUTS, expected, 0, OUTPUTS);
    assertArrayEquals(expected, logarithms);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void runAndStepAllocateNothing(Architecture architecture) {
    float[] x = values(4, 30 * INPUTS);
    float[] y = new float[30 * OUTPUTS];
    for (Backend backend : Examples.backends()) {
      for (ModelDescription description :
          new ModelDescription[] {
            Examples.description(architecture), Examples.flattened(architecture, 32)
          }) {
        ModelState state = Examples.model(description, backend).newState(Engine.of(backend), 8);
        Allocation.assertNone(
            () -> {
              state.reset();
              state.step(x, 0, y, 0);
              state.run(30, x, 0, y, 0);
              state.step(x, 0, y, 0);
            });
      }
    }
  }

  /** The music model's products are large enough to be shared; one executor thread helps two states. */
  @Test
  void twoStatesOfOneEngineMayRunAtOnce() throws Exception {
    int frames = 150;
    Model model = Examples.model(Examples.music(Architecture.CL_RNN), Backend.active());
    float[] x = values(7, frames * 88);
    float[] expected = new float[frames * 88];
    model.newState(Engine.singleThreaded()).run(frames, x, 0, expected, 0);
    try (ExecutorService helper = Executors.newFixedThreadPool(1);
        ExecutorService users = Executors.newFixedThreadPool(2)) {
      Engine engine = Engine.singleThreaded().withExecutor(helper, 2);
      List<Future<?>> runs = new ArrayList<>();
      for (int user = 0; user < 2; user++) {
        runs.add(
            users.submit(
                () -> {
                  ModelState state = model.newState(engine);
                  float[] y = new float[frames * 88];
                  for (int pass = 0; pass < 50; pass++) {
                    state.reset();
                    Arrays.fill(y, 0);
                    state.run(frames, x, 0, y, 0);
                    assertArrayEquals(expected, y);
                  }
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
  }

  /** A pass left open would refuse the next thread. */
  @Test
  void aRunThatFailsEndsItsPass() throws Exception {
    int frames = 150;
    Model model = Examples.model(Examples.music(Architecture.CL_RNN), Backend.active());
    float[] x = values(7, frames * 88);
    float[] expected = new float[frames * 88];
    model.newState(Engine.singleThreaded()).run(frames, x, 0, expected, 0);
    AtomicBoolean broken = new AtomicBoolean(true);
    Executor executor =
        task -> {
          if (broken.get()) {
            throw new IllegalStateException("broken");
          }
        };
    ModelState state = model.newState(Engine.singleThreaded().withExecutor(executor, 2));
    float[] y = new float[frames * 88];
    assertThrows(IllegalStateException.class, () -> state.run(frames, x, 0, y, 0));
    broken.set(false);
    try (ExecutorService other = Executors.newFixedThreadPool(1)) {
      other
          .submit(
              () -> {
                state.reset();
                state.run(frames, x, 0, y, 0);
              })
          .get();
    }
    assertArrayEquals(expected, y);
  }
}
