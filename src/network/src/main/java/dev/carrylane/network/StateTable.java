package dev.carrylane.network;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The states of many sequences of one {@link Model}: a row for each key that an application follows. {@link #stepAll} takes
 * the next frame of any of them in one pass over the weights. Each row has the bits that its sequence has alone, whatever
 * rows step together. One user thread at a time; {@link #stepAll} and {@link #run} allocate nothing from the second call on.
 *
 * {@snippet :
 * StateTable table = model.newTable(engine);
 * int row = table.add();                             // a new key
 * table.stepAll(count, rows, events, 0, scores, 0);  // events of count keys, side by side
 * byte[] saved = table.save(row);
 * table.remove(row);
 * }
 *
 * <p>A call that fails half way, by an error of the JVM, leaves the rows that it was at work on neither before nor after
 * their frames. These refuse to go on until they are reset or restored; other rows are as they were.
 */
public final class StateTable {
  /** The magic number of all rows: CLtb. */
  private static final int MAGIC = 0x434C7462;

  private static final byte VERSION = 1;
  private static final int HEADER = 4 + 1 + 4;
  private static final int CHECKSUM = 4;

  private final Pass pass;

  /** Input frames that each row keeps behind its state; 0 for none. */
  private final int history;

  private final int width;
  private Pages pages;

  StateTable(Pass pass, boolean remembersInputs) {
    this.pass = pass;
    if (!pass.causal) {
      throw Refusals.whole(pass.description);
    }
    if (remembersInputs && pass.description.receptiveField().isEmpty()) {
      throw Refusals.unlimited(pass.description);
    }
    history = remembersInputs ? remembered(pass.description) : 0;
    long floats = pass.memory + (long) history * pass.inputs;
    if (floats * Pages.ROWS > Integer.MAX_VALUE - 8) {
      throw Refusals.wide(floats);
    }
    width = (int) floats;
    pages = new Pages(width);
  }

  /** The input frames before the next one that it depends on. */
  static int remembered(ModelDescription description) {
    OptionalLong field = description.receptiveField();
    return field.isEmpty() ? 0 : (int) Math.min(field.getAsLong() - 1, Integer.MAX_VALUE);
  }

  /** {@return the heap memory that a key takes, in bytes} */
  public long bytesPerKey() {
    return (long) width * Float.BYTES + Long.BYTES;
  }

  /** {@return the number of rows} */
  public int size() {
    return pages.size();
  }

  /**
   * Adds a row at the start of a sequence.
   *
   * @return its number, from 0; the number of a removed row is used again
   * @throws IllegalStateException if there are 2<sup>27</sup> rows
   */
  public int add() {
    return pages.add();
  }

  /**
   * Removes a row; its number may be given out again.
   *
   * @param row its number
   * @throws IllegalArgumentException if there is no such row
   */
  public void remove(int row) {
    requireRow(row);
    clear(row);
    pages.remove(row);
  }

  /**
   * Takes a row back to the start of a sequence.
   *
   * @param row its number
   * @throws IllegalArgumentException if there is no such row
   */
  public void reset(int row) {
    requireRow(row);
    clear(row);
    setPosition(row, 0);
  }

  /**
   * Makes a row the same as another.
   *
   * @param from the row to copy
   * @param to the row to overwrite
   * @throws IllegalArgumentException if there is no such row
   * @throws IllegalStateException if a call on the row to copy failed half way
   */
  public void copy(int from, int to) {
    long position = position(from);
    requireRow(to);
    System.arraycopy(state(from), slice(from), state(to), slice(to), width);
    setPosition(to, position);
  }

  /**
   * The frames that a row has taken in.
   *
   * @param row its number
   * @return 0 or more
   * @throws IllegalArgumentException if there is no such row
   * @throws IllegalStateException if a call on it failed half way
   */
  public long position(int row) {
    requireRow(row);
    long position = rawPosition(row);
    if (position < 0) {
      throw Pass.Refusals.failed();
    }
    return position;
  }

  /**
   * Takes in the next frame of each of several rows, in one pass over the weights for as many rows as the table's block.
   *
   * @param count how many rows
   * @param rows their numbers, in any order; none twice
   * @param x an input frame for each row: that of the i-th starts at {@code xOffset + i · inputs}
   * @param xOffset where the first starts
   * @param y an output frame for each row; for a model that gives one for a whole sequence only those that are complete
   *     are written. Another array than {@code x}
   * @param yOffset where the first starts
   * @return the output frames written
   * @throws IllegalArgumentException if there is no such row, one is there twice, a range leaves its array, or a sequence
   *     would be longer than the model takes; nothing is changed then
   * @throws IllegalStateException if the model is closed, or an earlier call on a row failed half way; nothing is changed
   *     then
   */
  public int stepAll(int count, int[] rows, float[] x, int xOffset, float[] y, int yOffset) {
    pass.requireOpen();
    if (count < 0 || rows == null || count > rows.length) {
      throw Refusals.count(count, rows);
    }
    pass.ranges(count, x, xOffset, count, y, yOffset);
    int written = mark(count, rows);
    int done = 0;
    try {
      while (done < count) {
        int together = Math.min(pass.block(), count - done);
        step(together, done, rows, x, xOffset, y, yOffset);
        done += together;
      }
    } finally {
      // Those that nobody came to are as they were.
      for (int i = Math.min(count, done + pass.block()); i < count; i++) {
        setPosition(rows[i], ~rawPosition(rows[i]));
      }
    }
    return written;
  }

  /** Marks all rows as at work, which tells the same row a second time; or none, where one can't step. */
  private int mark(int count, int[] rows) {
    int written = 0;
    for (int i = 0; i < count; i++) {
      RuntimeException refusal = refusal(i, rows);
      if (refusal != null) {
        for (int marked = 0; marked < i; marked++) {
          setPosition(rows[marked], ~rawPosition(rows[marked]));
        }
        throw refusal;
      }
      long position = rawPosition(rows[i]);
      written += pass.length == 0 || position + 1 == pass.length ? 1 : 0;
      setPosition(rows[i], ~position);
    }
    return written;
  }

  private RuntimeException refusal(int i, int[] rows) {
    int row = rows[i];
    if (!isRow(row)) {
      return Refusals.row(row, size());
    }
    long position = rawPosition(row);
    if (position < 0) {
      for (int before = 0; before < i; before++) {
        if (rows[before] == row) {
          return Refusals.twice(row, before, i);
        }
      }
      return Pass.Refusals.failed();
    }
    return pass.length > 0 && position == pass.length
        ? Pass.Refusals.tooLong(1, position, pass.length)
        : null;
  }

  private void step(
      int together, int done, int[] rows, float[] x, int xOffset, float[] y, int yOffset) {
    int from = xOffset + done * pass.inputs;
    int to = yOffset + done * pass.outputs;
    if (together == 1) {
      int row = rows[done];
      pass.run(1, x, from, y, to, state(row), slice(row), ~rawPosition(row));
    } else {
      for (int i = 0; i < together; i++) {
        int row = rows[done + i];
        pass.set(i, state(row), slice(row), ~rawPosition(row));
      }
      pass.step(together, x, from, y, to);
      for (int i = 0; i < together && pass.length > 0; i++) {
        if (~rawPosition(rows[done + i]) + 1 == pass.length) {
          pass.finish(1, y, to + i * pass.outputs);
        }
      }
    }
    for (int i = 0; i < together; i++) {
      int row = rows[done + i];
      long position = ~rawPosition(row);
      remember(row, position, 1, x, from + i * pass.inputs);
      setPosition(row, position + 1);
    }
  }

  /**
   * Takes in the next frames of one row, all at once, as {@link ModelState#run}.
   *
   * @param row its number
   * @param frames how many, 0 or more
   * @param x input frames
   * @param xOffset where they start
   * @param y output frames, in another array
   * @param yOffset where they start
   * @return the output frames written
   * @throws IllegalArgumentException if there is no such row, or as {@link ModelState#run}
   * @throws IllegalStateException as {@link ModelState#run}
   */
  public int run(int row, int frames, float[] x, int xOffset, float[] y, int yOffset) {
    requireRow(row);
    long position = rawPosition(row);
    int written = pass.check(position, frames, x, xOffset, y, yOffset);
    setPosition(row, ~position);
    pass.run(frames, x, xOffset, y, yOffset, state(row), slice(row), position);
    remember(row, position, frames, x, xOffset);
    setPosition(row, position + frames);
    return written;
  }

  /** Keeps the last input frames, frame t in slot t mod history. */
  private void remember(int row, long position, int frames, float[] x, int xOffset) {
    int first = slice(row) + pass.memory;
    for (int frame = Math.max(0, frames - history); frame < frames; frame++) {
      int slot = (int) ((position + frame) % history);
      int from = xOffset + frame * pass.inputs;
      System.arraycopy(x, from, state(row), first + slot * pass.inputs, pass.inputs);
    }
  }

  /**
   * A row as bytes: versioned, with a checksum and the model they belong to.
   *
   * @param row its number
   * @return bytes that {@link #restore} and {@link ModelState#restore} take
   * @throws IllegalArgumentException if there is no such row
   * @throws IllegalStateException if a call on it failed half way
   */
  public byte[] save(int row) {
    long position = position(row);
    return SavedState.full(pass.model.digest(), position, state(row), slice(row), pass.memory);
  }

  /**
   * A row as its last input frames: as many as an output looks back, less one, packed as bits where all are 0 or 1. Small where
   * the state is large; restoring it runs the frames again.
   *
   * @param row its number
   * @return bytes that {@link #restore} takes
   * @throws IllegalArgumentException if there is no such row
   * @throws IllegalStateException if the table does not remember inputs, or a call on the row failed half way
   */
  public byte[] saveInputs(int row) {
    long position = position(row);
    int frames = remembered(pass.description);
    if (history < frames) {
      throw Refusals.noInputs();
    }
    int known = (int) Math.min(position, frames);
    float[] inputs = new float[known * pass.inputs];
    int first = slice(row) + pass.memory;
    for (int i = 0; i < known; i++) {
      int slot = (int) ((position - known + i) % history);
      int from = first + slot * pass.inputs;
      System.arraycopy(state(row), from, inputs, i * pass.inputs, pass.inputs);
    }
    return SavedState.inputs(pass.model.digest(), position, inputs, inputs.length);
  }

  /**
   * Makes a row go on where a sequence was saved, with the same bits.
   *
   * @param row its number
   * @param saved what {@link #save}, {@link #saveInputs} or {@link ModelState#save} gave, of this model or another copy of it
   * @throws IllegalArgumentException if there is no such row, or the bytes are damaged, of another model, or of a state when
   *     this table remembers inputs; nothing is changed then
   * @throws IllegalStateException if the model is closed
   */
  public void restore(int row, byte[] saved) {
    requireRow(row);
    pass.requireOpen();
    restore(row, SavedState.read(saved, pass));
  }

  private void restore(int row, SavedState saved) {
    requireForm(saved);
    if (!saved.isInputs()) {
      saved.copyState(state(row), slice(row));
      setPosition(row, saved.position());
      return;
    }
    int frames = saved.frames(pass);
    float[] x = saved.inputs(frames * pass.inputs);
    float[] y = new float[Math.multiplyExact(Math.max(frames, 1), pass.outputs)];
    clear(row);
    long first = saved.position() - frames;
    // What the frames before the first left behind is zero now; no output that is still to come
    // looks there.
    setPosition(row, ~first);
    pass.run(frames, x, 0, y, 0, state(row), slice(row), first);
    remember(row, first, frames, x, 0);
    setPosition(row, saved.position());
  }

  private void requireForm(SavedState saved) {
    if (history > 0 && !saved.isInputs() && saved.position() > 0) {
      throw Refusals.noSavedInputs();
    }
  }

  /**
   * All rows as bytes, with their numbers.
   *
   * @return bytes that {@link #restoreAll} takes
   * @throws IllegalStateException if a call on a row failed half way, or all are more than an array holds
   */
  public byte[] saveAll() {
    int[] rows = pages.rows();
    byte[][] saved = new byte[rows.length][];
    long size = HEADER + CHECKSUM;
    for (int i = 0; i < rows.length; i++) {
      saved[i] = history > 0 ? saveInputs(rows[i]) : save(rows[i]);
      size += 8L + saved[i].length;
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw Refusals.tooMuch(size);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    bytes.putInt(MAGIC).put(VERSION).putInt(rows.length);
    for (int i = 0; i < rows.length; i++) {
      bytes.putInt(rows[i]).putInt(saved[i].length).put(saved[i]);
    }
    return bytes.putInt(SavedState.checksum(bytes.array(), 0, bytes.position())).array();
  }

  /**
   * Replaces all rows with saved ones, which get the numbers that they had.
   *
   * @param saved what {@link #saveAll} gave, of this model or another copy of it
   * @throws IllegalArgumentException if the bytes are damaged or of another model; nothing is changed then
   * @throws IllegalStateException if the model is closed
   */
  public void restoreAll(byte[] saved) {
    pass.requireOpen();
    ByteBuffer bytes = ByteBuffer.wrap(saved);
    int end = saved.length - CHECKSUM;
    if (end < HEADER || bytes.getInt() != MAGIC || bytes.get() != VERSION) {
      throw Refusals.noTable(saved.length);
    }
    if (bytes.getInt(end) != SavedState.checksum(saved, 0, end)) {
      throw Refusals.checksum(saved.length);
    }
    int count = bytes.getInt();
    bytes.limit(end);
    int least = SavedRow.least();
    if (count < 0 || count > bytes.remaining() / least) {
      throw Refusals.damaged();
    }
    SavedRow[] rows = new SavedRow[count];
    int before = -1;
    for (int i = 0; i < count; i++) {
      rows[i] = SavedRow.read(bytes, pass);
      if (rows[i] == null || rows[i].row <= before || rows[i].row >= Pages.MOST_ROWS) {
        throw Refusals.damaged();
      }
      before = rows[i].row;
      requireForm(rows[i].state);
    }
    if (bytes.hasRemaining()) {
      throw Refusals.damaged();
    }
    Pages given = pages;
    Pages restored = new Pages(width);
    pages = restored;
    try {
      for (SavedRow row : rows) {
        restored.add(row.row);
        restore(row.row, row.state);
      }
    } catch (Throwable failed) {
      pages = given;
      throw failed;
    }
  }

  /** A row of a saved table. */
  private record SavedRow(int row, SavedState state) {
    /** Bytes that even the smallest takes. */
    static int least() {
      return 4 + 4;
    }

    /** Returns null where the bytes do not make a row. */
    static SavedRow read(ByteBuffer bytes, Pass pass) {
      if (bytes.remaining() < least()) {
        return null;
      }
      int row = bytes.getInt();
      int length = bytes.getInt();
      if (row < 0 || length < 0 || length > bytes.remaining()) {
        return null;
      }
      byte[] saved = new byte[length];
      bytes.get(saved);
      return new SavedRow(row, SavedState.read(saved, pass));
    }
  }

  private void requireRow(int row) {
    if (!isRow(row)) {
      throw Refusals.row(row, size());
    }
  }

  private boolean isRow(int row) {
    return pages.has(row);
  }

  private void clear(int row) {
    Arrays.fill(state(row), slice(row), slice(row) + width, 0f);
  }

  private float[] state(int row) {
    return pages.state(row);
  }

  private int slice(int row) {
    return pages.slice(row);
  }

  private long rawPosition(int row) {
    return pages.position(row);
  }

  private void setPosition(int row, long position) {
    pages.setPosition(row, position);
  }

  /** Apart from what runs often, as those of {@link Pass}. */
  private static final class Refusals {
    private Refusals() {}

    static IllegalArgumentException whole(ModelDescription description) {
      return new IllegalArgumentException(
          "the model (%s) needs whole sequences; it can't step".formatted(description));
    }

    static IllegalArgumentException unlimited(ModelDescription description) {
      return new IllegalArgumentException(
          "the model (%s) sees every frame before; its rows can't be saved as their last inputs"
              .formatted(description));
    }

    static IllegalArgumentException wide(long floats) {
      return new IllegalArgumentException(
          "a row takes %d floats; %d rows are more than an array holds"
              .formatted(floats, Pages.ROWS));
    }

    static IllegalStateException noInputs() {
      return new IllegalStateException(
          "this table does not remember inputs; make it with newTable(engine, block, true)");
    }

    static IllegalArgumentException noSavedInputs() {
      return new IllegalArgumentException(
          "these bytes have no inputs, which this table remembers; restore them into a table without, or save with saveInputs");
    }

    static IllegalStateException tooMuch(long size) {
      return new IllegalStateException(
          "all rows take %d bytes, more than an array holds; save them one by one".formatted(size));
    }

    static IllegalArgumentException noTable(int length) {
      return new IllegalArgumentException(
          "these %d bytes are no saved table of version %d".formatted(length, VERSION));
    }

    static IllegalArgumentException checksum(int length) {
      return new IllegalArgumentException(
          "the saved table is damaged: its checksum does not fit its %d bytes".formatted(length));
    }

    static IllegalArgumentException damaged() {
      return new IllegalArgumentException(
          "the saved table's rows do not fit its bytes; it is damaged");
    }

    static IllegalArgumentException count(int count, int[] rows) {
      return new IllegalArgumentException(
          rows == null
              ? "rows is null"
              : "count is %d, and rows has %d numbers".formatted(count, rows.length));
    }

    static IllegalArgumentException row(int row, int size) {
      return new IllegalArgumentException(
          "there is no row %d; it was never added or is removed (the table has %d rows)"
              .formatted(row, size));
    }

    static IllegalArgumentException twice(int row, int before, int now) {
      return new IllegalArgumentException(
          "row %d is at places %d and %d of the rows; a row takes one frame a call"
              .formatted(row, before, now));
    }
  }
}
