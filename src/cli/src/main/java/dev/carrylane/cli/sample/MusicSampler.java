package dev.carrylane.cli.sample;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Draws frames of notes from a model, one after the other, each given those before it. Models of independent notes give the
 * probabilities of a frame at once. A model of joint notes takes the notes of the frame that it tells behind those of the frame before: they are
 * drawn from the lowest, and a frame is told anew from the same state after each note that sounds.
 *
 * <p>What is drawn follows from the seed, the frame and the note, and probabilities from the model's bits: the same on every machine.
 */
public final class MusicSampler {
  private static final int NOTES = Roll.NOTES;

  private final ModelState state;
  private final boolean joint;
  private final Draw draw;
  private final float[] x;
  private final float[] logits = new float[NOTES];

  /**
   * A sampler.
   *
   * @param model one of {@link #fits}
   * @param engine where it runs
   * @param draw how to draw
   */
  public MusicSampler(Model model, Engine engine, Draw draw) {
    state = model.withOutput(Output.NONE).newState(engine);
    joint = model.description().inputs() == 2 * NOTES;
    this.draw = draw;
    x = new float[model.description().inputs()];
  }

  /**
   * Whether a model tells frames of notes.
   *
   * @param model its description
   * @return true for a result for each frame, of as many channels as a piano has keys
   */
  public static boolean fits(ModelDescription model) {
    boolean takesNotes = model.inputs() == NOTES || model.inputs() == 2 * NOTES;
    return takesNotes
        && model.outputs() == NOTES
        && model.isCausal()
        && model.sequenceLength() == 0;
  }

  /**
   * Goes on with some frames, or begins after a silent one.
   *
   * @param roll frames, to which others are added
   * @param length how many
   * @throws ArithmeticException if the model gives something else than numbers
   */
  public void extend(Roll roll, int length) {
    state.reset();
    Arrays.fill(x, 0);
    for (int frame = 1; frame < roll.frames(); frame++) {
      roll.copy(frame - 1, x, 0);
      if (joint) {
        roll.copy(frame, x, NOTES);
      }
      state.step(x, 0, logits, 0);
    }
    for (int i = 0; i < length; i++) {
      int frame = roll.frames();
      if (frame > 0) {
        roll.copy(frame - 1, x, 0);
      }
      roll.add(joint ? chord(frame) : independent(frame));
    }
  }

  private BitSet independent(int frame) {
    state.step(x, 0, logits, 0);
    BitSet notes = new BitSet(NOTES);
    for (int key = 0; key < NOTES; key++) {
      notes.set(key, isOn(frame, key));
    }
    return notes;
  }

  /** In the end the state has taken in the whole frame. */
  private BitSet chord(int frame) {
    BitSet notes = new BitSet(NOTES);
    Arrays.fill(x, NOTES, 2 * NOTES, 0);
    byte[] before = state.save();
    state.step(x, 0, logits, 0);
    for (int key = 0; key < NOTES; key++) {
      if (isOn(frame, key)) {
        notes.set(key);
        x[NOTES + key] = 1;
        state.restore(before);
        state.step(x, 0, logits, 0);
      }
    }
    return notes;
  }

  private boolean isOn(int frame, int key) {
    return draw.isOn(logits[key], (long) frame * NOTES + key);
  }
}
