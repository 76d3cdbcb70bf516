package dev.carrylane.cli.sample;

import dev.carrylane.tasks.data.MusicData;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Frames of notes: some that were given, and behind them others. Grows; belongs to one thread. */
public final class Roll {
  /** Notes of a frame. */
  static final int NOTES = MusicData.NOTES;

  private final List<BitSet> frames = new ArrayList<>();
  private final int given;

  /**
   * A note that sounds in frames one after the other.
   *
   * @param key which, from 0
   * @param frame the first frame
   * @param frames how many
   */
  record Note(int key, int frame, int frames) {}

  private Roll(int given) {
    this.given = given;
  }

  /** {@return no frames} */
  public static Roll empty() {
    return new Roll(0);
  }

  /**
   * The beginning of a piece.
   *
   * @param data pieces
   * @param piece the number of one, from 0
   * @param frames how many frames of it, no more than it has
   * @return a roll to which others can be added
   */
  public static Roll of(MusicData data, int piece, int frames) {
    Roll roll = new Roll(frames);
    for (int frame = 0; frame < frames; frame++) {
      BitSet notes = new BitSet(NOTES);
      for (int key = 0; key < NOTES; key++) {
        notes.set(key, data.isOn(piece, frame, key));
      }
      roll.add(notes);
    }
    return roll;
  }

  /** Adds a frame. */
  void add(BitSet notes) {
    frames.add(notes);
  }

  /** {@return how many frames there are} */
  public int frames() {
    return frames.size();
  }

  /** How many of them were given. */
  int given() {
    return given;
  }

  /** Whether a note sounds. */
  boolean isOn(int frame, int key) {
    return frames.get(frame).get(key);
  }

  /** Writes a frame as zeros and ones. */
  void copy(int frame, float[] x, int offset) {
    for (int key = 0; key < NOTES; key++) {
      x[offset + key] = isOn(frame, key) ? 1 : 0;
    }
  }

  /** {@return notes that sound, each once in each frame} */
  public long sounding() {
    long sum = 0;
    for (BitSet notes : frames) {
      sum += notes.cardinality();
    }
    return sum;
  }

  /** Notes from their beginnings to their ends, the lowest key first. */
  List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    for (int key = 0; key < NOTES; key++) {
      for (int frame = 0; frame < frames(); frame++) {
        int begin = frame;
        while (frame < frames() && isOn(frame, key)) {
          frame++;
        }
        if (frame > begin) {
          notes.add(new Note(key, begin, frame - begin));
        }
      }
    }
    return notes;
  }
}
