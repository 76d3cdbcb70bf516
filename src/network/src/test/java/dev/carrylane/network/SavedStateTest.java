package dev.carrylane.network;

import static dev.carrylane.network.Examples.refused;
import static dev.carrylane.network.Examples.values;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.testkit.Floats;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SavedStateTest {
  private static final int FRAMES = Examples.FRAMES;

  private static Engine engine() {
    return Engine.of(Backend.active());
  }

  private static float[] run(ModelState state, float[] x, int from, int frames, int outputs) {
    float[] y = new float[frames * outputs];
    state.run(frames, x, from, y, 0);
    return y;
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void aSequenceGoesOnWhereItWasSaved(LayerKind kind) {
    for (ModelDescription description : Examples.models(kind)) {
      if (!description.isCausal()) {
        continue;
      }
      int outputs = description.outputs();
      float[] x = Examples.input(description, 1, FRAMES);
      for (int cut : new int[] {0, 1, 6, 13}) {
        Model model = Examples.model(description);
        ModelState state = model.newState(engine(), 8);
        run(state, x, 0, cut, outputs);
        byte[] saved = state.save();
        int from = cut * description.inputs();
        float[] expected = run(state, x, from, FRAMES - cut, outputs);

        // Another copy of the model, with another output function: the state is the same.
        ModelState other = Examples.model(description).newState(engine());
        run(other, x, 0, 3, outputs);
        other.restore(saved);
        assertEquals(cut, other.position());
        Floats.assertSameBits(
            expected, run(other, x, from, FRAMES - cut, outputs), description.toJsonLine());

        boolean remembers = description.receptiveField().isPresent();
        StateTable table = model.newTable(engine(), 8, false);
        int row = table.add();
        table.restore(row, saved);
        assertArrayEquals(saved, table.save(row));
        if (remembers) {
          inputs(model, x, cut, expected);
        }
      }
    }
  }

  /** A row that is saved as its last inputs. */
  private static void inputs(Model model, float[] x, int cut, float[] expected) {
    ModelDescription description = model.description();
    int outputs = description.outputs();
    StateTable table = model.newTable(engine(), 8, true);
    int row = table.add();
    table.run(row, cut, x, 0, new float[cut * outputs], 0);
    byte[] saved = table.saveInputs(row);
    StateTable other = model.newTable(engine(), 3, true);
    int there = other.add();
    other.restore(there, saved);
    assertEquals(cut, other.position(there));
    assertArrayEquals(saved, other.saveInputs(there));
    float[] y = new float[expected.length];
    other.run(there, FRAMES - cut, x, cut * description.inputs(), y, 0);
    Floats.assertSameBits(expected, y, "inputs of " + description.toJsonLine());
  }

  @Test
  void inputsOfZerosAndOnesArePackedAsBits() {
    Model model = Examples.model(Examples.music());
    StateTable table = model.newTable(engine(), 8, true);
    int row = table.add();
    float[] x = new float[100 * 88];
    for (int i = 0; i < x.length; i += 3) {
      x[i] = 1;
    }
    table.run(row, 100, x, 0, new float[x.length], 0);
    byte[] bits = table.saveInputs(row);
    assertTrue(bits.length <= 60 * 88 / 8 + 32, "bytes: " + bits.length);
    assertTrue(table.save(row).length > 10 * bits.length, "full: " + table.save(row).length);
    table.run(row, 1, new float[88 * 2], 1, new float[88], 0);
    float[] minusZero = new float[88];
    minusZero[7] = -0f;
    table.run(row, 1, minusZero, 0, new float[88], 0);
    assertTrue(table.saveInputs(row).length > 60 * 88 * 4 - 1000, "−0 is no bit");
  }

  @Test
  void allRowsComeBackWithTheirNumbers() {
    for (boolean remembers : new boolean[] {false, true}) {
      Model model = Examples.model(Examples.lookahead());
      StateTable table = model.newTable(engine(), 8, remembers);
      float[] x = values(1, 9 * 3);
      float[] y = new float[9 * 4];
      for (int row = 0; row < 150; row++) {
        table.add();
        table.run(row, row % 10, x, 0, y, 0);
      }
      for (int row : new int[] {3, 64, 149}) {
        table.remove(row);
      }
      byte[] saved = table.saveAll();
      StateTable other = model.newTable(engine(), 8, remembers);
      other.add();
      other.restoreAll(saved);
      assertEquals(147, other.size());
      assertArrayEquals(saved, other.saveAll());
      refused("there is no row 64", () -> other.position(64));
      refused("there is no row 149", () -> other.position(149));
      assertEquals(8, other.position(148));
      float[] expected = new float[4];
      float[] actual = new float[4];
      table.run(148, 1, x, 0, expected, 0);
      other.run(148, 1, x, 0, actual, 0);
      assertArrayEquals(expected, actual);
      int[] given = {other.add(), other.add(), other.add()};
      Arrays.sort(given);
      assertArrayEquals(new int[] {3, 64, 149}, given);

      StateTable empty = model.newTable(engine(), 8, remembers);
      other.restoreAll(empty.saveAll());
      assertEquals(0, other.size());
      assertEquals(0, other.add());
    }
  }

  @Test
  void theStateOfAnotherModelIsRefusedNamingWhatDiffers() {
    ModelDescription description = Examples.recurrent();
    byte[] saved = Examples.model(description).newState(engine()).save();
    ModelState layers =
        Examples.model(ModelDescription.of(3).then(gru(10)).then(linear(4))).newState(engine());
    refused(
        "the saved state is of another model: other layers (this one is gru, linear)",
        () -> layers.restore(saved));
    Model trained = Model.of(description, Initialization.of(description, 6), Backend.active());
    refused(
        "of another model: the same layers with other weights (this one is lstm, linear)",
        () -> trained.newState(engine()).restore(saved));
    StateTable table = trained.newTable(engine());
    int row = table.add();
    refused("the same layers with other weights", () -> table.restore(row, saved));
    byte[] all = Examples.model(description).newTable(engine()).saveAll();
    table.restoreAll(all);
    StateTable full = Examples.model(description).newTable(engine());
    full.add();
    refused("the same layers with other weights", () -> table.restoreAll(full.saveAll()));

    // Neither the output function nor the task is part of a state.
    Model logits = Examples.model(description.output(Output.NONE).task("x"));
    logits.newState(engine()).restore(saved);
  }

  @Test
  void damagedBytesAreRefusedAndNothingChanges() {
    Model model = Examples.model(Examples.recurrent());
    ModelState state = model.newState(engine());
    float[] x = values(1, 5 * 3);
    run(state, x, 0, 5, 4);
    byte[] saved = state.save();
    for (int i = 0; i < saved.length; i++) {
      for (int bit = 0; bit < 8; bit += 3) {
        byte[] damaged = saved.clone();
        damaged[i] ^= (byte) (1 << bit);
        assertThrows(IllegalArgumentException.class, () -> state.restore(damaged), "byte " + i);
      }
    }
    for (int length = 0; length < saved.length; length++) {
      byte[] cut = Arrays.copyOf(saved, length);
      assertThrows(IllegalArgumentException.class, () -> state.restore(cut), "length " + length);
    }
    byte[] longer = Arrays.copyOf(saved, saved.length + 1);
    refused("the saved state is damaged: its checksum", () -> state.restore(longer));
    refused("a saved state has at least 26 bytes, not 0", () -> state.restore(new byte[0]));
    refused("these bytes are no saved state", () -> state.restore(new byte[40]));
    byte[] later = saved.clone();
    later[4] = 2;
    refused("a saved state of version 2; this program reads version 1", () -> state.restore(later));
    assertArrayEquals(saved, state.save());
  }

  @Test
  void damagedTablesAreRefusedAndNothingChanges() {
    Model model = Examples.model(Examples.recurrent());
    StateTable table = model.newTable(engine());
    table.add();
    table.add();
    table.run(1, 2, values(1, 6), 0, new float[8], 0);
    byte[] saved = table.saveAll();
    for (int i = 0; i < saved.length; i++) {
      byte[] damaged = saved.clone();
      damaged[i] ^= 4;
      assertThrows(IllegalArgumentException.class, () -> table.restoreAll(damaged), "byte " + i);
      byte[] cut = Arrays.copyOf(saved, i);
      assertThrows(IllegalArgumentException.class, () -> table.restoreAll(cut), "length " + i);
    }
    refused("are no saved table", () -> table.restoreAll(table.save(1)));
    refused("these bytes are no saved state", () -> table.restore(1, saved));
    assertArrayEquals(saved, table.saveAll());
  }

  @Test
  void formsThatATableOrStateCanNotTakeAreRefused() {
    Model model = Examples.model(Examples.lookahead());
    StateTable remembers = model.newTable(engine(), 8, true);
    StateTable forgets = model.newTable(engine(), 8, false);
    int there = remembers.add();
    int here = forgets.add();
    float[] x = values(1, 9);
    remembers.run(there, 3, x, 0, new float[12], 0);
    forgets.run(here, 3, x, 0, new float[12], 0);
    byte[] full = forgets.save(here);
    byte[] inputs = remembers.saveInputs(there);
    refused(
        "these bytes have no inputs, which this table remembers",
        () -> remembers.restore(there, full));
    refused(
        "these are the last inputs of a row, which a table restores",
        () -> model.newState(engine()).restore(inputs));
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> forgets.saveInputs(here));
    assertTrue(refused.getMessage().contains("newTable(engine, block, true)"));
    forgets.restore(here, inputs);
    assertEquals(3, forgets.position(here));
  }
}
