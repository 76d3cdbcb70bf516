package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleTile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Register tiles on a right operand that is packed in aligned native memory. Generated. */
final class DoubleTiles {
  private static final VectorSpecies<Double> SPECIES = VectorWidth.DOUBLES;
  private static final int LANES = VectorWidth.DOUBLE_LANES;
  private static final Class<? extends DoubleVector> VECTOR = VectorWidth.DOUBLE_VECTOR;
  private static final int STRIDE = DoubleRows.STRIDE;
  private static final long BYTES = VectorWidth.BITS / 8;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private DoubleTiles() {}

  private interface Tile {
    void multiply(DoubleTile on);
  }

  private static final Tile[] TILES = new Tile[201];

  static {
    TILES[17] = DoubleTiles::rows1By1;
    TILES[18] = DoubleTiles::rows1By2;
    TILES[20] = DoubleTiles::rows1By4;
    TILES[24] = DoubleTiles::rows1By8;
    TILES[33] = DoubleTiles::rows2By1;
    TILES[34] = DoubleTiles::rows2By2;
    TILES[36] = DoubleTiles::rows2By4;
    TILES[49] = DoubleTiles::rows3By1;
    TILES[50] = DoubleTiles::rows3By2;
    TILES[52] = DoubleTiles::rows3By4;
    TILES[65] = DoubleTiles::rows4By1;
    TILES[66] = DoubleTiles::rows4By2;
    TILES[97] = DoubleTiles::rows6By1;
    TILES[98] = DoubleTiles::rows6By2;
    TILES[129] = DoubleTiles::rows8By1;
    TILES[130] = DoubleTiles::rows8By2;
    TILES[193] = DoubleTiles::rows12By1;
    TILES[194] = DoubleTiles::rows12By2;
  }

  /** One tile, of a height and of so many vectors in a row. */
  static void multiply(int height, int vectors, DoubleTile on) {
    TILES[16 * height + vectors].multiply(on);
  }

  private static void rows1By1(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      c0_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k])).fma(b0, c0_0);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
  }

  private static void rows1By2(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
  }

  private static void rows1By4(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    long bStep = on.panelBytes;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    DoubleVector c0_2 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * LANES);
    DoubleVector c0_3 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector b2 = DoubleVector.fromMemorySegment(SPECIES, b, at + bStep, ORDER);
      DoubleVector b3 = DoubleVector.fromMemorySegment(SPECIES, b, at + bStep + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c0_2).intoArray(on.c, on.cOffset + 2 * LANES);
    VECTOR.cast(c0_3).intoArray(on.c, on.cOffset + 3 * LANES);
  }

  private static void rows1By8(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    long bStep = on.panelBytes;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    DoubleVector c0_2 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * LANES);
    DoubleVector c0_3 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * LANES);
    DoubleVector c0_4 = DoubleVector.fromArray(SPECIES, on.start, on.first + 4 * LANES);
    DoubleVector c0_5 = DoubleVector.fromArray(SPECIES, on.start, on.first + 5 * LANES);
    DoubleVector c0_6 = DoubleVector.fromArray(SPECIES, on.start, on.first + 6 * LANES);
    DoubleVector c0_7 = DoubleVector.fromArray(SPECIES, on.start, on.first + 7 * LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector b2 = DoubleVector.fromMemorySegment(SPECIES, b, at + bStep, ORDER);
      DoubleVector b3 = DoubleVector.fromMemorySegment(SPECIES, b, at + bStep + BYTES, ORDER);
      DoubleVector b4 = DoubleVector.fromMemorySegment(SPECIES, b, at + 2 * bStep, ORDER);
      DoubleVector b5 = DoubleVector.fromMemorySegment(SPECIES, b, at + 2 * bStep + BYTES, ORDER);
      DoubleVector b6 = DoubleVector.fromMemorySegment(SPECIES, b, at + 3 * bStep, ORDER);
      DoubleVector b7 = DoubleVector.fromMemorySegment(SPECIES, b, at + 3 * bStep + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      c0_4 = x0.fma(b4, c0_4);
      c0_5 = x0.fma(b5, c0_5);
      c0_6 = x0.fma(b6, c0_6);
      c0_7 = x0.fma(b7, c0_7);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c0_2).intoArray(on.c, on.cOffset + 2 * LANES);
    VECTOR.cast(c0_3).intoArray(on.c, on.cOffset + 3 * LANES);
    VECTOR.cast(c0_4).intoArray(on.c, on.cOffset + 4 * LANES);
    VECTOR.cast(c0_5).intoArray(on.c, on.cOffset + 5 * LANES);
    VECTOR.cast(c0_6).intoArray(on.c, on.cOffset + 6 * LANES);
    VECTOR.cast(c0_7).intoArray(on.c, on.cOffset + 7 * LANES);
  }

  private static void rows2By1(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      c0_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k])).fma(b0, c0_0);
      c1_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k])).fma(b0, c1_0);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
  }

  private static void rows2By2(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c1_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      DoubleVector x1 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c1_1).intoArray(on.c, on.cOffset + on.cStride + LANES);
  }

  private static void rows2By4(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    long bStep = on.panelBytes;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    DoubleVector c0_2 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * LANES);
    DoubleVector c0_3 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * LANES);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c1_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    DoubleVector c1_2 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + 2 * LANES);
    DoubleVector c1_3 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector b2 = DoubleVector.fromMemorySegment(SPECIES, b, at + bStep, ORDER);
      DoubleVector b3 = DoubleVector.fromMemorySegment(SPECIES, b, at + bStep + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      DoubleVector x1 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c0_2).intoArray(on.c, on.cOffset + 2 * LANES);
    VECTOR.cast(c0_3).intoArray(on.c, on.cOffset + 3 * LANES);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c1_1).intoArray(on.c, on.cOffset + on.cStride + LANES);
    VECTOR.cast(c1_2).intoArray(on.c, on.cOffset + on.cStride + 2 * LANES);
    VECTOR.cast(c1_3).intoArray(on.c, on.cOffset + on.cStride + 3 * LANES);
  }

  private static void rows3By1(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      c0_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k])).fma(b0, c0_0);
      c1_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k])).fma(b0, c1_0);
      c2_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k])).fma(b0, c2_0);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
  }

  private static void rows3By2(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c1_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    DoubleVector c2_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      DoubleVector x1 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      DoubleVector x2 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c1_1).intoArray(on.c, on.cOffset + on.cStride + LANES);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
    VECTOR.cast(c2_1).intoArray(on.c, on.cOffset + 2 * on.cStride + LANES);
  }

  private static void rows3By4(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    long bStep = on.panelBytes;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    DoubleVector c0_2 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * LANES);
    DoubleVector c0_3 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * LANES);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c1_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    DoubleVector c1_2 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + 2 * LANES);
    DoubleVector c1_3 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + 3 * LANES);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    DoubleVector c2_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + LANES);
    DoubleVector c2_2 =
        DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + 2 * LANES);
    DoubleVector c2_3 =
        DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector b2 = DoubleVector.fromMemorySegment(SPECIES, b, at + bStep, ORDER);
      DoubleVector b3 = DoubleVector.fromMemorySegment(SPECIES, b, at + bStep + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      DoubleVector x1 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
      DoubleVector x2 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      c2_2 = x2.fma(b2, c2_2);
      c2_3 = x2.fma(b3, c2_3);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c0_2).intoArray(on.c, on.cOffset + 2 * LANES);
    VECTOR.cast(c0_3).intoArray(on.c, on.cOffset + 3 * LANES);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c1_1).intoArray(on.c, on.cOffset + on.cStride + LANES);
    VECTOR.cast(c1_2).intoArray(on.c, on.cOffset + on.cStride + 2 * LANES);
    VECTOR.cast(c1_3).intoArray(on.c, on.cOffset + on.cStride + 3 * LANES);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
    VECTOR.cast(c2_1).intoArray(on.c, on.cOffset + 2 * on.cStride + LANES);
    VECTOR.cast(c2_2).intoArray(on.c, on.cOffset + 2 * on.cStride + 2 * LANES);
    VECTOR.cast(c2_3).intoArray(on.c, on.cOffset + 2 * on.cStride + 3 * LANES);
  }

  private static void rows4By1(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    DoubleVector c3_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      c0_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k])).fma(b0, c0_0);
      c1_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k])).fma(b0, c1_0);
      c2_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k])).fma(b0, c2_0);
      c3_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[3 * STRIDE + k])).fma(b0, c3_0);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
    VECTOR.cast(c3_0).intoArray(on.c, on.cOffset + 3 * on.cStride);
  }

  private static void rows4By2(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c1_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    DoubleVector c2_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + LANES);
    DoubleVector c3_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step);
    DoubleVector c3_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      DoubleVector x1 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      DoubleVector x2 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      DoubleVector x3 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c1_1).intoArray(on.c, on.cOffset + on.cStride + LANES);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
    VECTOR.cast(c2_1).intoArray(on.c, on.cOffset + 2 * on.cStride + LANES);
    VECTOR.cast(c3_0).intoArray(on.c, on.cOffset + 3 * on.cStride);
    VECTOR.cast(c3_1).intoArray(on.c, on.cOffset + 3 * on.cStride + LANES);
  }

  private static void rows6By1(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    DoubleVector c3_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step);
    DoubleVector c4_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 4 * on.step);
    DoubleVector c5_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 5 * on.step);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      c0_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k])).fma(b0, c0_0);
      c1_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k])).fma(b0, c1_0);
      c2_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k])).fma(b0, c2_0);
      c3_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[3 * STRIDE + k])).fma(b0, c3_0);
      c4_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[4 * STRIDE + k])).fma(b0, c4_0);
      c5_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[5 * STRIDE + k])).fma(b0, c5_0);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
    VECTOR.cast(c3_0).intoArray(on.c, on.cOffset + 3 * on.cStride);
    VECTOR.cast(c4_0).intoArray(on.c, on.cOffset + 4 * on.cStride);
    VECTOR.cast(c5_0).intoArray(on.c, on.cOffset + 5 * on.cStride);
  }

  private static void rows6By2(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c1_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    DoubleVector c2_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + LANES);
    DoubleVector c3_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step);
    DoubleVector c3_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step + LANES);
    DoubleVector c4_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 4 * on.step);
    DoubleVector c4_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 4 * on.step + LANES);
    DoubleVector c5_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 5 * on.step);
    DoubleVector c5_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 5 * on.step + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      DoubleVector x1 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      DoubleVector x2 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      DoubleVector x3 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      DoubleVector x4 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      DoubleVector x5 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c1_1).intoArray(on.c, on.cOffset + on.cStride + LANES);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
    VECTOR.cast(c2_1).intoArray(on.c, on.cOffset + 2 * on.cStride + LANES);
    VECTOR.cast(c3_0).intoArray(on.c, on.cOffset + 3 * on.cStride);
    VECTOR.cast(c3_1).intoArray(on.c, on.cOffset + 3 * on.cStride + LANES);
    VECTOR.cast(c4_0).intoArray(on.c, on.cOffset + 4 * on.cStride);
    VECTOR.cast(c4_1).intoArray(on.c, on.cOffset + 4 * on.cStride + LANES);
    VECTOR.cast(c5_0).intoArray(on.c, on.cOffset + 5 * on.cStride);
    VECTOR.cast(c5_1).intoArray(on.c, on.cOffset + 5 * on.cStride + LANES);
  }

  private static void rows8By1(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    DoubleVector c3_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step);
    DoubleVector c4_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 4 * on.step);
    DoubleVector c5_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 5 * on.step);
    DoubleVector c6_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 6 * on.step);
    DoubleVector c7_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 7 * on.step);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      c0_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k])).fma(b0, c0_0);
      c1_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k])).fma(b0, c1_0);
      c2_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k])).fma(b0, c2_0);
      c3_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[3 * STRIDE + k])).fma(b0, c3_0);
      c4_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[4 * STRIDE + k])).fma(b0, c4_0);
      c5_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[5 * STRIDE + k])).fma(b0, c5_0);
      c6_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[6 * STRIDE + k])).fma(b0, c6_0);
      c7_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[7 * STRIDE + k])).fma(b0, c7_0);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
    VECTOR.cast(c3_0).intoArray(on.c, on.cOffset + 3 * on.cStride);
    VECTOR.cast(c4_0).intoArray(on.c, on.cOffset + 4 * on.cStride);
    VECTOR.cast(c5_0).intoArray(on.c, on.cOffset + 5 * on.cStride);
    VECTOR.cast(c6_0).intoArray(on.c, on.cOffset + 6 * on.cStride);
    VECTOR.cast(c7_0).intoArray(on.c, on.cOffset + 7 * on.cStride);
  }

  private static void rows8By2(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c1_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    DoubleVector c2_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + LANES);
    DoubleVector c3_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step);
    DoubleVector c3_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step + LANES);
    DoubleVector c4_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 4 * on.step);
    DoubleVector c4_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 4 * on.step + LANES);
    DoubleVector c5_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 5 * on.step);
    DoubleVector c5_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 5 * on.step + LANES);
    DoubleVector c6_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 6 * on.step);
    DoubleVector c6_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 6 * on.step + LANES);
    DoubleVector c7_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 7 * on.step);
    DoubleVector c7_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 7 * on.step + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      DoubleVector x1 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      DoubleVector x2 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      DoubleVector x3 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      DoubleVector x4 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      DoubleVector x5 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      DoubleVector x6 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      c6_1 = x6.fma(b1, c6_1);
      DoubleVector x7 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      c7_1 = x7.fma(b1, c7_1);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c1_1).intoArray(on.c, on.cOffset + on.cStride + LANES);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
    VECTOR.cast(c2_1).intoArray(on.c, on.cOffset + 2 * on.cStride + LANES);
    VECTOR.cast(c3_0).intoArray(on.c, on.cOffset + 3 * on.cStride);
    VECTOR.cast(c3_1).intoArray(on.c, on.cOffset + 3 * on.cStride + LANES);
    VECTOR.cast(c4_0).intoArray(on.c, on.cOffset + 4 * on.cStride);
    VECTOR.cast(c4_1).intoArray(on.c, on.cOffset + 4 * on.cStride + LANES);
    VECTOR.cast(c5_0).intoArray(on.c, on.cOffset + 5 * on.cStride);
    VECTOR.cast(c5_1).intoArray(on.c, on.cOffset + 5 * on.cStride + LANES);
    VECTOR.cast(c6_0).intoArray(on.c, on.cOffset + 6 * on.cStride);
    VECTOR.cast(c6_1).intoArray(on.c, on.cOffset + 6 * on.cStride + LANES);
    VECTOR.cast(c7_0).intoArray(on.c, on.cOffset + 7 * on.cStride);
    VECTOR.cast(c7_1).intoArray(on.c, on.cOffset + 7 * on.cStride + LANES);
  }

  private static void rows12By1(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    DoubleVector c3_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step);
    DoubleVector c4_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 4 * on.step);
    DoubleVector c5_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 5 * on.step);
    DoubleVector c6_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 6 * on.step);
    DoubleVector c7_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 7 * on.step);
    DoubleVector c8_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 8 * on.step);
    DoubleVector c9_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 9 * on.step);
    DoubleVector c10_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 10 * on.step);
    DoubleVector c11_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 11 * on.step);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      c0_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k])).fma(b0, c0_0);
      c1_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k])).fma(b0, c1_0);
      c2_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k])).fma(b0, c2_0);
      c3_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[3 * STRIDE + k])).fma(b0, c3_0);
      c4_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[4 * STRIDE + k])).fma(b0, c4_0);
      c5_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[5 * STRIDE + k])).fma(b0, c5_0);
      c6_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[6 * STRIDE + k])).fma(b0, c6_0);
      c7_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[7 * STRIDE + k])).fma(b0, c7_0);
      c8_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[8 * STRIDE + k])).fma(b0, c8_0);
      c9_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[9 * STRIDE + k])).fma(b0, c9_0);
      c10_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[10 * STRIDE + k])).fma(b0, c10_0);
      c11_0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[11 * STRIDE + k])).fma(b0, c11_0);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
    VECTOR.cast(c3_0).intoArray(on.c, on.cOffset + 3 * on.cStride);
    VECTOR.cast(c4_0).intoArray(on.c, on.cOffset + 4 * on.cStride);
    VECTOR.cast(c5_0).intoArray(on.c, on.cOffset + 5 * on.cStride);
    VECTOR.cast(c6_0).intoArray(on.c, on.cOffset + 6 * on.cStride);
    VECTOR.cast(c7_0).intoArray(on.c, on.cOffset + 7 * on.cStride);
    VECTOR.cast(c8_0).intoArray(on.c, on.cOffset + 8 * on.cStride);
    VECTOR.cast(c9_0).intoArray(on.c, on.cOffset + 9 * on.cStride);
    VECTOR.cast(c10_0).intoArray(on.c, on.cOffset + 10 * on.cStride);
    VECTOR.cast(c11_0).intoArray(on.c, on.cOffset + 11 * on.cStride);
  }

  private static void rows12By2(DoubleTile on) {
    double[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    DoubleVector c0_0 = DoubleVector.fromArray(SPECIES, on.start, on.first);
    DoubleVector c0_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + LANES);
    DoubleVector c1_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step);
    DoubleVector c1_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    DoubleVector c2_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    DoubleVector c2_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + LANES);
    DoubleVector c3_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step);
    DoubleVector c3_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 3 * on.step + LANES);
    DoubleVector c4_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 4 * on.step);
    DoubleVector c4_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 4 * on.step + LANES);
    DoubleVector c5_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 5 * on.step);
    DoubleVector c5_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 5 * on.step + LANES);
    DoubleVector c6_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 6 * on.step);
    DoubleVector c6_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 6 * on.step + LANES);
    DoubleVector c7_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 7 * on.step);
    DoubleVector c7_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 7 * on.step + LANES);
    DoubleVector c8_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 8 * on.step);
    DoubleVector c8_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 8 * on.step + LANES);
    DoubleVector c9_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 9 * on.step);
    DoubleVector c9_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 9 * on.step + LANES);
    DoubleVector c10_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 10 * on.step);
    DoubleVector c10_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 10 * on.step + LANES);
    DoubleVector c11_0 = DoubleVector.fromArray(SPECIES, on.start, on.first + 11 * on.step);
    DoubleVector c11_1 = DoubleVector.fromArray(SPECIES, on.start, on.first + 11 * on.step + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * (2 * BYTES);
      DoubleVector b0 = DoubleVector.fromMemorySegment(SPECIES, b, at, ORDER);
      DoubleVector b1 = DoubleVector.fromMemorySegment(SPECIES, b, at + BYTES, ORDER);
      DoubleVector x0 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      DoubleVector x1 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      DoubleVector x2 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      DoubleVector x3 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      DoubleVector x4 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      DoubleVector x5 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      DoubleVector x6 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      c6_1 = x6.fma(b1, c6_1);
      DoubleVector x7 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      c7_1 = x7.fma(b1, c7_1);
      DoubleVector x8 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[8 * STRIDE + k]));
      c8_0 = x8.fma(b0, c8_0);
      c8_1 = x8.fma(b1, c8_1);
      DoubleVector x9 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[9 * STRIDE + k]));
      c9_0 = x9.fma(b0, c9_0);
      c9_1 = x9.fma(b1, c9_1);
      DoubleVector x10 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[10 * STRIDE + k]));
      c10_0 = x10.fma(b0, c10_0);
      c10_1 = x10.fma(b1, c10_1);
      DoubleVector x11 = VECTOR.cast(DoubleVector.broadcast(SPECIES, a[11 * STRIDE + k]));
      c11_0 = x11.fma(b0, c11_0);
      c11_1 = x11.fma(b1, c11_1);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c1_1).intoArray(on.c, on.cOffset + on.cStride + LANES);
    VECTOR.cast(c2_0).intoArray(on.c, on.cOffset + 2 * on.cStride);
    VECTOR.cast(c2_1).intoArray(on.c, on.cOffset + 2 * on.cStride + LANES);
    VECTOR.cast(c3_0).intoArray(on.c, on.cOffset + 3 * on.cStride);
    VECTOR.cast(c3_1).intoArray(on.c, on.cOffset + 3 * on.cStride + LANES);
    VECTOR.cast(c4_0).intoArray(on.c, on.cOffset + 4 * on.cStride);
    VECTOR.cast(c4_1).intoArray(on.c, on.cOffset + 4 * on.cStride + LANES);
    VECTOR.cast(c5_0).intoArray(on.c, on.cOffset + 5 * on.cStride);
    VECTOR.cast(c5_1).intoArray(on.c, on.cOffset + 5 * on.cStride + LANES);
    VECTOR.cast(c6_0).intoArray(on.c, on.cOffset + 6 * on.cStride);
    VECTOR.cast(c6_1).intoArray(on.c, on.cOffset + 6 * on.cStride + LANES);
    VECTOR.cast(c7_0).intoArray(on.c, on.cOffset + 7 * on.cStride);
    VECTOR.cast(c7_1).intoArray(on.c, on.cOffset + 7 * on.cStride + LANES);
    VECTOR.cast(c8_0).intoArray(on.c, on.cOffset + 8 * on.cStride);
    VECTOR.cast(c8_1).intoArray(on.c, on.cOffset + 8 * on.cStride + LANES);
    VECTOR.cast(c9_0).intoArray(on.c, on.cOffset + 9 * on.cStride);
    VECTOR.cast(c9_1).intoArray(on.c, on.cOffset + 9 * on.cStride + LANES);
    VECTOR.cast(c10_0).intoArray(on.c, on.cOffset + 10 * on.cStride);
    VECTOR.cast(c10_1).intoArray(on.c, on.cOffset + 10 * on.cStride + LANES);
    VECTOR.cast(c11_0).intoArray(on.c, on.cOffset + 11 * on.cStride);
    VECTOR.cast(c11_1).intoArray(on.c, on.cOffset + 11 * on.cStride + LANES);
  }
}
