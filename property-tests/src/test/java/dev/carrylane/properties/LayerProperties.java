package dev.carrylane.properties;

import static dev.carrylane.testkit.Floats.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import dev.carrylane.network.StateTable;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.testkit.Help;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * A layer of any kind, and any list of layers, gives a sequence the same bits whether it is run at once, in pieces or in
 * steps, in whatever company of rows, by whatever threads, and on whatever backend; and wherever it is saved and restored.
 */
class LayerProperties {
  /** One thread, and two. */
  private static List<Engine> engines(Backend backend) {
    Engine alone = Engine.of(backend);
    return List.of(alone, alone.withExecutor(Help.POOL, 2));
  }

  @Property(tries = 1000)
  void anyCutOfASequenceGivesTheSameBits(
      @ForAll(supplier = AnyModel.class) ModelTrial trial,
      @ForAll @IntRange(min = 1, max = 70) int block) {
    SplittableRandom random = trial.random();
    float[] x = trial.sequence("x");
    float[] expected = trial.whole(Engine.of(Backend.scalar()), x);
    for (Backend backend : Engines.backends()) {
      Model model = trial.model(backend);
      for (Engine engine : engines(backend)) {
        ModelState whole = model.newState(engine, trial.length());
        assertSameBits(expected, trial.whole(whole, x), engine + " at once");
        ModelState state = model.newState(engine, block);
        assertSameBits(expected, trial.whole(state, x), engine + " in blocks of " + block);
        state.reset();
        assertSameBits(expected, trial.inPieces(state, x, random), engine + " in pieces");
        state.reset();
        assertSameBits(expected, trial.inSteps(state, x), engine + " in steps");
        ModelState small = model.newState(engine, 1);
        assertSameBits(expected, trial.inPieces(small, x, random), engine + " one by one");
      }
    }
  }

  @Property(tries = 300)
  void wholeSequencesHaveTheSameBitsOnEveryBackend(
      @ForAll(supplier = AnyModel.OrBidirectional.class) ModelTrial trial) {
    float[] x = trial.sequence("x");
    float[] expected = trial.whole(Engine.of(Backend.scalar()), x);
    for (Backend backend : Engines.backends()) {
      Model model = trial.model(backend);
      for (Engine engine : engines(backend)) {
        ModelState state = model.newState(engine, 1);
        assertSameBits(expected, trial.whole(state, x), engine + " at once");
        state.reset();
        assertSameBits(expected, trial.whole(state, x), engine + " again");
      }
    }
  }

  /** A sequence on its way through a table. */
  private static final class Follower {
    final ModelTrial trial;
    final float[] x;
    final float[] expected;
    final float[] y;
    int row;
    int frame;

    Follower(ModelTrial trial, float[] x, float[] expected, int row) {
      this.trial = trial;
      this.x = x;
      this.expected = expected;
      this.row = row;
      y = trial.output();
    }

    int left() {
      return trial.length() - frame;
    }

    int yOffset() {
      return trial.flattened() ? 0 : frame * trial.description().outputs();
    }
  }

  private static List<Follower> followers(
      ModelTrial trial, int count, StateTable table, Model model, SplittableRandom random) {
    List<Follower> followers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] x = trial.sequence("x of row " + i);
      ModelState alone = model.newState(Engine.of(model.backend()));
      followers.add(new Follower(trial, x, trial.whole(alone, x), table.add()));
      if (random.nextInt(3) == 0) {
        // A number that is given out again.
        int other = table.add();
        step(table, List.of(new Follower(trial, x, x, other)));
        table.remove(other);
      }
    }
    return followers;
  }

  /** One frame of each in one call. */
  private static void step(StateTable table, List<Follower> company) {
    ModelTrial trial = company.getFirst().trial;
    int inputs = trial.description().inputs();
    int outputs = trial.description().outputs();
    int[] rows = new int[company.size()];
    float[] x = new float[company.size() * inputs];
    float[] y = new float[company.size() * outputs];
    int complete = 0;
    for (int i = 0; i < rows.length; i++) {
      Follower follower = company.get(i);
      rows[i] = follower.row;
      System.arraycopy(follower.x, follower.frame * inputs, x, i * inputs, inputs);
      complete += !trial.flattened() || follower.left() == 1 ? 1 : 0;
    }
    assertEquals(complete, table.stepAll(rows.length, rows, x, 0, y, 0));
    for (int i = 0; i < rows.length; i++) {
      Follower follower = company.get(i);
      if (!trial.flattened() || follower.left() == 1) {
        System.arraycopy(y, i * outputs, follower.y, follower.yOffset(), outputs);
      }
      follower.frame++;
    }
  }

  /** Some rows in some order: at different positions, since each call takes others. */
  private static List<Follower> company(List<Follower> followers, SplittableRandom random) {
    List<Follower> company = new ArrayList<>();
    for (Follower follower : followers) {
      if (follower.left() > 0 && random.nextInt(4) > 0) {
        company.add(random.nextInt(company.size() + 1), follower);
      }
    }
    return company;
  }

  private static void advance(StateTable table, List<Follower> followers, SplittableRandom random) {
    Follower one = followers.get(random.nextInt(followers.size()));
    if (random.nextInt(4) == 0) {
      int frames = random.nextInt(one.left() + 1);
      int from = one.frame * one.trial.description().inputs();
      table.run(one.row, frames, one.x, from, one.y, one.yOffset());
      one.frame += frames;
      return;
    }
    List<Follower> company = company(followers, random);
    if (!company.isEmpty()) {
      step(table, company);
    }
  }

  private static boolean unfinished(List<Follower> followers) {
    return followers.stream().anyMatch(follower -> follower.left() > 0);
  }

  private static void check(List<Follower> followers, StateTable table, String what) {
    for (Follower follower : followers) {
      assertEquals(follower.frame, table.position(follower.row));
      assertSameBits(follower.expected, follower.y, what + ", row " + follower.row);
    }
  }

  @Property(tries = 400)
  void aRowHasTheSameBitsInAnyCompany(
      @ForAll(supplier = AnyModel.class) ModelTrial trial,
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 11) int block) {
    for (Backend backend : Engines.backends()) {
      Model model = trial.model(backend);
      for (Engine engine : engines(backend)) {
        SplittableRandom random = trial.random();
        boolean remembers =
            trial.description().receptiveField().isPresent() && random.nextBoolean();
        StateTable table = model.newTable(engine, block, remembers);
        List<Follower> followers = followers(trial, rows, table, model, random);
        while (unfinished(followers)) {
          advance(table, followers, random);
        }
        check(followers, table, engine + "");
        assertEquals(rows, table.size());
      }
    }
  }

  @Property(tries = 300)
  void aSavedRowGoesOnWithTheSameBits(
      @ForAll(supplier = AnyModel.class) ModelTrial trial,
      @ForAll @IntRange(min = 1, max = 4) int rows) {
    for (Backend backend : Engines.backends()) {
      SplittableRandom random = trial.random();
      Model model = trial.model(backend);
      Model copy = trial.model(Backend.scalar());
      Engine engine = Engine.of(backend);
      StateTable table = model.newTable(engine);
      List<Follower> followers = followers(trial, rows, table, model, random);
      while (unfinished(followers)) {
        advance(table, followers, random);
        Follower one = followers.get(random.nextInt(rows));
        byte[] saved = table.save(one.row);
        switch (random.nextInt(4)) {
          case 0 -> {
            // To another row, and the row itself is lost.
            int other = table.add();
            table.remove(one.row);
            table.restore(other, saved);
            one.row = other;
          }
          case 1 -> {
            StateTable replaced = copy.newTable(Engine.of(Backend.scalar()));
            replaced.add();
            replaced.restoreAll(table.saveAll());
            assertArrayEquals(saved, replaced.save(one.row));
            table.restoreAll(replaced.saveAll());
          }
          case 2 -> {
            ModelState state = model.newState(engine, 3);
            state.restore(saved);
            one.frame += trial.piece(state, one.frame, one.x, one.y, random);
            table.restore(one.row, state.save());
          }
          default -> {
            int other = table.add();
            table.copy(one.row, other);
            table.reset(one.row);
            table.copy(other, one.row);
            table.remove(other);
          }
        }
        assertEquals(rows, table.size());
      }
      check(followers, table, backend + "");
    }
  }

  @Property(tries = 400)
  void aRowSavedAsItsLastInputsGoesOnWithTheSameBits(
      @ForAll(supplier = AnyModel.Bounded.class) ModelTrial trial,
      @ForAll boolean bits,
      @ForAll @IntRange(min = 1, max = 4) int rows) {
    for (Backend backend : Engines.backends()) {
      SplittableRandom random = trial.random();
      Model model = trial.model(backend);
      StateTable table = model.newTable(Engine.of(backend), 3, true);
      List<Follower> followers = new ArrayList<>();
      for (Follower one : followers(trial, rows, table, model, random)) {
        float[] x = one.x;
        if (bits && trial.vocabulary() == 0) {
          for (int i = 0; i < x.length; i++) {
            x[i] = x[i] > 0 ? 1 : 0;
          }
        }
        float[] expected = trial.whole(model.newState(Engine.of(backend)), x);
        followers.add(new Follower(trial, x, expected, one.row));
      }
      while (unfinished(followers)) {
        advance(table, followers, random);
        Follower one = followers.get(random.nextInt(rows));
        byte[] saved = table.saveInputs(one.row);
        switch (random.nextInt(3)) {
          case 0 -> {
            int other = table.add();
            table.remove(one.row);
            table.restore(other, saved);
            one.row = other;
          }
          case 1 -> {
            // A table that does not remember takes them, too, and gives a whole state.
            StateTable plain = model.newTable(Engine.of(backend));
            plain.add();
            plain.restore(0, saved);
            assertEquals(one.frame, plain.position(0));
            int frames = random.nextInt(one.left() + 1);
            float[] y = one.y.clone();
            int from = one.frame * trial.description().inputs();
            plain.run(0, frames, one.x, from, y, one.yOffset());
            table.run(one.row, frames, one.x, from, one.y, one.yOffset());
            assertSameBits(y, one.y, "restored elsewhere");
            one.frame += frames;
          }
          default -> table.restoreAll(table.saveAll());
        }
      }
      check(followers, table, backend + "");
    }
  }

  /** 88 notes of 0 or 1 and a receptive field of 61 frames: 60 frames of 11 bytes, and the header. */
  @Property(tries = 20)
  void theMusicModelIsSavedInUnder700Bytes(@ForAll @IntRange(max = 300) int frames) {
    ModelDescription description =
        ModelDescription.of(88)
            .then(Layers.carryLookahead(Layers.convolutions(5, 150, 150, 150, 150), 150))
            .then(Layers.linear(88))
            .output(Output.SIGMOID);
    assertEquals(61, description.receptiveField().orElseThrow());
    Backend backend = Engines.fastest();
    Model model = Model.of(description, Initialization.of(description, 1), backend);
    StateTable table = model.newTable(Engine.of(backend), 64, true);
    SplittableRandom random = new SplittableRandom(frames);
    float[] x = new float[(frames + 1) * 88];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(20) == 0 ? 1 : 0;
    }
    int row = table.add();
    table.run(row, frames, x, 0, new float[frames * 88], 0);
    byte[] saved = table.saveInputs(row);
    assertTrue(saved.length < 700, "saved in " + saved.length + " bytes");
    int other = table.add();
    table.restore(other, saved);
    float[] expected = new float[88];
    float[] y = new float[88];
    table.run(row, 1, x, frames * 88, expected, 0);
    table.stepAll(1, new int[] {other}, Arrays.copyOfRange(x, frames * 88, x.length), 0, y, 0);
    assertSameBits(expected, y, "after " + frames + " frames");
  }
}
