package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatTile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Register tiles on a right operand that is packed in aligned native memory as bfloat16, two columns in an int. A bfloat16
 * is the upper half of a float, so that a mask or a shift widens a vector of them. Generated. */
final class FloatTilesHalf {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.FLOAT_LANES;
  private static final Class<? extends FloatVector> VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int STRIDE = FloatRows.STRIDE;
  private static final long BYTES = VectorWidth.BITS / 8;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final Class<? extends IntVector> INT_VECTOR = VectorWidth.INT_VECTOR;
  private static final int UPPER = 0xFFFF0000;

  private FloatTilesHalf() {}

  private interface Tile {
    void multiply(FloatTile on);
  }

  private static final Tile[] TILES = new Tile[105];

  static {
    TILES[18] = FloatTilesHalf::rows1By2;
    TILES[20] = FloatTilesHalf::rows1By4;
    TILES[24] = FloatTilesHalf::rows1By8;
    TILES[34] = FloatTilesHalf::rows2By2;
    TILES[36] = FloatTilesHalf::rows2By4;
    TILES[50] = FloatTilesHalf::rows3By2;
    TILES[52] = FloatTilesHalf::rows3By4;
    TILES[66] = FloatTilesHalf::rows4By2;
    TILES[98] = FloatTilesHalf::rows6By2;
  }

  /** One tile, of a height and of so many vectors in a row. */
  static void multiply(int height, int vectors, FloatTile on) {
    TILES[16 * height + vectors].multiply(on);
  }

  private static void rows1By2(FloatTile on) {
    float[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, on.start, on.first);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, on.start, on.first + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * BYTES;
      IntVector pair0 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at, ORDER));
      FloatVector b0 = pair0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pair0.and(UPPER).reinterpretAsFloats();
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
  }

  private static void rows1By4(FloatTile on) {
    float[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    long bStep = on.panelBytes;
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, on.start, on.first);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, on.start, on.first + LANES);
    FloatVector c0_2 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * LANES);
    FloatVector c0_3 = FloatVector.fromArray(SPECIES, on.start, on.first + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * BYTES;
      IntVector pair0 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at, ORDER));
      FloatVector b0 = pair0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pair0.and(UPPER).reinterpretAsFloats();
      IntVector pair2 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at + bStep, ORDER));
      FloatVector b2 = pair2.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b3 = pair2.and(UPPER).reinterpretAsFloats();
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[k]));
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

  private static void rows1By8(FloatTile on) {
    float[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    long bStep = on.panelBytes;
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, on.start, on.first);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, on.start, on.first + LANES);
    FloatVector c0_2 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * LANES);
    FloatVector c0_3 = FloatVector.fromArray(SPECIES, on.start, on.first + 3 * LANES);
    FloatVector c0_4 = FloatVector.fromArray(SPECIES, on.start, on.first + 4 * LANES);
    FloatVector c0_5 = FloatVector.fromArray(SPECIES, on.start, on.first + 5 * LANES);
    FloatVector c0_6 = FloatVector.fromArray(SPECIES, on.start, on.first + 6 * LANES);
    FloatVector c0_7 = FloatVector.fromArray(SPECIES, on.start, on.first + 7 * LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * BYTES;
      IntVector pair0 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at, ORDER));
      FloatVector b0 = pair0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pair0.and(UPPER).reinterpretAsFloats();
      IntVector pair2 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at + bStep, ORDER));
      FloatVector b2 = pair2.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b3 = pair2.and(UPPER).reinterpretAsFloats();
      IntVector pair4 =
          INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at + 2 * bStep, ORDER));
      FloatVector b4 = pair4.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b5 = pair4.and(UPPER).reinterpretAsFloats();
      IntVector pair6 =
          INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at + 3 * bStep, ORDER));
      FloatVector b6 = pair6.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b7 = pair6.and(UPPER).reinterpretAsFloats();
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[k]));
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

  private static void rows2By2(FloatTile on) {
    float[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, on.start, on.first);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, on.start, on.first + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * BYTES;
      IntVector pair0 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at, ORDER));
      FloatVector b0 = pair0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pair0.and(UPPER).reinterpretAsFloats();
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
    }
    VECTOR.cast(c0_0).intoArray(on.c, on.cOffset);
    VECTOR.cast(c0_1).intoArray(on.c, on.cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(on.c, on.cOffset + on.cStride);
    VECTOR.cast(c1_1).intoArray(on.c, on.cOffset + on.cStride + LANES);
  }

  private static void rows2By4(FloatTile on) {
    float[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    long bStep = on.panelBytes;
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, on.start, on.first);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, on.start, on.first + LANES);
    FloatVector c0_2 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * LANES);
    FloatVector c0_3 = FloatVector.fromArray(SPECIES, on.start, on.first + 3 * LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    FloatVector c1_2 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step + 2 * LANES);
    FloatVector c1_3 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * BYTES;
      IntVector pair0 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at, ORDER));
      FloatVector b0 = pair0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pair0.and(UPPER).reinterpretAsFloats();
      IntVector pair2 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at + bStep, ORDER));
      FloatVector b2 = pair2.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b3 = pair2.and(UPPER).reinterpretAsFloats();
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[STRIDE + k]));
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

  private static void rows3By2(FloatTile on) {
    float[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, on.start, on.first);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, on.start, on.first + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * BYTES;
      IntVector pair0 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at, ORDER));
      FloatVector b0 = pair0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pair0.and(UPPER).reinterpretAsFloats();
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[2 * STRIDE + k]));
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

  private static void rows3By4(FloatTile on) {
    float[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    long bStep = on.panelBytes;
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, on.start, on.first);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, on.start, on.first + LANES);
    FloatVector c0_2 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * LANES);
    FloatVector c0_3 = FloatVector.fromArray(SPECIES, on.start, on.first + 3 * LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    FloatVector c1_2 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step + 2 * LANES);
    FloatVector c1_3 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step + 3 * LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + LANES);
    FloatVector c2_2 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + 2 * LANES);
    FloatVector c2_3 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * BYTES;
      IntVector pair0 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at, ORDER));
      FloatVector b0 = pair0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pair0.and(UPPER).reinterpretAsFloats();
      IntVector pair2 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at + bStep, ORDER));
      FloatVector b2 = pair2.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b3 = pair2.and(UPPER).reinterpretAsFloats();
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[2 * STRIDE + k]));
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

  private static void rows4By2(FloatTile on) {
    float[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, on.start, on.first);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, on.start, on.first + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, on.start, on.first + 3 * on.step);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, on.start, on.first + 3 * on.step + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * BYTES;
      IntVector pair0 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at, ORDER));
      FloatVector b0 = pair0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pair0.and(UPPER).reinterpretAsFloats();
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[3 * STRIDE + k]));
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

  private static void rows6By2(FloatTile on) {
    float[] a = on.a;
    int depth = on.depth;
    MemorySegment b = on.memory;
    long place = on.place;
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, on.start, on.first);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, on.start, on.first + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, on.start, on.first + on.step + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * on.step);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, on.start, on.first + 2 * on.step + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, on.start, on.first + 3 * on.step);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, on.start, on.first + 3 * on.step + LANES);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, on.start, on.first + 4 * on.step);
    FloatVector c4_1 = FloatVector.fromArray(SPECIES, on.start, on.first + 4 * on.step + LANES);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, on.start, on.first + 5 * on.step);
    FloatVector c5_1 = FloatVector.fromArray(SPECIES, on.start, on.first + 5 * on.step + LANES);
    for (int k = 0; k < depth; k++) {
      long at = place + k * BYTES;
      IntVector pair0 = INT_VECTOR.cast(IntVector.fromMemorySegment(INTS, b, at, ORDER));
      FloatVector b0 = pair0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pair0.and(UPPER).reinterpretAsFloats();
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[5 * STRIDE + k]));
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
}
