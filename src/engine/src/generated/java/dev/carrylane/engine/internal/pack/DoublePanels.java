package dev.carrylane.engine.internal.pack;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** As {@link FloatPanels}, whose comments hold here; generated. */
public final class DoublePanels {
  private static final int LINE = 64;
  private final int width;
  private final DoubleStorage storage;
  private int depth;
  private int distance;
  private int columns;
  private MemorySegment memory = MemorySegment.NULL;
  private NativeMemory kept;

  private DoublePanels(int width, DoubleStorage storage) {
    this.width = width;
    this.storage = storage;
  }

  public static DoublePanels of(
      int width, double[][] rows, int depth, int columns, DoubleStorage storage) {
    DoublePanels panels = new DoublePanels(width, storage);
    panels.depth = depth;
    panels.distance = depth;
    panels.columns = columns;
    if (columns == 0 || depth == 0) {
      return panels;
    }
    long bytes = panels.panelCount() * panels.panelBytes();
    panels.kept = new NativeMemory(panels, bytes, LINE, depth, columns);
    panels.memory = panels.kept.segment();
    double[] panel = new double[depth * width];
    for (int p = 0; p < panels.panelCount(); p++) {
      int valid = Math.min(width, columns - p * width);
      for (int k = 0; k < depth; k++) {
        System.arraycopy(rows[k], p * width, panel, k * width, valid);
        Arrays.fill(panel, k * width + valid, (k + 1) * width, 0d);
      }
      storage.store(panel, width, panels.memory, (long) p * panel.length);
    }
    return panels;
  }

  public DoublePanels part(int firstRow, int rows) {
    DoublePanels part = new DoublePanels(width, storage);
    part.depth = rows;
    part.distance = distance;
    part.columns = columns;
    if (columns > 0) {
      part.memory = memory.asSlice(firstRow * width * storage.bytes());
    }
    return part;
  }

  public static DoublePanels empty(int width) {
    return new DoublePanels(width, DoubleStorage.FULL);
  }

  public void shape(int depth, int columns) {
    this.depth = depth;
    distance = depth;
    this.columns = columns;
    long bytes = panelCount() * panelBytes();
    memory = memory.byteSize() < bytes ? Arena.ofAuto().allocate(bytes, LINE) : memory;
  }

  public double[] row(int k) {
    double[] row = new double[columns];
    for (int p = 0; p < panelCount(); p++) {
      long first = ((long) p * distance + k) * width;
      int valid = Math.min(width, columns - p * width);
      MemorySegment.copy(
          memory, ValueLayout.JAVA_DOUBLE, first * Double.BYTES, row, p * width, valid);
    }
    return row;
  }

  public void close() {
    if (kept != null) {
      kept.close();
    }
  }

  public int depth() {
    return depth;
  }

  public int columns() {
    return columns;
  }

  public DoubleStorage storage() {
    return storage;
  }

  public int distance() {
    return distance;
  }

  public long panelBytes() {
    return storage.bytes() * distance * width;
  }

  public MemorySegment memory() {
    return memory;
  }

  public int panelCount() {
    return Math.ceilDiv(columns, width);
  }
}
