package dev.carrylane.cli.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;

/** Notes as a standard MIDI file for a piano. A note that sounds in several frames is struck once. */
public final class MidiFile {
  /** The number that MIDI gives the lowest key of a piano, A0. */
  static final int LOWEST = 21;

  private static final int TICKS = 480;
  private static final int VELOCITY = 80;
  private static final int SET_TEMPO = 0x51;
  private static final double MICROSECONDS = 60e6;

  private MidiFile() {}

  /**
   * A file's bytes.
   *
   * @param roll the notes
   * @param tempo frames a minute
   * @return a file of one track
   */
  public static byte[] of(Roll roll, double tempo) {
    try {
      Sequence sequence = new Sequence(Sequence.PPQ, TICKS);
      Track track = sequence.createTrack();
      int length = (int) Math.round(MICROSECONDS / tempo);
      byte[] bytes = {(byte) (length >> 16), (byte) (length >> 8), (byte) length};
      track.add(new MidiEvent(new MetaMessage(SET_TEMPO, bytes, bytes.length), 0));
      for (Roll.Note note : roll.notes()) {
        int key = LOWEST + note.key();
        add(track, ShortMessage.NOTE_ON, key, VELOCITY, note.frame());
        add(track, ShortMessage.NOTE_OFF, key, 0, note.frame() + note.frames());
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      MidiSystem.write(sequence, 0, out);
      return out.toByteArray();
    } catch (InvalidMidiDataException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(Track track, int command, int key, int velocity, int frame)
      throws InvalidMidiDataException {
    track.add(new MidiEvent(new ShortMessage(command, 0, key, velocity), (long) frame * TICKS));
  }
}
