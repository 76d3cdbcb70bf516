package dev.carrylane.cli.sample;

import java.util.List;
import java.util.Locale;

/**
 * Notes as a picture: SVG, with time from left to right and keys from bottom to top. Rows of black keys are shaded, a line lies under
 * each C, and notes that were given have another colour. In light or dark, as the reader's system is.
 */
public final class PianoRoll {
  private static final int FRAME = 8;
  private static final int KEY = 8;
  private static final int LEFT = 34;
  private static final int TOP = 22;
  private static final int BOTTOM = 24;
  private static final int RIGHT = 10;
  private static final int OCTAVE = 12;

  /** Frames from number to number under the picture. */
  private static final int STRIDE = 16;

  /** Keys beyond the lowest and the highest note. */
  private static final int MARGIN = 2;

  private static final String STYLE =
      """
      <style>
      text{font:11px system-ui,sans-serif;fill:#4a4f5c}.ground{fill:#fff}.black{fill:#f0f1f4}.line{stroke:#c9ccd4}.note{fill:#2563b8}.given{fill:#b8860b}
      @media (prefers-color-scheme:dark){
      text{fill:#a9b0bf}.ground{fill:#15171c}.black{fill:#1d2027}.line{stroke:#3a3f4b}.note{fill:#6aa5f0}.given{fill:#e0b040}
      }
      </style>
      """;

  private final Roll roll;
  private final List<Roll.Note> notes;
  private final int lowest;
  private final int highest;
  private final int right;
  private final int bottom;
  private final StringBuilder out = new StringBuilder();

  private PianoRoll(Roll roll) {
    this.roll = roll;
    notes = roll.notes();
    int low = Roll.NOTES;
    int high = -1;
    for (Roll.Note note : notes) {
      low = Math.min(low, note.key());
      high = Math.max(high, note.key());
    }
    lowest = high < 0 ? 0 : Math.max(0, low - MARGIN);
    highest = high < 0 ? Roll.NOTES - 1 : Math.min(Roll.NOTES - 1, high + MARGIN);
    right = LEFT + roll.frames() * FRAME;
    bottom = TOP + (highest - lowest + 1) * KEY;
  }

  /**
   * A picture.
   *
   * @param roll the notes
   * @return SVG
   */
  public static String of(Roll roll) {
    PianoRoll picture = new PianoRoll(roll);
    picture.write();
    return picture.out.toString();
  }

  private void write() {
    int width = right + RIGHT;
    int height = bottom + BOTTOM;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Piano roll of %d frames\">",
        width, height, width, height, roll.frames());
    out.append(STYLE);
    rectangle("ground", 0, 0, width, height);
    for (int key = lowest; key <= highest; key++) {
      int y = y(key);
      if (isBlack(key)) {
        rectangle("black", LEFT, y, right - LEFT, KEY);
      }
      if (pitch(key) % OCTAVE == 0) {
        rule(LEFT, y + KEY, right, y + KEY);
        text(LEFT - 6, y + KEY, "end", "C" + (pitch(key) / OCTAVE - 1));
      }
    }
    for (int frame = 0; frame <= roll.frames(); frame += STRIDE) {
      int x = LEFT + frame * FRAME;
      rule(x, TOP, x, bottom);
      text(x, bottom + 15, "middle", Integer.toString(frame));
    }
    for (Roll.Note note : notes) {
      write(note);
    }
    legend();
    line("</svg>");
  }

  /** A note that was given and goes on has both colours. */
  private void write(Roll.Note note) {
    int from = note.frame();
    int end = from + note.frames();
    int border = Math.clamp(roll.given(), from, end);
    if (border > from) {
      note("given", note.key(), from, border);
    }
    if (end > border) {
      note("note", note.key(), border, end);
    }
  }

  private void note(String style, int key, int from, int end) {
    rectangle(style, LEFT + from * FRAME, y(key) + 1, (end - from) * FRAME - 1, KEY - 2);
  }

  private void legend() {
    int x = LEFT;
    if (roll.given() > 0) {
      rectangle("given", x, 7, 10, KEY);
      text(x + 15, 15, "start", "given");
      x += 60;
    }
    rectangle("note", x, 7, 10, KEY);
    text(x + 15, 15, "start", "sampled");
  }

  private int y(int key) {
    return TOP + (highest - key) * KEY;
  }

  private static int pitch(int key) {
    return MidiFile.LOWEST + key;
  }

  private static boolean isBlack(int key) {
    return switch (pitch(key) % OCTAVE) {
      case 1, 3, 6, 8, 10 -> true;
      default -> false;
    };
  }

  private void rectangle(String style, int x, int y, int width, int height) {
    line(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
        style, x, y, width, height);
  }

  private void rule(int x1, int y1, int x2, int y2) {
    line("<path class=\"line\" d=\"M%d %dL%d %d\"/>", x1, y1, x2, y2);
  }

  private void text(int x, int y, String anchor, String text) {
    line("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
