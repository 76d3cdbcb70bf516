package dev.carrylane.engine.internal;

import java.lang.foreign.MemorySegment;

/**
 * The operands of a register tile, a rectangle of C. A thread has one of its own and overwrites it for each tile. The
 * right operand is in {@link #memory} or in {@link #b}.
 */
public final class DoubleTile {
  /** The left operand, rows a constant distance apart. */
  public double[] a;

  /** Steps of the chains. */
  public int depth;

  /** Packed panels. */
  public MemorySegment memory;

  /** The byte of {@link #memory} where the first step of the first panel is. */
  public long place;

  /** Bytes from a panel to the next. */
  public long panelBytes;

  /** The right operand where the caller has it. */
  public double[] b;

  /** Its element for the first step and column. */
  public int bOffset;

  /** Distance between its rows. */
  public int bStride;

  /** Where the chains begin: start values of one row for all, or C itself to go on from. */
  public double[] start;

  /** The first start value. */
  public int first;

  /** Distance between the start values of rows; 0 where they are the same for all. */
  public int step;

  /** The result. */
  public double[] c;

  /** Where its first row starts. */
  public int cOffset;

  /** Distance between its rows. */
  public int cStride;

  /** An empty one. */
  public DoubleTile() {}

  /** Lets go of what belongs to others. */
  public void clear() {
    memory = null;
    b = null;
    start = null;
    c = null;
  }
}
