package dev.carrylane.network;

import static dev.carrylane.network.layer.Layers.embedding;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import org.junit.jupiter.api.Test;

/**
 * What a call that fails half way leaves behind. A table behind another layer fails when the frames before it have been
 * worked on: only then is it known that what comes is no token.
 */
class FailureTest {
  private static final int OUTPUTS = 3;

  /** Hands on what comes in, as a number that should be a token. */
  private static Model model() {
    ModelDescription description =
        ModelDescription.of(1)
            .then(gru(2))
            .then(linear(1))
            .then(embedding(4, 5))
            .then(gru(OUTPUTS));
    Parameters parameters = Examples.parameters(description);
    parameters = Examples.with(parameters, "1.weight", Tensor.of(new float[] {1e6f, 1e6f}, 1, 2));
    // A gate that is 0 and a candidate that is 0 keep the state at 0, and only a NaN comes through.
    parameters = Examples.with(parameters, "0.weight_ih_l0", Tensor.of(new float[6], 6, 1));
    parameters = Examples.with(parameters, "0.bias_ih_l0", Tensor.of(new float[6], 6));
    parameters = Examples.with(parameters, "0.bias_hh_l0", Tensor.of(new float[6], 6));
    parameters = Examples.with(parameters, "1.bias", Tensor.of(new float[] {2}, 1));
    return Model.of(description, parameters, Backend.active());
  }

  private static final float[] GOOD = new float[40];
  private static final float[] BAD = new float[40];

  static {
    BAD[5] = Float.NaN;
  }

  private static void broken(Runnable call) {
    IllegalStateException refused = assertThrows(IllegalStateException.class, call::run);
    assertTrue(
        refused.getMessage().contains("failed half way")
            && refused.getMessage().contains("reset or restore it"),
        refused.getMessage());
  }

  @Test
  void aStateThatFailedRefusesToGoOn() {
    ModelState state = model().newState(Engine.of(Backend.active()), 4);
    float[] expected = new float[8 * OUTPUTS];
    state.run(8, GOOD, 0, expected, 0);
    byte[] saved = state.save();
    state.reset();
    float[] y = new float[40 * OUTPUTS];
    // The first block of four frames is done, and the second fails.
    assertThrows(IllegalArgumentException.class, () -> state.run(8, BAD, 0, y, 0));
    broken(() -> state.run(1, GOOD, 0, y, 0));
    broken(() -> state.run(0, GOOD, 0, y, 0));
    broken(() -> state.step(GOOD, 0, y, 0));
    broken(state::position);
    broken(state::save);
    byte[] damaged = saved.clone();
    damaged[30] ^= 1;
    assertThrows(IllegalArgumentException.class, () -> state.restore(damaged));
    broken(state::position);
    state.restore(saved);
    assertEquals(8, state.position());
    state.step(GOOD, 0, y, 0);

    assertThrows(IllegalArgumentException.class, () -> state.step(BAD, 5, y, 0));
    broken(() -> state.step(GOOD, 0, y, 0));
    state.reset();
    float[] again = new float[8 * OUTPUTS];
    state.run(8, GOOD, 0, again, 0);
    assertArrayEquals(expected, again);
  }

  /** Of eleven rows in passes of four, the fifth fails: four are done, four broken, three as they were. */
  @Test
  void onlyTheRowsAtWorkAreBroken() {
    StateTable table = model().newTable(Engine.of(Backend.active()), 4, false);
    int[] rows = new int[11];
    for (int i = 0; i < rows.length; i++) {
      rows[rows.length - 1 - i] = table.add();
    }
    int bystander = table.add();
    float[] y = new float[11 * OUTPUTS];
    table.stepAll(11, rows, GOOD, 0, y, 0);
    float[] before = y.clone();
    byte[] saved = table.save(rows[4]);
    byte[][] asTheyWere = new byte[11][];
    for (int i = 8; i < 11; i++) {
      asTheyWere[i] = table.save(rows[i]);
    }
    byte[] alone = table.save(bystander);
    assertThrows(IllegalArgumentException.class, () -> table.stepAll(11, rows, BAD, 0, y, 0));
    for (int i = 0; i < 4; i++) {
      assertEquals(2, table.position(rows[i]));
    }
    for (int i = 4; i < 8; i++) {
      int row = rows[i];
      broken(() -> table.position(row));
      broken(() -> table.save(row));
      broken(() -> table.copy(row, bystander));
      broken(() -> table.run(row, 1, GOOD, 0, y, 0));
      broken(() -> table.stepAll(2, new int[] {bystander, row}, GOOD, 0, y, 0));
    }
    broken(table::saveAll);
    for (int i = 8; i < 11; i++) {
      assertArrayEquals(asTheyWere[i], table.save(rows[i]));
    }
    assertArrayEquals(alone, table.save(bystander));

    table.restore(rows[4], saved);
    table.reset(rows[5]);
    table.copy(bystander, rows[6]);
    table.remove(rows[7]);
    assertEquals(rows[7], table.add());
    table.saveAll();
    assertEquals(1, table.position(rows[4]));
    float[] fresh = new float[11 * OUTPUTS];
    table.stepAll(3, new int[] {rows[5], rows[6], rows[7]}, GOOD, 0, fresh, 0);
    for (int i = 0; i < 3 * OUTPUTS; i++) {
      assertEquals(before[i], fresh[i]);
    }
  }

  @Test
  void aRowThatFailedAloneIsBrokenAlone() {
    StateTable table = model().newTable(Engine.of(Backend.active()), 1, false);
    int[] rows = {table.add(), table.add(), table.add()};
    float[] y = new float[3 * OUTPUTS];
    assertThrows(IllegalArgumentException.class, () -> table.stepAll(3, rows, BAD, 4, y, 0));
    assertEquals(1, table.position(rows[0]));
    broken(() -> table.position(rows[1]));
    assertEquals(0, table.position(rows[2]));
    assertThrows(IllegalArgumentException.class, () -> table.run(rows[2], 3, BAD, 3, y, 0));
    broken(() -> table.position(rows[2]));
  }
}
