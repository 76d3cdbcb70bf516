package dev.carrylane.network;

import static dev.carrylane.network.Examples.refused;
import static dev.carrylane.network.Examples.values;
import static dev.carrylane.network.layer.Layers.bidirectional;
import static dev.carrylane.network.layer.Layers.embedding;
import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.residual;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.activation.LogSoftmax;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.testkit.Contract;
import dev.carrylane.testkit.Floats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelStateTest {
  /** What the examples' frames hold. */
  private static final int INPUTS = 3;

  private static final int OUTPUTS = 4;

  private static ModelState state(ModelDescription description) {
    return Examples.model(description).newState(Engine.of(Backend.active()), 8);
  }

  @Test
  void badArgumentsAreNamedAndNothingChanges() {
    for (ModelDescription description : List.of(Examples.lookahead(), Examples.recurrent())) {
      float[] x = values(1, 20 * INPUTS);
      float[] expected = new float[20 * OUTPUTS];
      ModelState state = state(description);
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
  }

  @Test
  void aFlattenedLinearWritesOneFrameAtTheEndOfASequence() {
    float[] x = values(2, 20 * INPUTS);
    float[] expected = new float[OUTPUTS];
    ModelState state =
        state(ModelDescription.of(INPUTS).then(gru(5)).then(flattenedLinear(20, OUTPUTS)));
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
  @EnumSource(LayerKind.class)
  void framesAreReadAndWrittenWhereTheOffsetsSayAndNowhereElse(LayerKind kind) {
    for (ModelDescription description : Examples.models(kind)) {
      int frames = Examples.FRAMES;
      int inputs = description.inputs();
      int outputs = description.outputs();
      float[] dense = Examples.input(description, 5, frames);
      float[] expected = Floats.moderate(7 + frames * outputs + 7, 6);
      float[] y = expected.clone();
      float[] result = new float[Examples.written(description, frames) * outputs];
      ModelState state = state(description);
      state.run(frames, dense, 0, result, 0);
      System.arraycopy(result, 0, expected, 7, result.length);

      float[] x = new float[5 + frames * inputs + 5];
      Arrays.fill(x, Float.NaN);
      System.arraycopy(dense, 0, x, 5, dense.length);
      float[] before = x.clone();
      state.reset();
      state.run(frames, x, 5, y, 7);
      Floats.assertSameBits(expected, y, description.toJsonLine());
      Floats.assertSameBits(before, x, "x of " + description.toJsonLine());
    }
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void aSequenceMayBeCutAnywhere(LayerKind kind) {
    for (ModelDescription description : Examples.models(kind)) {
      if (!description.isCausal()) {
        continue;
      }
      int frames = Examples.FRAMES;
      int outputs = description.outputs();
      float[] x = Examples.input(description, 8, frames);
      for (Backend backend : Examples.backends()) {
        ModelState state = Examples.model(description, backend).newState(Engine.of(backend), 8);
        Contract.mayBeCutAnywhere(
            frames,
            pieces -> {
              float[] y = new float[frames * outputs];
              state.reset();
              int written = 0;
              for (int count : pieces) {
                int from = (int) state.position() * description.inputs();
                written += state.run(count, x, from, y, written * outputs);
              }
              assertEquals(Examples.written(description, frames), written);
              return y;
            });
      }
    }
  }

  @Test
  void theBitsAreTheSameOnEveryBackendWithAnyBlockAndAnyNumberOfThreads() {
    for (LayerKind kind : LayerKind.values()) {
      for (ModelDescription description : Examples.models(kind)) {
        int frames = Examples.FRAMES;
        float[] x = Examples.input(description, 9, frames);
        float[] expected = new float[frames * description.outputs()];
        Examples.model(description, Backend.scalar())
            .newState(Engine.of(Backend.scalar()))
            .run(frames, x, 0, expected, 0);
        for (Backend backend : Examples.backends()) {
          Model model = Examples.model(description, backend);
          Engine[] engines = {
            Engine.of(backend), Engine.of(backend).withExecutor(Runnable::run, 3)
          };
          for (Engine engine : engines) {
            for (int block : new int[] {1, 3, 64}) {
              float[] y = new float[expected.length];
              model.newState(engine, block).run(frames, x, 0, y, 0);
              Floats.assertSameBits(
                  expected, y, description.toJsonLine() + " in blocks of " + block);
            }
          }
        }
      }
    }
  }

  @Test
  void aModelThatSeesLaterFramesTakesEachSequenceInOneCall() {
    ModelDescription description =
        ModelDescription.of(INPUTS).then(bidirectional(lstm(2))).then(linear(OUTPUTS));
    float[] x = values(3, 20 * INPUTS);
    float[] expected = new float[20 * OUTPUTS];
    state(description).run(20, x, 0, expected, 0);
    ModelState state = state(description);
    float[] y = new float[20 * OUTPUTS];
    assertEquals(20, state.run(20, x, 0, y, 0));
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> state.run(1, x, 0, y, 0));
    assertEquals(
        "a bidirectional model takes each sequence in one call; call reset() before the next one",
        refused.getMessage());
    assertEquals(20, state.position());
    state.reset();
    Arrays.fill(y, 0);
    state.run(20, x, 0, y, 0);
    assertArrayEquals(expected, y);
  }

  @Test
  void tokensThatAreNoneAreNamedAndNothingChanges() {
    ModelDescription table = ModelDescription.of(1).then(embedding(7, 1));
    for (ModelDescription description :
        List.of(
            table.then(gru(4)),
            ModelDescription.of(1).then(residual(embedding(7, 1))).then(gru(4)))) {
      ModelState state = state(description);
      float[] expected = new float[8];
      state.run(2, new float[] {3, 6}, 0, expected, 0);
      state.reset();
      float[] y = new float[12];
      state.step(new float[] {3}, 0, y, 0);
      Contract contract = Contract.leavesAlone(y);
      for (float token : new float[] {-1, 7, 2.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
        contract.refused(
            "frame 1 is " + token + "; tokens are whole numbers from 0 to 6",
            () -> state.run(2, new float[] {0, token}, 0, y, 4));
      }
      state.step(new float[] {6}, 0, y, 4);
      assertArrayEquals(expected, Arrays.copyOf(y, 8));
    }
  }

  @Test
  void noFramesAreFramesToo() {
    ModelState state = state(Examples.lookahead());
    assertEquals(0, state.run(0, new float[0], 0, new float[0], 0));
    assertEquals(0, state.position());
  }

  @Test
  void outputsAreTheLogitsUnderTheOutputFunction() {
    float[] x = values(3, 10 * INPUTS);
    Model model = Examples.model(Examples.lookahead());
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

  /** The music model's products are large enough to be shared; one executor thread helps two states. */
  @Test
  void twoStatesOfOneEngineMayRunAtOnce() throws Exception {
    int frames = 150;
    Model model = Examples.model(Examples.music());
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
}
