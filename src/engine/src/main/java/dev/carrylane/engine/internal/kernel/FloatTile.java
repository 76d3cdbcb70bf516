package dev.carrylane.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The operands of a register tile, a rectangle of C. A thread has one of its own and overwrites it for each tile. The
 * right operand is in {@link #memory} or in {@link #b}.
 */
public final class FloatTile {
  /** The left operand, its rows {@code FloatRows.STRIDE} apart, and the steps of the chains. */
  public float[] a;

  public int depth;

  /** Packed panels, the byte where the first step of the first panel is, and the bytes from a panel to the next. */
  public MemorySegment memory;

  public long place;
  public long panelBytes;

  /** The right operand where the caller has it, its element for the first step and column, and its row distance. */
  public float[] b;

  public int bOffset;
  public int bStride;

  /**
   * Where the chains begin, start values of one row for all or C itself to go on from; the first of them, and the
   * distance between those of rows, 0 where they are the same for all.
   */
  public float[] start;

  public int first;
  public int step;

  /** The result, where its first row starts, and the distance between its rows. */
  public float[] c;

  public int cOffset;
  public int cStride;

  /** Lets go of what belongs to others. */
  public void clear() {
    memory = null;
    b = null;
    start = null;
    c = null;
  }
}
