package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.layer.Embedding;
import dev.carrylane.network.layer.FlattenedLinear;
import java.util.SplittableRandom;

/** A model, the length of a sequence for it, and where values come from. */
record ModelTrial(ModelDescription description, int length, Values values) {
  SplittableRandom random() {
    return values.random();
  }

  ModelFile file() {
    return new ModelFile(description, Initialization.of(description, values.number()));
  }

  Model model(Backend backend) {
    ModelFile file = file();
    return Model.of(file.description(), file.parameters(), backend);
  }

  /** The input frames of a sequence, which are tokens where the model takes these. */
  float[] sequence(String operand) {
    float[] x = values.floats(operand, length * description.inputs());
    for (int i = 0; i < x.length && vocabulary() > 0; i++) {
      x[i] = Math.floorMod(Float.floatToRawIntBits(x[i]) >> 3, vocabulary());
    }
    return x;
  }

  /** How many tokens there are; 0 where input frames are other numbers. */
  int vocabulary() {
    return !description.layers().isEmpty()
            && description.layers().getFirst() instanceof Embedding embedding
        ? embedding.vocabulary()
        : 0;
  }

  int outputFrames() {
    return flattened() ? 1 : length;
  }

  boolean flattened() {
    return !description.layers().isEmpty()
        && description.layers().getLast() instanceof FlattenedLinear;
  }

  float[] output() {
    return new float[outputFrames() * description.outputs()];
  }

  /** The whole sequence in one call, from a new state that takes it in one block. */
  float[] whole(Engine engine, float[] x) {
    return whole(model(engine.backend()).newState(engine, length), x);
  }

  float[] whole(ModelState state, float[] x) {
    float[] y = output();
    assertEquals(outputFrames(), state.run(length, x, 0, y, 0));
    assertEquals(length, state.position());
    return y;
  }

  float[] inSteps(ModelState state, float[] x) {
    int outputs = description.outputs();
    float[] y = output();
    for (int frame = 0; frame < length; frame++) {
      boolean written =
          state.step(x, frame * description.inputs(), y, flattened() ? 0 : frame * outputs);
      assertEquals(!flattened() || frame == length - 1, written);
    }
    return y;
  }

  /** Runs of random lengths, some of them empty, with steps between them. */
  float[] inPieces(ModelState state, float[] x, SplittableRandom random) {
    float[] y = output();
    for (int frame = 0; frame < length; ) {
      frame += piece(state, frame, x, y, random);
    }
    return y;
  }

  /** The next frames, as many as chance wants, at most all that are left; gives their number. */
  int piece(ModelState state, int frame, float[] x, float[] y, SplittableRandom random) {
    int xOffset = frame * description.inputs();
    int yOffset = flattened() ? 0 : frame * description.outputs();
    if (frame < length && random.nextBoolean()) {
      state.step(x, xOffset, y, yOffset);
      return 1;
    }
    int count = random.nextInt(1 + Math.min(length - frame, 1 + length / 2));
    state.run(count, x, xOffset, y, yOffset);
    return count;
  }
}
