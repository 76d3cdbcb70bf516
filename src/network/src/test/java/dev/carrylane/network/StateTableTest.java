package dev.carrylane.network;

import static dev.carrylane.network.Examples.values;
import static dev.carrylane.network.layer.Layers.bidirectional;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.testkit.Contract;
import dev.carrylane.testkit.Floats;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateTableTest {
  private static final int INPUTS = 3;
  private static final int OUTPUTS = 4;

  private static StateTable table(ModelDescription description) {
    return Examples.model(description).newTable(Engine.of(Backend.active()), 8, false);
  }

  private static void refused(String part, Runnable call) {
    Examples.refused(part, call::run);
  }

  /** The frames of a sequence alone. */
  private static float[] alone(Model model, float[] x, int frames) {
    float[] y = new float[frames * model.description().outputs()];
    model.newState(Engine.of(model.backend())).run(frames, x, 0, y, 0);
    return y;
  }

  @Test
  void numbersAreGivenOutFromZeroAndUsedAgain() {
    StateTable table = table(Examples.recurrent());
    assertEquals(0, table.size());
    for (int row = 0; row < 200; row++) {
      assertEquals(row, table.add());
    }
    table.remove(77);
    table.remove(130);
    assertEquals(198, table.size());
    Set<Integer> again = new HashSet<>(Set.of(table.add(), table.add()));
    assertEquals(Set.of(77, 130), again);
    assertEquals(200, table.add());
    assertEquals(201, table.size());
  }

  @Test
  void aNumberUsedAgainBeginsASequence() {
    Model model = Examples.model(Examples.recurrent());
    StateTable table = model.newTable(Engine.of(Backend.active()));
    float[] x = values(1, 5 * INPUTS);
    float[] y = new float[5 * OUTPUTS];
    int row = table.add();
    table.run(row, 5, x, 0, y, 0);
    table.remove(row);
    assertEquals(row, table.add());
    assertEquals(0, table.position(row));
    float[] again = new float[5 * OUTPUTS];
    table.run(row, 5, x, 0, again, 0);
    assertArrayEquals(y, again);
    table.reset(row);
    assertEquals(0, table.position(row));
    table.run(row, 5, x, 0, again, 0);
    assertArrayEquals(y, again);
  }

  @Test
  void rowsThatAreNotThereAreRefusedByNumber() {
    StateTable table = table(Examples.recurrent());
    int row = table.add();
    table.add();
    table.remove(row);
    float[] x = new float[INPUTS];
    float[] y = new float[OUTPUTS];
    for (int absent : new int[] {row, 2, -1, Integer.MAX_VALUE}) {
      String message =
          "there is no row " + absent + "; it was never added or is removed (the table has 1 rows)";
      refused(message, () -> table.remove(absent));
      refused(message, () -> table.reset(absent));
      refused(message, () -> table.position(absent));
      refused(message, () -> table.copy(absent, 1));
      refused(message, () -> table.copy(1, absent));
      refused(message, () -> table.run(absent, 1, x, 0, y, 0));
      refused(message, () -> table.stepAll(1, new int[] {absent}, x, 0, y, 0));
      refused(message, () -> table.save(absent));
      refused(message, () -> table.restore(absent, table.save(1)));
    }
    assertEquals(1, table.size());
  }

  /** Rows join and leave, are reset and copied, and step in any company and order. */
  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void everyRowHasTheBitsOfItsSequenceAlone(LayerKind kind) {
    for (ModelDescription description : Examples.models(kind)) {
      if (!description.isCausal()) {
        continue;
      }
      for (Backend backend : Examples.backends()) {
        company(Examples.model(description, backend), backend);
      }
    }
  }

  private static void company(Model model, Backend backend) {
    ModelDescription description = model.description();
    String what = description.toJsonLine() + " on " + backend;
    int inputs = description.inputs();
    int outputs = description.outputs();
    int keys = 21;
    int frames = Examples.FRAMES;
    float[][] sequences = new float[keys][];
    float[][] expected = new float[keys][];
    for (int key = 0; key < keys; key++) {
      sequences[key] = Examples.input(description, key, frames);
      expected[key] = alone(model, sequences[key], frames);
    }
    StateTable table = model.newTable(Engine.of(backend), 8, false);
    int[] numbers = new int[keys];
    for (int key = 0; key < keys; key++) {
      numbers[key] = table.add();
    }
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 60; round++) {
      int[] order = new int[keys];
      int count = 0;
      for (int key = 0; key < keys; key++) {
        boolean goesOn = table.position(numbers[key]) < frames && random.nextInt(3) > 0;
        if (goesOn) {
          int place = random.nextInt(count + 1);
          order[count] = order[place];
          order[place] = key;
          count++;
        }
      }
      int[] rows = new int[count];
      float[] x = new float[2 + count * inputs];
      long[] positions = new long[count];
      for (int i = 0; i < count; i++) {
        rows[i] = numbers[order[i]];
        positions[i] = table.position(rows[i]);
        int from = (int) positions[i] * inputs;
        System.arraycopy(sequences[order[i]], from, x, 2 + i * inputs, inputs);
      }
      float[] y = new float[1 + count * outputs];
      Arrays.fill(y, Floats.GUARD);
      int written = table.stepAll(count, rows, x, 2, y, 1);
      assertEquals(Floats.GUARD, y[0]);
      for (int i = 0; i < count; i++) {
        assertEquals(positions[i] + 1, table.position(rows[i]));
        float[] got = Arrays.copyOfRange(y, 1 + i * outputs, 1 + (i + 1) * outputs);
        float[] wanted = new float[outputs];
        if (!Examples.isFlattened(description)) {
          System.arraycopy(expected[order[i]], (int) positions[i] * outputs, wanted, 0, outputs);
        } else if (positions[i] + 1 == frames) {
          System.arraycopy(expected[order[i]], 0, wanted, 0, outputs);
          written--;
        } else {
          Arrays.fill(wanted, Floats.GUARD);
        }
        Floats.assertSameBits(wanted, got, what + ", round " + round + ", row " + rows[i]);
      }
      assertEquals(Examples.isFlattened(description) ? 0 : count, written);
      int key = random.nextInt(keys);
      if (round % 5 == 0) {
        table.reset(numbers[key]);
      } else if (round % 7 == 0) {
        int other = random.nextInt(keys);
        table.copy(numbers[key], numbers[other]);
        sequences[other] = sequences[key];
        expected[other] = expected[key];
      } else if (round % 9 == 0) {
        table.remove(numbers[key]);
        numbers[key] = table.add();
      }
    }
  }

  @Test
  void badArgumentsOfAStepAreNamedAndNothingChanges() {
    Model model = Examples.model(Examples.recurrent());
    StateTable table = model.newTable(Engine.of(Backend.active()), 2, false);
    int[] rows = {table.add(), table.add(), table.add(), table.add()};
    float[] x = values(1, 4 * INPUTS);
    float[] y = new float[4 * OUTPUTS];
    table.run(rows[1], 2, x, 0, y, 0);
    byte[] before = table.saveAll();
    Contract contract = Contract.leavesAlone(x, y);
    contract.refused(
        "row 2 is at places 1 and 3 of the rows; a row takes one frame a call",
        () -> table.stepAll(4, new int[] {0, 2, 1, 2}, x, 0, y, 0));
    contract.refused(
        "there is no row 9", () -> table.stepAll(4, new int[] {0, 2, 1, 9}, x, 0, y, 0));
    contract.refused(
        "count is 5, and rows has 4 numbers", () -> table.stepAll(5, rows, x, 0, y, 0));
    contract.refused("count is -1", () -> table.stepAll(-1, rows, x, 0, y, 0));
    contract.refused("rows is null", () -> table.stepAll(1, null, x, 0, y, 0));
    contract.refused(
        "x holds 12 floats, but 4 frames of 3 at offset 1 end at 13",
        () -> table.stepAll(4, rows, x, 1, y, 0));
    contract.refused(
        "y holds 16 floats, but 4 frames of 4 at offset 1 end at 17",
        () -> table.stepAll(4, rows, x, 0, y, 1));
    contract.refused("x and y are the same", () -> table.stepAll(1, rows, y, 0, y, 8));
    assertArrayEquals(before, table.saveAll());
    assertEquals(0, table.stepAll(0, rows, x, 0, y, 0));
    assertEquals(4, table.stepAll(4, rows, x, 0, y, 0));
    assertEquals(3, table.position(rows[1]));
  }

  @Test
  void aSequenceThatIsCompleteTakesNoMore() {
    ModelDescription description = Examples.models(LayerKind.FLATTENED_LINEAR).getFirst();
    StateTable table = table(description);
    int[] rows = {table.add(), table.add()};
    float[] x = values(1, Examples.FRAMES * INPUTS);
    float[] y = new float[2 * OUTPUTS];
    table.run(rows[1], Examples.FRAMES, x, 0, y, 0);
    refused(
        "1 frames after the first 20 are more than the 20 of a sequence",
        () -> table.stepAll(2, rows, x, 0, y, 0));
    assertEquals(0, table.position(rows[0]));
    table.reset(rows[1]);
    assertEquals(0, table.stepAll(2, rows, x, 0, y, 0));
  }

  @Test
  void modelsThatCanNotStepAreRefused() {
    ModelDescription both = ModelDescription.of(INPUTS).then(bidirectional(lstm(2)));
    refused("the model (bidirectional) needs whole sequences; it can't step", () -> table(both));
    refused(
        "the model (lstm, linear) sees every frame before; its rows can't be saved",
        () -> Examples.model(Examples.recurrent()).newTable(Engine.of(Backend.active()), 8, true));
  }

  /**
   * The state, the position, and nothing to speak of beside them: page headers and the list of pages. What others keep meanwhile, such as
   * kernels that are proved, is told from it by a second table.
   */
  @Test
  void aKeyTakesTheMemoryThatTheTableSays() throws InterruptedException {
    int rows = 10_000;
    ModelDescription description = ModelDescription.of(8).then(lstm(128)).then(linear(1));
    List<Long> grown = new ArrayList<>();
    long said = rows * (2L * 128 * Float.BYTES + Long.BYTES);
    for (int attempt = 0; attempt < 4; attempt++) {
      StateTable table = table(description);
      assertEquals(said, rows * table.bytesPerKey());
      long before = heap();
      for (int row = 0; row < rows; row++) {
        table.add();
      }
      grown.add(heap() - before);
      assertEquals(rows, table.size());
      if (Math.abs(grown.getLast() - said) < 0.01 * said) {
        return;
      }
    }
    fail(grown + " bytes instead of " + said);
  }

  /** What a collection has left: others, that prove kernels for instance, allocate meanwhile. */
  private static long heap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int same = 0; same < 3; ) {
      System.gc();
      // What cleaners hold goes some time after the first collection.
      Thread.sleep(20);
      long left = 0;
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        MemoryUsage usage = pool.getCollectionUsage();
        left += pool.getType() == MemoryType.HEAP && usage != null ? usage.getUsed() : 0;
      }
      same = left > least - 4096 ? same + 1 : 0;
      least = Math.min(least, left);
    }
    return least;
  }

  /** Growing copies no states: what is allocated is what is kept. */
  @Test
  void growingAllocatesLittleMoreThanItKeeps() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    StateTable table = table(ModelDescription.of(8).then(lstm(128)));
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int row = 0; row < 10_000; row++) {
      table.add();
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    long said = 10_000 * table.bytesPerKey();
    assertTrue(allocated < 1.05 * said, allocated + " bytes for " + said);
  }

  @Test
  void aSavedRowThatNoTableHasIsRefused() {
    StateTable table = table(Examples.recurrent());
    table.add();
    byte[] saved = table.saveAll();
    byte[] forged = saved.clone();
    ByteBuffer bytes = ByteBuffer.wrap(forged);
    bytes.putInt(9, Integer.MAX_VALUE - 1);
    bytes.putInt(
        forged.length - Integer.BYTES,
        SavedState.checksum(forged, 0, forged.length - Integer.BYTES));
    refused("the saved table's rows do not fit its bytes", () -> table.restoreAll(forged));
    assertArrayEquals(saved, table.saveAll());
  }

  /** Of several rows that are free, the first is taken, in whatever order they were removed. */
  @Test
  void freeRowsAreTakenFromTheFirstOn() {
    StateTable table = table(Examples.recurrent());
    for (int row = 0; row < 200; row++) {
      assertEquals(row, table.add());
    }
    for (int row : new int[] {130, 3, 77, 190}) {
      table.remove(row);
    }
    assertEquals(196, table.size());
    byte[] saved = table.saveAll();
    for (int row : new int[] {3, 77, 130, 190, 200}) {
      assertEquals(row, table.add());
    }
    table.restoreAll(saved);
    assertEquals(196, table.size());
    for (int row : new int[] {3, 77, 130, 190, 200}) {
      assertEquals(row, table.add());
    }
  }

  @Test
  void aClosedModelIsRefusedByName() {
    Model model = Examples.model(Examples.recurrent());
    Engine engine = Engine.of(Backend.active());
    ModelState state = model.newState(engine);
    StateTable table = model.newTable(engine);
    int row = table.add();
    byte[] saved = table.save(row);
    byte[] all = table.saveAll();
    float[] x = new float[INPUTS];
    float[] y = new float[OUTPUTS];
    Model logits = model.withOutput(Output.NONE);
    model.close();
    model.close();
    Runnable[] calls = {
      () -> model.newState(engine),
      () -> logits.newState(engine),
      () -> model.newTable(engine),
      () -> state.run(1, x, 0, y, 0),
      () -> state.step(x, 0, y, 0),
      () -> state.restore(saved),
      () -> table.run(row, 1, x, 0, y, 0),
      () -> table.stepAll(1, new int[] {row}, x, 0, y, 0),
      () -> table.restore(row, saved),
      () -> table.restoreAll(all)
    };
    for (Runnable call : calls) {
      IllegalStateException refused = assertThrows(IllegalStateException.class, call::run);
      assertEquals("the model (lstm, linear) is closed; load it again", refused.getMessage());
    }
    assertEquals(0, table.position(row));
  }
}
