package dev.carrylane.cli.sample;

import static dev.carrylane.network.layer.Layers.beside;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.nade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MusicSamplerTest {
  private static final int NOTES = Roll.NOTES;

  /** So that of 88 notes a few sound. */
  private static final float RARE = -2;

  private static final ModelDescription INDEPENDENT =
      ModelDescription.of(NOTES).then(gru(9)).then(linear(NOTES)).output(Output.SIGMOID);

  private static final ModelDescription JOINT =
      ModelDescription.of(2 * NOTES).then(beside(NOTES, gru(9))).then(nade(NOTES, 7));

  private static Model model(ModelDescription description, String bias, float[] values) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(Initialization.of(description, 3).tensors());
    tensors.put(bias, Tensor.of(values, values.length));
    return Model.of(description, Parameters.of(tensors), Backend.active());
  }

  private static float[] all(float value) {
    float[] values = new float[NOTES];
    Arrays.fill(values, value);
    return values;
  }

  private static Roll roll(Model model, Draw draw, int length) {
    Roll roll = Roll.empty();
    new MusicSampler(model, Engine.singleThreaded(), draw).extend(roll, length);
    assertEquals(length, roll.frames());
    return roll;
  }

  /** As the definition reads: each note from a step on the state before, with the notes below it. */
  @Test
  void everyNoteOfAChordIsToldFromThoseBelowIt() {
    Model model = model(JOINT, "1.output.bias", all(RARE));
    Draw draw = new Draw(0.9, 5);
    Roll roll = roll(model, draw, 20);
    ModelState state = model.newState(Engine.singleThreaded());
    float[] logits = new float[NOTES];
    BitSet before = new BitSet();
    for (int frame = 0; frame < 20; frame++) {
      byte[] saved = state.save();
      BitSet notes = new BitSet();
      for (int key = 0; key < NOTES; key++) {
        state.restore(saved);
        state.step(frames(before, notes), 0, logits, 0);
        notes.set(key, draw.isOn(logits[key], (long) frame * NOTES + key));
        assertEquals(notes.get(key), roll.isOn(frame, key), "frame " + frame + ", key " + key);
      }
      before = notes;
    }
    assertTrue(roll.sounding() > 20, "hardly a note");
  }

  private static float[] frames(BitSet before, BitSet notes) {
    float[] x = new float[2 * NOTES];
    before.stream().forEach(key -> x[key] = 1);
    notes.stream().forEach(key -> x[NOTES + key] = 1);
    return x;
  }

  /** What was given and what was drawn before is one sequence. */
  @Test
  void goesOnWithWhatIsThere() {
    for (Model model :
        new Model[] {
          model(INDEPENDENT, "1.bias", all(RARE)), model(JOINT, "1.output.bias", all(RARE))
        }) {
      MusicSampler sampler = new MusicSampler(model, Engine.singleThreaded(), new Draw(1, 6));
      Roll whole = three();
      sampler.extend(whole, 12);
      Roll parts = three();
      sampler.extend(parts, 5);
      sampler.extend(parts, 7);
      assertEquals(15, parts.frames());
      assertEquals(text(whole), text(parts));
      assertTrue(whole.isOn(2, 42) && !whole.isOn(2, 41));
      // Another sequence leaves nothing behind.
      Roll alone = Roll.empty();
      sampler.extend(alone, 6);
      assertEquals(text(roll(model, new Draw(1, 6), 6)), text(alone));
    }
  }

  /** Three frames of one note each. */
  private static Roll three() {
    Roll roll = Roll.empty();
    for (int frame = 0; frame < 3; frame++) {
      BitSet notes = new BitSet();
      notes.set(40 + frame);
      roll.add(notes);
    }
    return roll;
  }

  @Test
  void aSeedDecidesAndATemperatureOfZeroNeedsNone() {
    Model model = model(INDEPENDENT, "1.bias", all(RARE));
    assertEquals(text(roll(model, new Draw(1, 1), 30)), text(roll(model, new Draw(1, 1), 30)));
    assertNotEquals(text(roll(model, new Draw(1, 1), 30)), text(roll(model, new Draw(1, 2), 30)));
    assertEquals(text(roll(model, new Draw(0, 1), 30)), text(roll(model, new Draw(0, 2), 30)));
    assertEquals(0, roll(model, new Draw(0, 1), 30).sounding());
    long cool = roll(model, new Draw(0.5, 1), 30).sounding();
    assertTrue(cool < roll(model, new Draw(1, 1), 30).sounding(), "cool is " + cool);
  }

  private static String text(Roll roll) {
    return roll.notes().toString();
  }

  @Test
  void modelsThatTellSomethingElseDoNotFit() {
    assertTrue(MusicSampler.fits(INDEPENDENT));
    assertTrue(MusicSampler.fits(JOINT));
    assertFalse(MusicSampler.fits(ModelDescription.of(NOTES).then(lstm(NOTES - 1))));
    assertFalse(MusicSampler.fits(ModelDescription.of(NOTES + 1).then(lstm(NOTES))));
  }

  @Test
  void resultsThatAreNoNumbersAreRefused() {
    Model model = model(INDEPENDENT, "1.bias", all(Float.NaN));
    ArithmeticException refused =
        assertThrows(ArithmeticException.class, () -> roll(model, new Draw(1, 1), 1));
    assertTrue(refused.getMessage().contains("damaged"), refused.getMessage());
  }

  /** Each outcome as often as its probability says, within 5 standard deviations. */
  @Test
  void drawsByProbabilities() {
    float[] logits = {0, (float) Math.log(2), (float) Math.log(5)};
    int[] chosen = new int[3];
    int on = 0;
    int draws = 80_000;
    Draw draw = new Draw(1, 9);
    for (int i = 0; i < draws; i++) {
      chosen[draw.choose(logits, i)]++;
      on += draw.isOn(logits[1], i) ? 1 : 0;
    }
    assertEquals(draws / 8.0, chosen[0], 5 * Math.sqrt(draws * 1 / 8.0 * 7 / 8.0));
    assertEquals(draws / 4.0, chosen[1], 5 * Math.sqrt(draws * 1 / 4.0 * 3 / 4.0));
    assertEquals(draws * 2 / 3.0, on, 5 * Math.sqrt(draws * 2 / 9.0));
    assertEquals(2, new Draw(0, 9).choose(logits, 0));
  }
}
