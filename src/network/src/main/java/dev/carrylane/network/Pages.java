package dev.carrylane.network;

import java.util.Arrays;

/**
 * The memory of a {@link StateTable}: pages of rows, so that growing copies nothing, each with the states of its rows and
 * their positions. Of a row that nobody has, the position is {@link #FREE}; of one at work, and of one that failed, it is
 * −1 − frames.
 */
final class Pages {
  /** Rows of a page. */
  static final int ROWS = 64;

  /** More rows than any table has. */
  static final int MOST_ROWS = 1 << 27;

  private static final long FREE = Long.MIN_VALUE;

  private final int width;
  private float[][] states = {};
  private long[][] positions = {};

  /** Rows of each page that somebody has. */
  private int[] taken = {};

  /** No page before this one has room. */
  private int room;

  private int size;

  Pages(int width) {
    this.width = width;
  }

  int size() {
    return size;
  }

  /** Takes the first row that nobody has. */
  int add() {
    while (room < taken.length && taken[room] == ROWS) {
      room++;
    }
    int first = room * ROWS;
    if (first >= MOST_ROWS) {
      throw Refusals.full();
    }
    int row = 0;
    if (room < taken.length && positions[room] != null) {
      while (positions[room][row] != FREE) {
        row++;
      }
    }
    add(first + row);
    return first + row;
  }

  /** Takes a row that nobody has. */
  void add(int row) {
    int page = row / ROWS;
    if (page >= taken.length) {
      int length = Math.max(page + 1, taken.length + taken.length / 2);
      states = Arrays.copyOf(states, length);
      positions = Arrays.copyOf(positions, length);
      taken = Arrays.copyOf(taken, length);
    }
    if (positions[page] == null) {
      float[] state = new float[ROWS * width];
      long[] position = new long[ROWS];
      Arrays.fill(position, FREE);
      states[page] = state;
      positions[page] = position;
    }
    taken[page]++;
    size++;
    setPosition(row, 0);
  }

  /** Gives a row back, which has been cleared. */
  void remove(int row) {
    int page = row / ROWS;
    setPosition(row, FREE);
    taken[page]--;
    size--;
    room = Math.min(room, page);
  }

  boolean has(int row) {
    int page = row / ROWS;
    return row >= 0
        && page < positions.length
        && positions[page] != null
        && positions[page][row % ROWS] != FREE;
  }

  /** The numbers of all rows, in order. */
  int[] rows() {
    int[] rows = new int[size];
    int count = 0;
    for (int row = 0; count < size; row++) {
      if (has(row)) {
        rows[count++] = row;
      }
    }
    return rows;
  }

  float[] state(int row) {
    return states[row / ROWS];
  }

  int slice(int row) {
    return row % ROWS * width;
  }

  long position(int row) {
    return positions[row / ROWS][row % ROWS];
  }

  void setPosition(int row, long position) {
    positions[row / ROWS][row % ROWS] = position;
  }

  /** Apart from what runs often, as those of {@link Pass}. */
  private static final class Refusals {
    private Refusals() {}

    static IllegalStateException full() {
      return new IllegalStateException("a table holds %d rows, no more".formatted(MOST_ROWS));
    }
  }
}
